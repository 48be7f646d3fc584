import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useCurrentConnection, useTasks } from '../../api/native-state.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { useMutationOf, useOperation } from '../../api/use-operation.ts';
import { OperationError } from '../../api/operation-error.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useFormats } from '../../i18n/format.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { legible } from '../../ui/text/legible.ts';
import { credentialOf, CredentialForm, emptyCredential } from './credential-form.tsx';
import type { Credential } from './credential-form.tsx';
import { changesOf } from './plan-summary.ts';
import { useShowPlan } from './use-plan.ts';

/** Names shown in the question; the rest is counted. */
const named = 5;

interface QuestionProps {
  open: boolean;
  title: string;
  action: string;
  busy: boolean;
  error: OperationError | null;
  onClose: () => void;
  onConfirm: (credential: Credential) => void;
  children: ReactNode;
}

function CredentialQuestion({ open, title, action, busy, error, onClose, onConfirm, children }: QuestionProps) {
  const { t } = useTranslation('planActions');
  const [state, setState] = useState(emptyCredential);
  const credential = credentialOf(state);
  const close = () => {
    setState(emptyCredential);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      busy={busy}
      title={title}
      actions={
        <>
          <Button onClick={close} disabled={busy}>{t('confirm.cancel')}</Button>
          <Button variant="contained" color="primary" disabled={!credential} loading={busy} onClick={() => { if (credential) onConfirm(credential); }}>{action}</Button>
        </>
      }
    >
      <form onSubmit={(event) => { event.preventDefault(); if (credential && !busy) onConfirm(credential); }}>
        {children}
        <CredentialForm state={state} onChange={setState} />
      </form>
      {error && <div style={{ marginTop: 12 }}><OperationProblem error={error} /></div>}
    </Dialog>
  );
}

interface HeldDialogProps {
  plan: Plan;
  open: boolean;
  onClose: () => void;
}

/** M14: the last question before a held plan is applied: server, number, names, and a proof of who asks. */
export function HeldDialog({ plan, open, onClose }: HeldDialogProps) {
  const { t } = useTranslation(['planActions', 'plans', 'ui']);
  const formats = useFormats();
  const connection = useCurrentConnection();
  const [taskId, setTaskId] = useState<string | null>(null);
  const task = useTasks().find((one) => one.id === taskId);
  const apply = useNativeCall('plans.apply', { onSuccess: (started) => { setTaskId(started.taskId); } });
  // A rejected credential is said here, where it can be typed again; once it is accepted, the plan itself shows the rest.
  const refusal = task?.state === 'failed' && task.error ? new OperationError(task.error) : null;
  const { data } = useOperation('plans.rows', { id: plan.id, show: 'dangerous', limit: named }, { enabled: open });
  const people = plan.brake?.people ?? 0;
  const names = (data?.items ?? []).map((row) => legible(row.displayName || row.username)).slice(0, named);
  const action = t('planActions:apply', { count: changesOf(plan.counts) });
  return (
    <CredentialQuestion
      open={open}
      title={t('planActions:confirm.title', { people: t('plans:people', { count: people }), server: legible(connection.name) })}
      action={action}
      busy={apply.isPending || task?.state === 'running'}
      error={apply.error ?? refusal}
      onClose={() => { apply.reset(); setTaskId(null); onClose(); }}
      onConfirm={(credential) => { if (plan.hash !== null) apply.mutate({ id: plan.id, hash: plan.hash, confirmation: { count: people, ...credential } }); }}
    >
      <p>{t('planActions:confirm.says', { count: people })} {names.length > 0 && t('planActions:confirm.among', { names: formats.list(names) })}</p>
    </CredentialQuestion>
  );
}

/** M14: a second administrator agrees to this very plan. */
export function ApproveDialog({ plan, open, onClose }: HeldDialogProps) {
  const { t } = useTranslation('planActions');
  const connection = useCurrentConnection();
  const showPlan = useShowPlan();
  const approve = useMutationOf('plans.approve', { invalidates: ['plans.list'], onSuccess: (approved) => { showPlan(approved); onClose(); } });
  return (
    <CredentialQuestion
      open={open}
      title={t('confirm.approveTitle', { server: legible(connection.name) })}
      action={t('confirm.approveAction')}
      busy={approve.isPending}
      error={approve.error}
      onClose={() => { approve.reset(); onClose(); }}
      onConfirm={(credential) => { if (plan.hash !== null) approve.mutate({ id: plan.id, hash: plan.hash, ...credential }); }}
    >
      <p>{t('confirm.says', { count: plan.brake?.people ?? 0 })} {t('confirm.approveSays')}</p>
    </CredentialQuestion>
  );
}
