import Button from '@mui/material/Button';
import { FileDown, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Plan } from '#shared/schemas/plans.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { usePolicy } from '../../api/native-state.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import { stateLook } from './plan-state-look.ts';
import { actingActions, phaseOf } from './plan-summary.ts';

/** What was done, in counts: "96 created, 578 changed and 38 deactivated". */
function useDoneText(plan: Plan): string {
  const { t } = useTranslation('planActions');
  const formats = useFormats();
  const done = actingActions.filter((action) => plan.counts[action] > 0).map((action) => t(`done.${action}`, { count: plan.counts[action] }));
  return done.length === 0 ? t('done.nothing') : `${formats.list(done)}.`;
}

/** M20: the report as a file. */
function ReportMenu({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const start = useNativeCall('exports.start');
  const { exports } = usePolicy();
  const download = (format: 'xlsx' | 'csv') => () => {
    start.mutate({ what: 'planReport', planId: plan.id, show: 'all', format, safeForSpreadsheets: true });
  };
  if (!exports) return null;
  return (
    <>
      <MenuButton
        label={t('done.report')}
        size="small"
        startIcon={<FileDown aria-hidden />}
        disabled={start.isPending}
        actions={[{ label: t('done.reportXlsx'), run: download('xlsx') }, { label: t('done.reportCsv'), run: download('csv') }]}
      />
      {start.error && <OperationProblem error={start.error} />}
    </>
  );
}

/** M18: makes the plan of the opposite and opens it. */
function UndoButton({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const navigate = useNavigate();
  const undo = useMutationOf('plans.undo', { invalidates: ['plans.list'], onSuccess: (made) => void navigate(`/plans/${made.id}`) });
  return (
    <>
      <Button size="small" startIcon={<Undo2 aria-hidden />} title={t('done.undoWhy')} loading={undo.isPending} onClick={() => { undo.mutate({ id: plan.id }); }}>{t('done.undo')}</Button>
      {undo.error && <OperationProblem error={undo.error} />}
    </>
  );
}

interface PlanOutcomeProps {
  plan: Plan;
  mayUndo: boolean;
  mayImport: boolean;
}

function AppliedOutcome({ plan, mayUndo }: PlanOutcomeProps) {
  const { t } = useTranslation('planActions');
  const text = useDoneText(plan);
  const undone = plan.state === 'undone';
  return (
    <Banner
      {...stateLook[plan.state]}
      title={t(undone ? 'done.undoneTitle' : 'done.title')}
      role="status"
      actions={
        <>
          <ReportMenu plan={plan} />
          {!undone && mayUndo && <UndoButton plan={plan} />}
          {plan.undoneBy !== null && <Button size="small" component={Link} to={`/plans/${plan.undoneBy}`}>{t('done.openUndo')}</Button>}
          {plan.undoes !== null && <Button size="small" component={Link} to={`/plans/${plan.undoes}`}>{t('done.openUndone')}</Button>}
        </>
      }
    >
      {text}
    </Banner>
  );
}

/** What came of the plan, once it is decided; nothing while it is open. */
export function PlanOutcome(props: PlanOutcomeProps) {
  const { t } = useTranslation('planActions');
  const { plan } = props;
  const phase = phaseOf(plan);
  if (phase === 'applied') return <AppliedOutcome {...props} />;
  if (phase !== 'closed') return null;
  const expired = plan.state === 'expired';
  return (
    <Banner
      meaning="unchanged"
      title={t(expired ? 'done.expiredTitle' : 'done.refusedTitle')}
      role="status"
      actions={props.mayImport && plan.files.length > 0 && <Button size="small" component={Link} to="/import">{t('done.bring')}</Button>}
    >
      {t(expired ? 'done.expired' : 'done.refused')}
    </Banner>
  );
}
