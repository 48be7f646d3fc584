import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { usePolicy, useTasks } from '../../api/native-state.tsx';
import { FileFailure } from '../../api/file-failure.tsx';
import { OperationError } from '../../api/operation-error.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { usePermission, useSession } from '../../api/session.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { useFormats } from '../../i18n/format.ts';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { MenuAction } from '../../ui/menu-button.tsx';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { ApproveDialog, HeldDialog } from './confirm-dialog.tsx';
import { DiscardButton } from './discard-button.tsx';
import { changesOf, obstacleOf, problemsOf } from './plan-summary.ts';

const Bar = styled('section')(({ theme }) => ({
  position: 'sticky',
  bottom: 0,
  zIndex: 2,
  flexShrink: 0,
  margin: '-12px -24px 0',
  padding: '10px 24px',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  borderTop: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.content,
  '& .decision-end': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12, marginLeft: 'auto' },
  '& .decision-hint': { color: theme.vars.palette.text.secondary, maxWidth: 360 },
  '& .decision-problem': { flexBasis: '100%' },
  // At high zoom the rows need the room more than the buttons need to stay in view.
  '@media (max-height: 480px)': { position: 'static' },
}));

const TypedLabel = styled('label')({ display: 'flex', alignItems: 'center', gap: 8, whiteSpace: 'nowrap', '& input': { width: 72, textAlign: 'end', fontVariantNumeric: 'tabular-nums' } });

/** What was typed as a number; spaces and separators of thousands do not matter. */
export const typedNumber = (text: string): number => Number(text.replace(/[\s\u00a0\u202f.,’']/gu, '') || Number.NaN);

/** Below this width what can be saved goes into a menu, so that the bar stays one line. */
const narrowWindow = '(max-width: 1180px)';

function SaveButtons({ plan, mayPlan }: { plan: Plan; mayPlan: boolean }) {
  const { t } = useTranslation('planActions');
  const toasts = useToasts();
  const { exports } = usePolicy();
  const saved = (name: string) => (task: { taskId: string } | null) => {
    if (task) toasts.show({ text: t('saved', { name }) });
  };
  const savePlan = useNativeCall('plans.saveFile', { onSuccess: saved(plan.title) });
  const saveRejected = useNativeCall('imports.saveRejected', { onSuccess: saved(plan.title) });
  const rejected = plan.files.length > 0 && problemsOf(plan.counts) + plan.counts.setAside > 0;
  const error = savePlan.error ?? saveRejected.error;
  const narrow = useMediaQuery(narrowWindow);
  const actions: MenuAction[] = [
    ...(exports ? [{ label: t('savePlan'), run: () => { savePlan.mutate({ planId: plan.id }); } }] : []),
    ...(rejected ? [{ label: t('saveRejected'), run: () => { saveRejected.mutate({ planId: plan.id }); } }] : []),
  ];
  return (
    <>
      {narrow && actions.length > 1 ? <MenuButton label={t('save')} actions={actions} /> : actions.map(({ label, run }) => <Button key={label} onClick={run}>{label}</Button>)}
      {mayPlan && <DiscardButton plan={plan} />}
      {error && <div className="decision-problem"><OperationProblem error={error} /></div>}
    </>
  );
}

/** M14: the number of people who lose something, typed, before the button works. */
function TypedNumber({ people, value, onChange, onEnter }: { people: number; value: string; onChange: (value: string) => void; onEnter: () => void }) {
  const { t } = useTranslation('planActions');
  const formats = useFormats();
  const [left, setLeft] = useState(false);
  const wrong = left && value !== '' && typedNumber(value) !== people;
  const number = formats.number(people);
  return (
    <TypedLabel>
      <span>{t('typeNumber', { number })}</span>
      <TextField
        hiddenLabel
        size="small"
        value={value}
        error={wrong}
        title={wrong ? t('typedDiffers', { number }) : undefined}
        autoComplete="off"
        onChange={(event) => { onChange(event.target.value); }}
        onBlur={() => { setLeft(true); }}
        onKeyDown={(event) => { if (event.key === 'Enter') onEnter(); }}
        slotProps={{ htmlInput: { inputMode: 'numeric', 'aria-label': t('typeNumber', { number }), 'aria-invalid': wrong } }}
      />
    </TypedLabel>
  );
}

/** Applying, with everything that M14 asks for before it. */
function ApplyPart({ plan, mayApply }: { plan: Plan; mayApply: boolean }) {
  const { t } = useTranslation('planActions');
  const online = useOnline();
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState(false);
  const [taskId, setTaskId] = useState<string | undefined>(undefined);
  const apply = useNativeCall('plans.apply', { onSuccess: (started) => { setTaskId(started.taskId); } });
  const task = useTasks().find((one) => one.id === taskId);
  // What the plan itself tells of is told above; a refusal to begin stands here.
  const refusal = task?.state === 'failed' && task.error && plan.failure === null ? new OperationError(task.error) : apply.error;
  const obstacle = obstacleOf(plan, { online, mayApply });
  const people = plan.brake?.people ?? 0;
  const leftOut = problemsOf(plan.counts);
  const confirms = obstacle === 'confirmation';
  const ready = obstacle === undefined || (confirms && typedNumber(typed) === people);
  const start = () => {
    if (!ready || plan.hash === null) return;
    if (confirms) setAsking(true);
    else apply.mutate({ id: plan.id, hash: plan.hash });
  };
  const hint = obstacle === 'offline' ? t('offline') : obstacle === 'notPermitted' ? t('notPermitted') : obstacle === 'nothing' ? t('nothingToApplyWhy') : leftOut > 0 ? t('problemsStay', { count: leftOut }) : undefined;
  const count = changesOf(plan.counts);
  return (
    <>
      <div className="decision-end">
        {hint !== undefined && <span className="decision-hint">{hint}</span>}
        {confirms && <TypedNumber people={people} value={typed} onChange={setTyped} onEnter={start} />}
        <ApproveButton plan={plan} />
        <Button variant="contained" color="primary" disabled={!ready} loading={apply.isPending} onClick={start}>{count === 0 ? t('nothingToApply') : t('apply', { count })}</Button>
      </div>
      {refusal && <div className="decision-problem"><FileFailure error={refusal} title={t('notApplied')} /></div>}
      <HeldDialog plan={plan} open={asking} onClose={() => { setAsking(false); }} />
    </>
  );
}

/** Shown to a second administrator when the installation asks for one (M14). */
function ApproveButton({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const { user } = useSession();
  const online = useOnline();
  const mayApprove = usePermission('imports:admin');
  const [asking, setAsking] = useState(false);
  if (!plan.brake?.needsApproval || plan.approvals.length > 0 || !mayApprove || plan.createdBy.id === user.id) return null;
  return (
    <>
      <Button disabled={!online} onClick={() => { setAsking(true); }}>{t('approve')}</Button>
      <ApproveDialog plan={plan} open={asking} onClose={() => { setAsking(false); }} />
    </>
  );
}

/** The foot of an open plan: keep it, or decide on it. */
export function DecisionBar({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const mayPlan = usePermission('imports:member');
  const mayApply = usePermission('imports:admin');
  return (
    <Bar aria-label={t('bar')}>
      <SaveButtons plan={plan} mayPlan={mayPlan} />
      <ApplyPart key={plan.hash ?? ''} plan={plan} mayApply={mayApply} />
    </Bar>
  );
}
