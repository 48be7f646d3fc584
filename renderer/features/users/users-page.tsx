import Button from '@mui/material/Button';
import { Download, FileInput, SearchX, UserPlus, UsersRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { User } from '#shared/schemas/users.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { OperationFailure } from '../../api/operation-failure.tsx';
import { usePolicy } from '../../api/native-state.tsx';
import { usePermission } from '../../api/session.tsx';
import { useOperationPages } from '../../api/use-operation-pages.ts';
import type { OperationPages } from '../../api/use-operation-pages.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { nothingSelected } from '../../ui/data-table/selection.ts';
import type { Selection } from '../../ui/data-table/selection.ts';
import { Page } from '../../ui/page/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { useUrlState } from '../../ui/url-state.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ExportDialog, usersTable } from './export-dialog.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';
import { UserDrawer } from './record/user-drawer.tsx';
import { useUsersColumns } from './users-columns.tsx';
import { UsersFilters } from './users-filters.tsx';
import { filterOf, isFiltered, noFilters, sortOf, sortText, usersView } from './users-view.ts';

const rowId = (user: User): string => user.id;

interface HeaderActionsProps {
  onExport: () => void;
  onNew: () => void;
}

function HeaderActions({ onExport, onNew }: HeaderActionsProps) {
  const { t } = useTranslation('users');
  const online = useOnline();
  const { exports } = usePolicy();
  const mayImport = usePermission('imports:member');
  const mayCreate = usePermission('users:member');
  return (
    <>
      {mayImport && <Button component={Link} to="/import" startIcon={<FileInput aria-hidden />}>{t('import')}</Button>}
      {exports && <Button startIcon={<Download aria-hidden />} disabled={!online} onClick={onExport}>{t('export')}</Button>}
      {mayCreate && <Button variant="contained" color="primary" startIcon={<UserPlus aria-hidden />} disabled={!online} title={online ? undefined : t('offline')} onClick={onNew}>{t('newUser')}</Button>}
    </>
  );
}

function EmptyUsers({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation('users');
  const mayImport = usePermission('imports:member');
  if (filtered) return <EmptyState icon={SearchX} text={t('noMatch')} action={<Button onClick={onClear}>{t('clear')}</Button>} />;
  return <EmptyState icon={UsersRound} text={t('empty')} action={mayImport && <Button component={Link} to="/import">{t('import')}</Button>} />;
}

/** The record before and after the open one, among those loaded. */
function neighbours(source: OperationPages<User>, id: string): { previous: string | undefined; next: string | undefined } {
  const place = source.rows.findIndex((user) => user.id === id);
  return place < 0 ? { previous: undefined, next: undefined } : { previous: source.rows[place - 1]?.id, next: source.rows[place + 1]?.id };
}

/** The people of the installation: found, filtered, sorted and changed together or one by one (U13, U14, C10, C11). */
export function UsersPage() {
  const { t } = useTranslation('users');
  const [view, setView] = useUrlState(usersView);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [exporting, setExporting] = useState(false);
  const mayPlan = usePermission('imports:member');
  const columns = useUsersColumns();
  const filter = filterOf(view);
  const filtered = isFiltered(view);
  const source = useOperationPages('users.list', { ...filter, sort: view.sort });
  const change = useCallback((changed: Partial<typeof view>) => {
    // Another question has other answers: what was selected among the former ones is let go.
    setSelection(nothingSelected);
    setView(changed);
  }, [setView]);
  const open = (id: string | undefined) => { setView({ record: id }, { push: view.record === undefined || id === undefined }); };
  const { record } = view;
  const { previous, next } = record === undefined ? { previous: undefined, next: undefined } : neighbours(source, record);
  return (
    <Page title={t('title')} filled actions={<HeaderActions onExport={() => { setExporting(true); }} onNew={() => { setView({ new: 'person' }); }} />}>
      <DataTable
        id={usersTable}
        label={t('list')}
        columns={columns}
        source={source}
        rowId={rowId}
        question={source.question}
        notice={source.notice}
        sort={sortOf(view.sort)}
        onSortChange={(sort) => { setView({ sort: sortText(sort) ?? 'name' }); }}
        onOpen={(user) => { open(user.id); }}
        openId={record}
        toolbar={<UsersFilters view={view} onChange={change} />}
        empty={<EmptyUsers filtered={filtered} onClear={() => { change(noFilters); }} />}
        errorState={<OperationFailure error={source.error} onRetry={source.reload} />}
        {...(mayPlan && {
          selection,
          onSelectionChange: setSelection,
          bulkActions: (chosen: Selection, count: number | undefined) => <BulkBar selection={chosen} count={source.totalIsEstimate && chosen.kind === 'matching' ? undefined : count} filter={filter} />,
        })}
      />
      {record !== undefined && (
        <UserDrawer
          id={record}
          tab={view.tab}
          onTabChange={(tab) => { setView({ tab }); }}
          onClose={() => { open(undefined); }}
          onPrevious={previous === undefined ? undefined : () => { open(previous); }}
          onNext={next === undefined ? undefined : () => { open(next); }}
        />
      )}
      {exporting && <ExportDialog filter={filter} filtered={filtered} matching={source.total} sort={view.sort} onClose={() => { setExporting(false); }} />}
      {view.new !== undefined && <NewUserDialog onClose={() => { setView({ new: undefined }); }} onOpen={(id) => { setView({ new: undefined, record: id }); }} />}
    </Page>
  );
}
