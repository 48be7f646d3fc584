import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Building2, Check, KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useConnections, usePolicy } from '../../api/native-state.tsx';
import { useProblemText } from '../../api/operation-failure.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { StatusChip } from '../../ui/status/status-chip.tsx';
import { Name } from '../../ui/text/truncated.tsx';
import { radii, typeSizes } from '../../ui/theme/tokens.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '0 0 32px',
  padding: 0,
  maxWidth: 760,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  borderRadius: radii.card,
  overflow: 'hidden',
  '& li': { display: 'flex', alignItems: 'center', gap: 12, padding: '12px 12px 12px 16px' },
  '& li + li': { borderTop: `1px solid ${theme.vars.palette.surface.line}` },
  '& .connection-main': { flex: 1, minWidth: 0 },
  '& .connection-name': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 8px', fontWeight: 600, overflowWrap: 'anywhere' },
  '& .connection-environment': {
    padding: '0 6px',
    borderRadius: 4,
    border: `1px solid ${theme.vars.palette.surface.edge}`,
    color: theme.vars.palette.text.secondary,
    fontSize: typeSizes.small,
    fontWeight: 500,
    lineHeight: '18px',
  },
  '& .connection-detail': { color: theme.vars.palette.text.secondary, fontSize: typeSizes.small, overflowWrap: 'anywhere' },
  [theme.breakpoints.down('sm')]: { '& li': { flexWrap: 'wrap' } },
}));
const Stripe = styled('span')({ width: 4, alignSelf: 'stretch', minHeight: 36, borderRadius: 2, flexShrink: 0 });

interface ConnectionListProps {
  connections: readonly Connection[];
  onEdit: (id: string) => void;
  onRemove: (id: string) => void;
}

function ShowButton({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const bridge = useBridge();
  const toasts = useToasts();
  const problemText = useProblemText();
  const show = () => {
    callNative(bridge, 'connections.select', { id: connection.id }).catch((error: unknown) => {
      const { title, advice } = problemText(error);
      toasts.show({ meaning: 'gone', text: `${connection.name}: ${title} ${advice}` });
    });
  };
  return <Button size="small" onClick={show}>{t('show')}</Button>;
}

/** Each connection with its colour, label and address. */
export function ConnectionList({ connections, onEdit, onRemove }: ConnectionListProps) {
  const { t } = useTranslation(['connections', 'policy']);
  const { current } = useConnections();
  const { localServer } = usePolicy();
  const isOff = ({ kind }: Connection): boolean => kind === 'local' && !localServer;
  return (
    <List aria-label={t('list')}>
      {connections.map((connection) => (
        <li key={connection.id}>
          <Stripe aria-hidden style={{ backgroundColor: connection.colour }} />
          <div className="connection-main">
            <div className="connection-name">
              <Name>{connection.name}</Name>
              {connection.environment !== '' && <span className="connection-environment"><Name>{connection.environment}</Name></span>}
              {connection.preset && <StatusChip meaning="unchanged" quiet icon={Building2} label={t('preset')} />}
              {!connection.hasCredential && connection.kind === 'remote' && <StatusChip meaning="held" icon={KeyRound} label={t('noCredential')} />}
            </div>
            <div className="connection-detail">{isOff(connection) ? t('policy:noLocalServer') : connection.kind === 'local' ? t('localLead') : <Name>{connection.url ?? ''}</Name>}</div>
            {connection.caFile !== null && <div className="connection-detail">{t('caFile', { name: connection.caFile })}</div>}
          </div>
          {isOff(connection) ? null : connection.id === current ? <StatusChip meaning="unchanged" quiet icon={Check} label={t('shown')} /> : <ShowButton connection={connection} />}
          <MenuButton
            look="icon"
            label={t('editNamed', { name: connection.name })}
            actions={[
              { label: t('edit'), icon: Pencil, run: () => { onEdit(connection.id); } },
              ...(connection.kind === 'remote' && !connection.preset ? [{ label: t('remove'), icon: Trash2, destructive: true, run: () => { onRemove(connection.id); } }] : []),
            ]}
          />
        </li>
      ))}
    </List>
  );
}
