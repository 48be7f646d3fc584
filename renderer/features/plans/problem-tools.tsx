import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { BringCorrectedRows } from './addition-dialog.tsx';
import { problemsOf } from './plan-summary.ts';
import { useShowPlan } from './use-plan.ts';

const Line = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  padding: '6px 24px',
  borderTop: `1px solid ${theme.vars.palette.surface.line}`,
  fontSize: typeSizes.small,
  color: theme.vars.palette.text.secondary,
  '& > p': { flex: '1 1 280px' },
}));

/** What can be done with all rows that have problems at once (M12, M13). */
export function ProblemTools({ plan, allowed }: { plan: Plan; allowed: boolean }) {
  const { t } = useTranslation('plans');
  const showPlan = useShowPlan();
  const setAside = useMutationOf('plans.setAsideProblems', { onSuccess: showPlan });
  const count = problemsOf(plan.counts);
  if (count === 0 || plan.files.length === 0) return null;
  return (
    <Line>
      <p>{t('problems.hint')}</p>
      <Button size="small" disabled={!allowed} loading={setAside.isPending} onClick={() => { setAside.mutate({ id: plan.id }); }}>{t('problems.setAllAside', { count })}</Button>
      <BringCorrectedRows planId={plan.id} label={t('problems.bring')} disabled={!allowed} />
      {setAside.error && <OperationProblem error={setAside.error} />}
    </Line>
  );
}
