import Divider from '@mui/material/Divider';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { Cable, Check, ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Connection } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useConnections, useCurrentConnection, usePolicy } from '../../api/native-state.tsx';
import { useProblemText } from '../../api/operation-failure.tsx';
import { Truncated } from '../../ui/text/truncated.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';

const Trigger = styled('button')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minWidth: 0,
  height: 32,
  padding: '0 8px',
  border: 0,
  borderRadius: 6,
  background: 'none',
  color: theme.vars.palette.text.primary,
  fontWeight: 600,
  cursor: 'pointer',
  '&:hover': { backgroundColor: theme.vars.palette.surface.line },
  '& svg': { width: 14, height: 14, flexShrink: 0, color: theme.vars.palette.text.secondary },
}));
const Square = styled('span')({ width: 14, height: 14, borderRadius: 4, flexShrink: 0 });
const Environment = styled('span')(({ theme }) => ({
  flexShrink: 0,
  maxWidth: 120,
  padding: '0 6px',
  borderRadius: 4,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  color: theme.vars.palette.text.secondary,
  fontSize: typeSizes.small,
  fontWeight: 500,
  lineHeight: '18px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  [theme.breakpoints.down('sm')]: { display: 'none' },
}));

/** Shows which server the window is about, and changes to another (C2). */
export function ConnectionSwitcher() {
  const { t } = useTranslation('shell');
  const { items } = useConnections();
  const { localServer } = usePolicy();
  const current = useCurrentConnection();
  const bridge = useBridge();
  const navigate = useNavigate();
  const toasts = useToasts();
  const problemText = useProblemText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const close = () => { setAnchor(null); };
  const choose = (connection: Connection) => {
    close();
    if (connection.id === current.id) return;
    callNative(bridge, 'connections.select', { id: connection.id }).catch((error: unknown) => {
      const { title, advice } = problemText(error);
      toasts.show({ meaning: 'gone', text: `${connection.name}: ${title} ${advice}` });
    });
  };
  return (
    <>
      <Trigger type="button" id={id} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => { setAnchor(event.currentTarget); }}>
        <Square aria-hidden style={{ backgroundColor: current.colour }} />
        <span className="visually-hidden">{t('switcher.label')}</span>
        <Truncated>{current.name}</Truncated>
        {current.environment !== '' && <Environment>{current.environment}</Environment>}
        <ChevronDown aria-hidden />
      </Trigger>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close} slotProps={{ list: { 'aria-labelledby': id }, paper: { sx: { maxWidth: 360 } } }}>
        {items.filter(({ kind }) => localServer || kind === 'remote').map((connection) => (
          <MenuItem key={connection.id} selected={connection.id === current.id} onClick={() => { choose(connection); }}>
            <Square aria-hidden style={{ backgroundColor: connection.colour }} />
            <ListItemText
              primary={<Truncated>{connection.name}</Truncated>}
              secondary={[connection.environment, connection.url ?? t('switcher.local')].filter((text) => text !== '').join(' · ')}
              slotProps={{ secondary: { noWrap: true } }}
              sx={{ m: 0 }}
            />
            {connection.id === current.id && <Check aria-hidden />}
          </MenuItem>
        ))}
        <Divider sx={{ my: 1 }} />
        <MenuItem onClick={() => { close(); void navigate('/connections'); }}>
          <Cable aria-hidden />
          {t('switcher.manage')}
        </MenuItem>
      </Menu>
    </>
  );
}
