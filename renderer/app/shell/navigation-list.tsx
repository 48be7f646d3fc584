import { styled } from '@mui/material/styles';
import { Keyboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { useDestinations } from '../use-destinations.ts';

const Side = styled('nav')(({ theme }) => ({
  width: 208,
  flexShrink: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: 16,
  height: '100%',
  overflow: 'auto',
  padding: '8px 8px 12px',
  backgroundColor: theme.vars.palette.surface.ground,
  '& .group-bottom': { marginTop: 'auto' },
  '& ul': { listStyle: 'none', padding: 0, display: 'flex', flexDirection: 'column', gap: 1 },
  '& .group-name': { padding: '0 8px 4px', fontSize: typeSizes.small, fontWeight: 500, lineHeight: '16px', color: theme.vars.palette.text.secondary },
  '& .entry': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    width: '100%',
    height: 30,
    padding: '0 8px',
    border: 0,
    borderRadius: 6,
    background: 'none',
    color: theme.vars.palette.text.secondary,
    fontWeight: 500,
    textAlign: 'start',
    textDecoration: 'none',
    cursor: 'pointer',
    '& svg': { width: 16, height: 16, flexShrink: 0, strokeWidth: 1.75 },
    '&:hover': { backgroundColor: theme.vars.palette.surface.line, color: theme.vars.palette.text.primary },
    '&.active': { backgroundColor: theme.vars.palette.surface.selected, color: theme.vars.palette.text.primary, '& svg': { color: theme.vars.palette.accent.text } },
  },
}));

interface NavigationProps {
  onShortcuts: () => void;
  onNavigate?: () => void;
}

/** The screens that exist and that the person may see. */
export function Navigation({ onShortcuts, onNavigate }: NavigationProps) {
  const { t } = useTranslation('shell');
  const groups = useDestinations();
  return (
    <Side aria-label={t('navigation')}>
      {groups.map((group) => (
        <div key={group.id} className={`group-${group.id}`}>
          {group.id === 'people' && <div className="group-name" id={`navigation-${group.id}`}>{t(`groups.${group.id}`)}</div>}
          <ul {...(group.id === 'people' && { 'aria-labelledby': `navigation-${group.id}` })}>
            {group.destinations.map(({ id, to, icon: Icon }) => (
              <li key={id}>
                <NavLink to={to} end={to === '/'} className="entry" onClick={onNavigate}>
                  <Icon aria-hidden />
                  {t(`screens.${id}`)}
                </NavLink>
              </li>
            ))}
            {group.id === 'bottom' && (
              <li>
                <button type="button" className="entry" onClick={onShortcuts} aria-keyshortcuts="?">
                  <Keyboard aria-hidden />
                  {t('shortcuts.title')}
                </button>
              </li>
            )}
          </ul>
        </div>
      ))}
    </Side>
  );
}
