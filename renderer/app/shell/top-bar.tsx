import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { Menu, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { ConnectionSwitcher } from './connection-switcher.tsx';
import { LicenceCounter } from './licence-counter.tsx';
import { TaskTray } from './task-tray.tsx';

const Bar = styled('header')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 44,
  flexShrink: 0,
  padding: '0 12px 0 8px',
  '& .bar-start': { flex: '1 1 0', minWidth: 0, display: 'flex', alignItems: 'center' },
  '& .bar-end': { flex: '1 1 0', display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: 8 },
});

const PaletteButton = styled('button')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  flex: '0 1 400px',
  minWidth: 32,
  height: 30,
  padding: '0 8px',
  borderRadius: 6,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.content,
  color: theme.vars.palette.text.secondary,
  cursor: 'pointer',
  overflow: 'hidden',
  '& svg': { width: 14, height: 14, flexShrink: 0 },
  '& .palette-text': { flex: 1, textAlign: 'start', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& kbd': { fontSize: typeSizes.small, color: theme.vars.palette.text.disabled, whiteSpace: 'nowrap' },
  '&:hover': { borderColor: theme.vars.palette.surface.control },
  [theme.breakpoints.down('sm')]: { flexBasis: 32, '& .palette-text, & kbd': { display: 'none' } },
}));

interface TopBarProps {
  onPalette: () => void;
  /** Opens the navigation where there is no room for it. */
  onNavigation: (() => void) | undefined;
}

const command = /mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl K';

/** Which server, where to search, what is running, how many licences. */
export function TopBar({ onPalette, onNavigation }: TopBarProps) {
  const { t } = useTranslation('shell');
  return (
    <Bar>
      <div className="bar-start">
        {onNavigation && <IconButton aria-label={t('openNavigation')} onClick={onNavigation}><Menu aria-hidden /></IconButton>}
        <ConnectionSwitcher />
      </div>
      <PaletteButton type="button" onClick={onPalette} aria-keyshortcuts="Control+K Meta+K" aria-haspopup="dialog" title={t('palette.open')}>
        <Search aria-hidden />
        <span className="palette-text">{t('palette.open')}</span>
        <kbd>{command}</kbd>
      </PaletteButton>
      <div className="bar-end">
        <TaskTray />
        <LicenceCounter />
      </div>
    </Bar>
  );
}
