import { styled } from '@mui/material/styles';
import { Ban, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useSession } from '../../api/session.tsx';
import { useFormats } from '../../i18n/format.ts';
import { legible } from '../../ui/text/legible.ts';
import { typeSizes } from '../../ui/theme/tokens.ts';
import type { Meaning } from '../../ui/theme/tokens.ts';
import { otherLosses, phaseOf } from './plan-summary.ts';

const Strip = styled('div', { shouldForwardProp: (name) => name !== 'meaning' })<{ meaning: Meaning }>(({ theme, meaning }) => {
  const colours = theme.vars.palette.meaning[meaning];
  return {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr)',
    gap: 10,
    padding: '8px 16px',
    borderTop: `1px solid ${colours.edge}`,
    backgroundColor: colours.soft,
    fontVariantNumeric: 'tabular-nums',
    '& > svg': { width: 16, height: 16, margin: '2px 0', color: colours.text },
    '& strong': { fontWeight: 600, color: colours.text },
    '& .held-numbers': { fontWeight: 500, fontSize: typeSizes.large },
  };
});

function Notice({ meaning, icon: Icon, children }: { meaning: Meaning; icon: typeof Ban; children: ReactNode }) {
  return <Strip meaning={meaning} role="note"><Icon aria-hidden /><div>{children}</div></Strip>;
}

/** In how many ways people lose something: "30 deactivated, 8 with less rights". */
function useWays(plan: Plan): string {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const { counts } = plan;
  const ways = [
    counts.deactivate > 0 && t('goneWays.deactivate', { count: counts.deactivate }),
    counts.delete > 0 && t('goneWays.delete', { count: counts.delete }),
    counts.makeUnlicensed > 0 && t('goneWays.makeUnlicensed', { count: counts.makeUnlicensed }),
    otherLosses(plan) > 0 && t('goneWays.otherLoss', { count: otherLosses(plan) }),
  ].filter((way) => way !== false);
  return formats.list(ways);
}

function Numbers({ plan, brake, word }: { plan: Plan; brake: NonNullable<Plan['brake']>; word: string }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const ways = useWays(plan);
  const percent = formats.percent(brake.percent / 100);
  const limit = formats.percent(brake.limitPercent / 100);
  const together = formats.percent(brake.percentWithRecent / 100);
  return (
    <div className="held-numbers">
      <strong>{word}.</strong>{' '}
      {ways === '' ? t('held.peoplePlain', { count: brake.people }) : t('held.people', { count: brake.people, ways })}{' '}
      {brake.recentPeople > 0 ? t('held.shareRecent', { percent, together, limit }) : t('held.share', { percent, limit })}{' '}
      {brake.people + brake.recentPeople > brake.limitPeople && t('held.overMaximum', { limit: brake.limitPeople })}
    </div>
  );
}

/** Who has to agree, or has agreed (M14). */
function Approval({ plan }: { plan: Plan }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const session = useSession();
  const approval = plan.approvals[0];
  if (approval) return <div>{t('held.approvedBy', { who: legible(approval.by.name), when: formats.dateTime(approval.at) })} {t('held.released')}</div>;
  if (!plan.brake?.needsApproval) return <div>{t('held.released')}</div>;
  return <div>{plan.createdBy.id === session.user.id ? `${t('held.makerWaits')} ${t('held.waiting')}` : t('held.needsApproval')}</div>;
}

/** M14: why the plan waits, in numbers and words; and M13: who is left alone because of problems. */
export function HeldNotice({ plan }: { plan: Plan }) {
  const { t } = useTranslation('plans');
  const open = phaseOf(plan) === 'open';
  const { brake } = plan;
  const approved = plan.approvals.length > 0;
  return (
    <>
      {open && brake?.held && (
        <Notice meaning={approved ? 'new' : 'held'} icon={approved ? ShieldCheck : TriangleAlert}>
          <Numbers plan={plan} brake={brake} word={approved ? t('state.approved') : t('held.title')} />
          <Approval plan={plan} />
        </Notice>
      )}
      {open && plan.counts.blockedAbsent > 0 && (
        <Notice meaning="held" icon={Ban}>{t('blocked', { count: plan.counts.blockedAbsent })}</Notice>
      )}
    </>
  );
}
