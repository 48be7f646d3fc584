import { styled } from '@mui/material/styles';
import { ListChecks } from 'lucide-react';
import Button from '@mui/material/Button';
import { useCallback, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Plan } from '#shared/schemas/plans.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { useCurrentConnection } from '../../api/native-state.tsx';
import { OperationFailure } from '../../api/operation-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useOperationPages } from '../../api/use-operation-pages.ts';
import { SearchBox } from '../../ui/filters/search-box.tsx';
import { Page } from '../../ui/page/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { LoadingLines } from '../../ui/states/loading.tsx';
import { legible } from '../../ui/text/legible.ts';
import { choiceInUrl, numberInUrl, textInUrl, useUrlState } from '../../ui/url-state.ts';
import { DecisionBar } from './decision-bar.tsx';
import { HeldNotice } from './held-notice.tsx';
import { PlanFailure } from './plan-failure.tsx';
import { PlanHeading } from './plan-heading.tsx';
import { PlanOutcome } from './plan-outcome.tsx';
import { PlanProgress } from './plan-progress.tsx';
import { PlanRowList } from './plan-row-list.tsx';
import { PlanSummaryCard } from './plan-summary-card.tsx';
import { PlanTabs } from './plan-tabs.tsx';
import { ProblemTools } from './problem-tools.tsx';
import { firstTab, phaseOf, tabs } from './plan-summary.ts';
import { UndoNotice } from './undo-notice.tsx';
import { usePlan } from './use-plan.ts';
import { useRowEditing } from './use-row-editing.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, flex: 1, minHeight: 0 });

const RowsPart = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  flex: 1,
  minHeight: 240,
  margin: '0 -24px',
  '& > :first-of-type': { padding: '0 24px' },
  '& .plan-panel': { display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, outline: 'none' },
});

const view = { show: choiceInUrl(tabs, undefined), q: textInUrl(), row: numberInUrl };

/** The rows by tab and search; which row is open stands in the URL too (C11). */
function PlanRows({ plan, frozen }: { plan: Plan; frozen: boolean }) {
  const { t } = useTranslation('plans');
  const listId = useId();
  const online = useOnline();
  const mayPlan = usePermission('imports:member');
  const [{ show, q, row }, setView] = useUrlState(view);
  const tab = show ?? firstTab(plan.counts);
  const source = useOperationPages('plans.rows', { id: plan.id, show: tab, ...(q !== '' && { q }) });
  const editing = useRowEditing(plan.id, mayPlan && online && !frozen && phaseOf(plan) === 'open');
  const search = useCallback((text: string) => { setView({ q: text, row: undefined }); }, [setView]);
  const empty = (
    <EmptyState
      icon={ListChecks}
      text={q === '' ? t(`empty.${tab}`) : t('empty.search', { q: legible(q) })}
      action={q !== '' && <Button onClick={() => { search(''); }}>{t('empty.clearSearch')}</Button>}
    />
  );
  return (
    <RowsPart>
      <PlanTabs plan={plan} open={tab} listId={listId} onChange={(next) => { setView({ show: next, row: undefined }, { push: true }); }}>
        <SearchBox value={q} onChange={search} placeholder={t('search')} />
      </PlanTabs>
      {tab === 'problems' && <ProblemTools plan={plan} allowed={editing.allowed} />}
      <div role="tabpanel" id={listId} aria-labelledby={`${listId}-tab-${tab}`} className="plan-panel">
        {source.status === 'error' ? <OperationFailure error={source.error} onRetry={source.reload} /> : (
          <PlanRowList plan={plan} source={source} editing={editing} openRow={row} onOpenRow={(number) => { setView({ row: number }); }} label={t('list')} empty={empty} />
        )}
      </div>
    </RowsPart>
  );
}

function OpenPlan({ plan }: { plan: Plan }) {
  const phase = phaseOf(plan);
  const working = phase === 'working' || phase === 'applying';
  const mayPlan = usePermission('imports:member');
  const mayUndo = usePermission('imports:admin');
  return (
    <Stack>
      {!working && <PlanFailure plan={plan} mayReplan={mayPlan && phase === 'open'} />}
      <PlanOutcome plan={plan} mayUndo={mayUndo} mayImport={mayPlan} />
      {phase === 'open' && plan.mode === 'undo' && <UndoNotice plan={plan} />}
      {plan.computedAt !== null && <PlanSummaryCard plan={plan} held={<HeldNotice plan={plan} />} />}
      {working && <PlanProgress plan={plan} />}
      {plan.computedAt !== null && <PlanRows plan={plan} frozen={working} />}
      {phase === 'open' && <DecisionBar plan={plan} />}
    </Stack>
  );
}

/** The review of one plan: what would happen, why it waits, and the decision (M11 to M18). */
export function PlanPage() {
  const { t } = useTranslation('plans');
  const { id = '' } = useParams();
  const connection = useCurrentConnection();
  const { data: plan, error, refetch } = usePlan(id);
  if (!plan) {
    return (
      <Page title={t('reading')} filled>
        {error ? <OperationFailure error={error} onRetry={() => void refetch()} /> : <LoadingLines lines={8} />}
      </Page>
    );
  }
  const title = t('fileTo', { file: legible(plan.title), server: legible(connection.name) });
  return (
    <Page title={title} lead={<PlanHeading plan={plan} />} filled>
      <OpenPlan key={plan.id} plan={plan} />
    </Page>
  );
}
