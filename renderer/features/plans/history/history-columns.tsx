import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useFormats } from '../../../i18n/format.ts';
import type { Column } from '../../../ui/data-table/column.ts';
import { StatusChip } from '../../../ui/status/status-chip.tsx';
import { RelativeTime } from '../../../ui/text/relative-time.tsx';
import { Truncated } from '../../../ui/text/truncated.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';
import { stateLook } from '../plan-state-look.ts';
import { changesOf } from '../plan-summary.ts';
import { CountsBar, countedParts } from './counts-bar.tsx';
import { PlanActions } from './plan-actions.tsx';

const Title = styled('span')(({ theme }) => ({
  display: 'flex',
  alignItems: 'baseline',
  gap: 8,
  minWidth: 0,
  '& > bdi': { fontWeight: 500 },
  '& > span': { flexShrink: 0, color: theme.vars.palette.text.secondary, fontSize: typeSizes.small },
}));

/** The columns of the History (M20). */
export function useHistoryColumns(): readonly Column<Plan>[] {
  const { t } = useTranslation(['history', 'plans']);
  const formats = useFormats();
  return useMemo(
    (): Column<Plan>[] => [
      {
        id: 'title',
        header: t('history:columns.title'),
        width: 220,
        render: (plan) => <Title><Truncated>{plan.title}</Truncated><span>{t(`plans:mode.${plan.mode}`)}</span></Title>,
        text: (plan) => plan.title,
      },
      {
        id: 'state',
        header: t('history:columns.state'),
        width: 124,
        render: (plan) => <StatusChip {...stateLook[plan.state]} label={t(`plans:state.${plan.state}`)} />,
        text: (plan) => t(`plans:state.${plan.state}`),
      },
      {
        id: 'counts',
        header: t('history:columns.counts'),
        width: 238,
        render: (plan) => <CountsBar counts={plan.counts} />,
        text: (plan) => countedParts(plan.counts).map((part) => `${String(part.count)} ${t(`history:counted.${part.name}`)}`).join(', ') || String(changesOf(plan.counts)),
      },
      { id: 'rows', header: t('history:columns.rows'), width: 78, align: 'end', render: (plan) => formats.number(plan.counts.rows), text: (plan) => String(plan.counts.rows) },
      { id: 'made', header: t('history:columns.made'), width: 116, render: (plan) => <RelativeTime time={plan.createdAt} />, text: (plan) => plan.createdAt },
      { id: 'by', header: t('history:columns.by'), width: 134, render: (plan) => <Truncated>{plan.createdBy.name}</Truncated>, text: (plan) => plan.createdBy.name },
      {
        id: 'applied',
        header: t('history:columns.applied'),
        width: 130,
        hiddenAtFirst: true,
        render: (plan) => (plan.appliedAt === null ? '' : <RelativeTime time={plan.appliedAt} />),
        text: (plan) => plan.appliedAt ?? '',
      },
      { id: 'hash', header: t('history:hash'), width: 200, hiddenAtFirst: true, render: (plan) => <Truncated>{plan.files[0]?.sha256 ?? ''}</Truncated>, text: (plan) => plan.files[0]?.sha256 ?? '' },
      { id: 'actions', header: t('history:columns.actions'), width: 72, render: (plan) => <PlanActions plan={plan} />, text: () => '' },
    ],
    [t, formats],
  );
}
