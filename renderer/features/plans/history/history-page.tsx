import Button from '@mui/material/Button';
import { FileInput, FileSearch, History } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { planMode, planState } from '#shared/schemas/plans.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { OperationFailure } from '../../../api/operation-failure.tsx';
import { FileFailure } from '../../../api/file-failure.tsx';
import { usePermission } from '../../../api/session.tsx';
import { useOperationPages } from '../../../api/use-operation-pages.ts';
import { DataTable } from '../../../ui/data-table/data-table.tsx';
import { FilterBar, FilterMenu } from '../../../ui/filters/filter-menu.tsx';
import { SearchBox } from '../../../ui/filters/search-box.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { EmptyState } from '../../../ui/states/empty-state.tsx';
import { choicesInUrl, textInUrl, useUrlState } from '../../../ui/url-state.ts';
import { useHistoryColumns } from './history-columns.tsx';
import { useOpenPlanFile } from './use-open-plan-file.ts';

const view = { q: textInUrl(), state: choicesInUrl(planState.options), mode: choicesInUrl(planMode.options) };
const rowId = (plan: Plan): string => plan.id;

/** Every plan, newest first: found by file, title or person, filtered by state and kind (M20). */
export function HistoryPage() {
  const { t } = useTranslation(['history', 'plans']);
  const navigate = useNavigate();
  const [{ q, state, mode }, setView] = useUrlState(view);
  const mayPlan = usePermission('imports:member');
  const columns = useHistoryColumns();
  const planFile = useOpenPlanFile();
  const source = useOperationPages('plans.list', {
    ...(q !== '' && { q }),
    ...(state.length > 0 && { state: [...state] }),
    ...(mode.length > 0 && { mode: [...mode] }),
  });
  const search = useCallback((text: string) => { setView({ q: text }); }, [setView]);
  const filtered = q !== '' || state.length > 0 || mode.length > 0;
  const clear = () => { setView({ q: '', state: [], mode: [] }); };
  const toImport = <Button component={Link} to="/import" startIcon={<FileInput aria-hidden />}>{t('history:import')}</Button>;
  const empty = filtered
    ? <EmptyState icon={FileSearch} text={t('history:noMatch')} action={<Button onClick={clear}>{t('history:clear')}</Button>} />
    : <EmptyState icon={History} text={t('history:empty')} action={mayPlan && toImport} />;
  return (
    <Page title={t('history:title')} filled actions={mayPlan && <><Button loading={planFile.busy} onClick={planFile.choose}>{t('history:openPlan')}</Button>{toImport}</>}>
      {planFile.error && <div style={{ marginBottom: 12 }}><FileFailure error={planFile.error} title={t('history:openFailed')} /></div>}
      <DataTable
        id="plans"
        label={t('history:list')}
        columns={columns}
        source={source}
        rowId={rowId}
        question={source.question}
        notice={source.notice}
        onOpen={(plan) => void navigate(`/plans/${plan.id}`)}
        toolbar={
          <FilterBar onClear={filtered ? clear : undefined}>
            <SearchBox value={q} onChange={search} placeholder={t('history:search')} />
            <FilterMenu
              label={t('history:filter.state')}
              options={planState.options.map((value) => ({ value, label: t(`plans:state.${value}`) }))}
              value={state}
              onChange={(value) => { setView({ state: planState.options.filter((one) => value.includes(one)) }); }}
            />
            <FilterMenu
              label={t('history:filter.mode')}
              options={planMode.options.map((value) => ({ value, label: t(`plans:mode.${value}`) }))}
              value={mode}
              onChange={(value) => { setView({ mode: planMode.options.filter((one) => value.includes(one)) }); }}
            />
          </FilterBar>
        }
        empty={empty}
        errorState={<OperationFailure error={source.error} onRetry={source.reload} />}
      />
    </Page>
  );
}
