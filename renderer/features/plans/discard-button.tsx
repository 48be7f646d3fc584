import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { useCurrentConnection } from '../../api/native-state.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { legible } from '../../ui/text/legible.ts';
import { useShowPlan } from './use-plan.ts';

/** Refuses a plan that was not applied; it stays in the History (M20). */
export function DiscardButton({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const online = useOnline();
  const connection = useCurrentConnection();
  const showPlan = useShowPlan();
  const [asking, setAsking] = useState(false);
  const discard = useMutationOf('plans.discard', {
    invalidates: ['plans.list'],
    onSuccess: (discarded) => {
      setAsking(false);
      showPlan(discarded);
    },
  });
  return (
    <>
      <Button variant="text" disabled={!online} onClick={() => { setAsking(true); }}>{t('discard')}</Button>
      <Dialog
        open={asking}
        onClose={() => { setAsking(false); }}
        busy={discard.isPending}
        size="xs"
        title={t('discardDialog.title')}
        actions={
          <>
            <Button autoFocus onClick={() => { setAsking(false); }}>{t('confirm.cancel')}</Button>
            <Button variant="contained" color="error" loading={discard.isPending} onClick={() => { discard.mutate({ id: plan.id }); }}>{t('discardDialog.action')}</Button>
          </>
        }
      >
        <p>{t('discardDialog.text', { server: legible(connection.name) })}</p>
        {discard.error && <OperationProblem error={discard.error} />}
      </Dialog>
    </>
  );
}
