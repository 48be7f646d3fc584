import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { errorTable, reasons } from '#shared/errors.ts';
import type { ErrorCode, Reason } from '#shared/errors.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { OperationError } from '../../api/operation-error.ts';
import { OperationProblem, useProblemText } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Banner } from '../../ui/states/banner.tsx';
import { legible } from '../../ui/text/legible.ts';

const Names = styled('ul')({ margin: '4px 0', paddingLeft: 20, maxHeight: 120, overflow: 'auto' });

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);
const isReason = (reason: string | null): reason is Reason => (reasons as readonly (string | null)[]).includes(reason);

function failureError(failure: NonNullable<Plan['failure']>): OperationError {
  return new OperationError({
    code: isCode(failure.code) ? failure.code : 'internal',
    message: failure.message,
    ...(isReason(failure.reason) && { reason: failure.reason }),
  });
}

/** M16: why nothing was applied or no plan made: the people and fields by name, and one press to plan again. */
export function PlanFailure({ plan, mayReplan }: { plan: Plan; mayReplan: boolean }) {
  const { t } = useTranslation('planActions');
  const formats = useFormats();
  const texts = usePeopleTexts();
  const problemText = useProblemText();
  const replan = useNativeCall('plans.recompute');
  const { failure } = plan;
  if (!failure) return null;
  const text = problemText(failureError(failure));
  const changed = failure.reason === 'people_changed';
  const cancelled = failure.code === 'cancelled';
  const title = plan.hash === null ? t('failure.makeTitle') : t('failure.applyTitle');
  const names = failure.rows.map((row) => (row.fields.length === 0 ? row.name : t('failure.row', { name: row.name, fields: formats.list(row.fields.map((field) => texts.fieldName(field))) })));
  return (
    <Banner
      meaning={cancelled ? 'unchanged' : 'held'}
      title={title}
      role="alert"
      actions={mayReplan && <Button size="small" loading={replan.isPending} onClick={() => { replan.mutate({ id: plan.id }); }}>{t('failure.replan')}</Button>}
    >
      {cancelled ? <div>{t('failure.cancelled')}</div> : <div>{changed ? t('failure.changed', { count: failure.rows.length }) : `${text.title} ${text.advice}`}</div>}
      {names.length > 0 && <Names tabIndex={0}>{names.map((name, index) => <li key={index}>{legible(name)}</li>)}</Names>}
      {changed && <div>{t('failure.replanWhy')}</div>}
      {replan.error && <OperationProblem error={replan.error} />}
    </Banner>
  );
}
