import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useTasks } from '../../api/native-state.tsx';
import { usePhaseText } from '../../api/phase-text.ts';
import { useMutationOf } from '../../api/use-operation.ts';
import { ProgressRow } from '../../ui/figures/progress-row.tsx';
import { radii } from '../../ui/theme/tokens.ts';
import { phaseOf } from './plan-summary.ts';
import { useShowPlan } from './use-plan.ts';

const Box = styled('section')(({ theme }) => ({
  flexShrink: 0,
  padding: '12px 16px',
  borderRadius: radii.card,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.content,
  '& .progress-foot': { display: 'flex', alignItems: 'center', gap: 16, marginTop: 8, color: theme.vars.palette.text.secondary, '& > p': { flex: 1 } },
}));

/** C7: how far the making or applying of the plan is, how long still, and how to stop it. */
export function PlanProgress({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const phaseText = usePhaseText();
  const showPlan = useShowPlan();
  const cancel = useMutationOf('plans.cancel', { onSuccess: showPlan });
  const task = useTasks().find((other) => other.planId === plan.id && other.state === 'running');
  const applying = phaseOf(plan) === 'applying';
  const { progress } = plan;
  const phase = progress?.phase ?? task?.phase ?? '';
  const committing = phase === 'committing';
  return (
    <Box aria-live="polite">
      <ProgressRow
        title={t(applying ? 'progress.applying' : 'progress.making')}
        phase={phaseText(phase === 'staging' ? 'sending' : phase)}
        done={progress?.done ?? task?.done ?? 0}
        total={progress?.total ?? task?.total ?? null}
        remaining={task?.remaining ?? null}
      />
      <div className="progress-foot">
        <p>{applying ? t('progress.untilCommit') : ''} {t('progress.leave')}</p>
        {!committing && <Button size="small" disabled={cancel.isPending} onClick={() => { cancel.mutate({ id: plan.id }); }}>{t(cancel.isPending ? 'progress.cancelling' : 'progress.cancel')}</Button>}
      </div>
    </Box>
  );
}
