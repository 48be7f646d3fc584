import { styled } from '@mui/material/styles';
import { Armchair, UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useFormats } from '../../i18n/format.ts';
import { ProportionsBar } from '../../ui/figures/proportions-bar.tsx';
import { legible } from '../../ui/text/legible.ts';
import { radii, typeSizes } from '../../ui/theme/tokens.ts';
import { partsOf } from './plan-summary.ts';

const Box = styled('section')(({ theme }) => ({
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  borderRadius: radii.card,
  backgroundColor: theme.vars.palette.surface.content,
  overflow: 'hidden',
  flexShrink: 0,
  '& > .summary-main': { display: 'flex', flexWrap: 'wrap', gap: '4px 20px', padding: '12px 16px' },
  '& .summary-rows': { fontVariantNumeric: 'tabular-nums', color: theme.vars.palette.text.secondary },
  '& .summary-figure': { display: 'block', color: theme.vars.palette.text.primary, fontSize: typeSizes.figure, fontWeight: 600, letterSpacing: '-0.02em', lineHeight: '30px' },
  '& .summary-picture': { flex: '1 1 320px', minWidth: 0, paddingTop: 4 },
}));

const Lines = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '6px 0 0',
  padding: 0,
  display: 'flex',
  flexWrap: 'wrap',
  gap: '4px 24px',
  fontVariantNumeric: 'tabular-nums',
  '& li': { display: 'flex', alignItems: 'flex-start', gap: 6, minWidth: 0, overflowWrap: 'anywhere' },
  '& svg': { width: 14, height: 14, margin: '3px 0', flexShrink: 0, color: theme.vars.palette.text.secondary },
  '& .is-held': { color: theme.vars.palette.meaning.held.text, '& svg': { color: 'inherit' } },
}));

/** L5: licences now and after, with invitations, and who falls to free access. */
function SeatsLines({ seats }: { seats: NonNullable<Plan['seats']> }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const { now, after, capacity } = seats;
  const line = capacity === null ? t('seats.lineUnlimited', { now, after }) : t('seats.line', { now, after, capacity });
  const full = capacity !== null && seats.afterInvitations > capacity;
  const names = formats.list(seats.falling.map(legible));
  const more = seats.fallingCount > seats.falling.length;
  return (
    <>
      <li className={full ? 'is-held' : undefined}>
        <Armchair aria-hidden />
        <span>{line}{seats.afterInvitations !== after && ` ${t('seats.invitations', { count: seats.afterInvitations })}`}</span>
      </li>
      {seats.fallingCount > 0 && (
        <li className="is-held">
          <UserRoundX aria-hidden />
          <span>{more ? t('seats.fallingMore', { count: seats.fallingCount, names }) : t('seats.falling', { count: seats.fallingCount, names })}</span>
        </li>
      )}
    </>
  );
}

/** What the whole plan comes to: the rows as a picture, the hold, the seats. */
export function PlanSummaryCard({ plan, held }: { plan: Plan; held: ReactNode }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const unit = plan.mode === 'bulk' || plan.mode === 'undo' ? 'people' : 'rows';
  const caption = t(unit, { count: plan.counts.rows });
  const word = caption.replace(formats.number(plan.counts.rows), '').trim();
  const parts = partsOf(plan).map((part) => ({ meaning: part.meaning, label: t(`part.${part.name}`), count: part.count }));
  return (
    <Box aria-label={caption}>
      <div className="summary-main">
        <div className="summary-rows"><span className="summary-figure">{formats.number(plan.counts.rows)}</span> {word}</div>
        <div className="summary-picture">
          <ProportionsBar caption={caption} parts={parts} />
          {plan.seats && <Lines><SeatsLines seats={plan.seats} /></Lines>}
        </div>
      </div>
      {held}
    </Box>
  );
}
