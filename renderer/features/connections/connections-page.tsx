import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppInfo, useConnections, usePolicy } from '../../api/native-state.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import { useUrlState, choiceInUrl, optionalInUrl } from '../../ui/url-state.ts';
import { AddConnectionDialog } from './add-connection-dialog.tsx';
import { ConnectionList } from './connection-list.tsx';
import { EditConnectionDialog } from './edit-connection-dialog.tsx';
import { RemoveConnectionDialog } from './remove-connection-dialog.tsx';
import { KeychainState } from './keychain-state.tsx';

const Narrow = styled('div')({ maxWidth: 760 });
const Remark = styled(Narrow)({ marginBottom: 16 });

const view = { dialog: choiceInUrl(['add', 'edit', 'remove'], undefined), connection: optionalInUrl };

/** C2, C3: the servers this console knows, and how their tokens are kept. */
export function ConnectionsPage() {
  const { t } = useTranslation(['connections', 'policy']);
  const { items } = useConnections();
  const { vault } = useAppInfo();
  const { state, lockConnections } = usePolicy();
  const [{ dialog, connection: id }, setView] = useUrlState(view);
  const [opened, setOpened] = useState(0);
  const chosen = items.find((connection) => connection.id === id);
  const close = () => { setView({ dialog: undefined, connection: undefined }); };
  const open = (next: { dialog: 'add' | 'edit' | 'remove'; connection?: string }) => {
    // A form begins anew each time it is opened.
    setOpened(opened + 1);
    setView({ connection: undefined, ...next }, { push: true });
  };
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={!lockConnections && <Button variant="contained" color="primary" startIcon={<Plus aria-hidden />} onClick={() => { open({ dialog: 'add' }); }}>{t('add')}</Button>}
    >
      {lockConnections && state === 'applied' && <Remark><Banner meaning="unchanged" icon={Building2}>{t('policy:connectionsLocked')}</Banner></Remark>}
      <ConnectionList
        connections={items}
        onEdit={(connection) => { open({ dialog: 'edit', connection }); }}
        onRemove={(connection) => { open({ dialog: 'remove', connection }); }}
      />
      <Section title={t('vault.title')}>
        <Narrow><KeychainState state={vault} /></Narrow>
      </Section>
      {dialog === 'add' && !lockConnections && <AddConnectionDialog key={opened} onClose={close} />}
      {dialog === 'edit' && chosen && <EditConnectionDialog key={chosen.id} connection={chosen} onClose={close} />}
      {dialog === 'remove' && chosen && !chosen.preset && <RemoveConnectionDialog key={chosen.id} connection={chosen} onClose={close} />}
    </Page>
  );
}
