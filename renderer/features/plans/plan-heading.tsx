import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useFormats } from '../../i18n/format.ts';
import { StatusChip } from '../../ui/status/status-chip.tsx';
import { CopyButton } from '../../ui/text/copyable.tsx';
import { legible } from '../../ui/text/legible.ts';
import { Mono } from '../../ui/text/mono.tsx';
import { stateLook } from './plan-state-look.ts';
import { shortId } from './plan-summary.ts';

const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 10px', marginTop: 2 });

/** Whether the time is of this very day, where the hour says enough. */
const isToday = (time: string): boolean => new Date(time).toDateString() === new Date().toDateString();

/** Which plan this is, when it was made and by whom, and whether anything has changed yet. */
export function PlanHeading({ plan }: { plan: Plan }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const moment = (time: string) => (isToday(time) ? formats.time(time) : formats.dateTime(time));
  const when = plan.appliedAt === null ? '' : moment(plan.appliedAt);
  const who = legible(plan.appliedBy?.name ?? '');
  return (
    <Line>
      <StatusChip {...stateLook[plan.state]} label={t(`state.${plan.state}`)} />
      <span>{t(`mode.${plan.mode}`)}</span>
      <span aria-hidden>·</span>
      <span>
        {t('title')} <Mono>{shortId(plan)}</Mono>
        <CopyButton text={plan.hash ?? plan.id} label={t('copyId')} />
      </span>
      <span aria-hidden>·</span>
      <span>{t('made', { when: moment(plan.createdAt), who: legible(plan.createdBy.name) })}</span>
      <span aria-hidden>·</span>
      <b>{t(`stateSays.${plan.state}`, { when, who })}</b>
    </Line>
  );
}
