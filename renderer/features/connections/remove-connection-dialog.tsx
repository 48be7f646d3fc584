import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { DestructiveDialog } from '../../ui/dialogs/destructive-dialog.tsx';
import { useToasts } from '../../ui/toast/toasts.tsx';

/** Forgets a server and its token. */
export function RemoveConnectionDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation('connections');
  const bridge = useBridge();
  const toasts = useToasts();
  const [problem, setProblem] = useState<unknown>(undefined);
  const remove = async () => {
    try {
      await callNative(bridge, 'connections.remove', { id: connection.id });
      toasts.show({ meaning: 'gone', text: t('removal.removed', { name: connection.name }) });
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <DestructiveDialog
      open
      onClose={onClose}
      title={t('removal.title', { name: connection.name })}
      server={connection}
      names={[]}
      consequence={t('removal.consequence')}
      confirmLabel={t('removal.confirm')}
      onConfirm={remove}
      problem={problem === undefined ? undefined : <OperationProblem error={problem} />}
    />
  );
}
