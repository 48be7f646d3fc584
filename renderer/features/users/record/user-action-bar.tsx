import Button from '@mui/material/Button';
import { KeyRound, RotateCcw, Trash2, UserRoundX, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/schemas/users.ts';
import { useOnline } from '../../../api/connection-status.tsx';
import { useCurrentConnection } from '../../../api/native-state.tsx';
import { OperationProblem } from '../../../api/operation-failure.tsx';
import { usePermission } from '../../../api/session.tsx';
import { DestructiveDialog } from '../../../ui/dialogs/destructive-dialog.tsx';
import { MenuButton } from '../../../ui/menu-button.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { ResetDialog } from './reset-dialog.tsx';
import { useUserActions } from './use-user-actions.ts';
import type { UserActions } from './use-user-actions.ts';

type Question = 'deactivate' | 'unlicensed' | 'delete';

interface QuestionDialogProps {
  question: Question;
  user: User;
  actions: UserActions;
  onClose: () => void;
}

const runOf = (question: Question, actions: UserActions) => ({ deactivate: actions.deactivate, unlicensed: actions.makeUnlicensed, delete: actions.remove })[question];
const refusalOf = (question: Question, { refusal }: UserActions) => ({ deactivate: refusal.deactivate, unlicensed: refusal.makeUnlicensed, delete: refusal.remove })[question];

function QuestionDialog({ question, user, actions, onClose }: QuestionDialogProps) {
  const { t } = useTranslation('userRecord');
  const connection = useCurrentConnection();
  const refusal = refusalOf(question, actions);
  return (
    <DestructiveDialog
      open
      onClose={onClose}
      title={t(`confirm.${question}Title`, { name: legible(user.displayName) })}
      server={connection}
      consequence={t(`confirm.${question}`)}
      names={[`${user.displayName} · ${user.email}`]}
      confirmLabel={t(`confirm.${question}Action`)}
      onConfirm={runOf(question, actions)}
      problem={refusal ? <OperationProblem error={refusal} /> : undefined}
    />
  );
}

/** What the session may do with this person in their present state; nothing else is offered. */
export function UserActionBar({ user }: { user: User }) {
  const { t } = useTranslation(['userRecord', 'ui']);
  const online = useOnline();
  const mayReset = usePermission('users:contributor');
  const mayAdminister = usePermission('users:admin');
  const actions = useUserActions(user);
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const [resetting, setResetting] = useState(false);
  const deleted = user.deletedAt !== null;
  const person = user.kind === 'person' && !deleted;
  const active = person && user.platformRole !== 'deactivated';
  const further = [
    ...(active && user.platformRole !== 'unlicensed' ? [{ label: t('userRecord:makeUnlicensed'), icon: CircleDashed, run: () => { setQuestion('unlicensed'); } }] : []),
    { label: t('userRecord:delete'), icon: Trash2, destructive: true, run: () => { setQuestion('delete'); } },
  ];
  return (
    <>
      {mayReset && person && user.identitySource === 'local' && <Button startIcon={<KeyRound aria-hidden />} disabled={!online} onClick={() => { setResetting(true); }}>{t('userRecord:resetPassword')}</Button>}
      {mayAdminister && active && <Button startIcon={<UserRoundX aria-hidden />} disabled={!online} onClick={() => { setQuestion('deactivate'); }}>{t('userRecord:deactivate')}</Button>}
      {mayAdminister && person && !active && <Button startIcon={<RotateCcw aria-hidden />} disabled={!online} loading={actions.busy} onClick={actions.reactivate}>{t('userRecord:reactivate')}</Button>}
      {mayAdminister && deleted && <Button startIcon={<RotateCcw aria-hidden />} disabled={!online} loading={actions.busy} onClick={actions.restore}>{t('userRecord:restore')}</Button>}
      {mayAdminister && !deleted && <MenuButton look="icon" label={t('ui:more')} disabled={!online} actions={further} />}
      {actions.error && <div style={{ flexBasis: '100%' }}><OperationProblem error={actions.error} /></div>}
      {question && <QuestionDialog question={question} user={user} actions={actions} onClose={() => { setQuestion(undefined); }} />}
      {resetting && <ResetDialog user={user} onClose={() => { setResetting(false); }} />}
    </>
  );
}
