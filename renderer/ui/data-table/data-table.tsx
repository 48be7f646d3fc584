import Button from '@mui/material/Button';
import { useCallback, useEffect, useId, useMemo, useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClipboard } from '../text/clipboard.tsx';
import { useDensity } from '../theme/density.tsx';
import { useToasts } from '../toast/toasts.tsx';
import { nextSort } from './column.ts';
import type { Column, RowSource, Sort } from './column.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { gridTemplate, neededWidth, shownColumns } from './column-layout.ts';
import { copiedText } from './copied-text.ts';
import { useColumnLayout } from './layout-memory.tsx';
import { isSelected, nothingSelected, withRows } from './selection.ts';
import type { Selection } from './selection.ts';
import { Foot } from './table-foot.tsx';
import type { BulkActions } from './table-foot.tsx';
import { TableHeader } from './table-header.tsx';
import { TableBody } from './table-body.tsx';
import type { BodyControl } from './table-body.tsx';
import { headerHeight, Notice, Scroller, TableBar, TableRoot } from './table-styles.ts';
import { useTableInteraction } from './use-table-interaction.ts';

export interface DataTableProps<Row> {
  /** Under which the person's columns are remembered. */
  id: string;
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  source: RowSource<Row>;
  rowId: (row: Row) => string;
  sort?: Sort | undefined;
  onSortChange?: (sort: Sort) => void;
  /** Given together, rows can be selected. */
  selection?: Selection;
  onSelectionChange?: (selection: Selection) => void;
  /** What stands in the bar below while something is selected. */
  bulkActions?: BulkActions;
  /** Enter or a click on a row. */
  onOpen?: (row: Row) => void;
  /** The row whose record is open beside the table. */
  openId?: string | undefined;
  /** Search and filters, to the left of the column button. */
  toolbar?: ReactNode;
  /** Shown when nothing matches: one sentence and its button. */
  empty: ReactNode;
  /** Shown when the first page could not be read. */
  errorState: ReactNode;
  /** News about the list: "3 changes · show". The list itself does not move (C6). */
  notice?: { count: number; onShow: () => void } | undefined;
  /** Changes when search, filters or sort change: the table then starts at its top. */
  question: string;
}

function ChangesNotice({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('ui');
  return (
    <Notice role="status">
      <span>{t('table.changes', { count })}</span>
      <Button size="small" variant="text" color="primary" onClick={onShow}>{t('show')}</Button>
    </Notice>
  );
}

/**
 * A table over a list of any length on the server: sorting, column arrangement, range selection, keyboard,
 * copying, continuous paging, and every state of waiting, emptiness and failure (C10, U14).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, source, rowId, sort, onSortChange, onSelectionChange, question } = props;
  const { t } = useTranslation('ui');
  const { rowHeight } = useDensity();
  const copy = useClipboard();
  const toasts = useToasts();
  const cellIdPrefix = useId();
  const [layout, setLayout] = useColumnLayout(props.id, columns);
  const shown = useMemo(() => shownColumns(layout, columns), [layout, columns]);
  const selection = props.selection ?? nothingSelected;
  const selectable = onSelectionChange !== undefined;
  const ids = useMemo(() => source.rows.map(rowId), [source.rows, rowId]);
  const places = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  const indexOf = useCallback((id: string) => places.get(id) ?? -1, [places]);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<BodyControl>(null);
  useEffect(() => { scroller.current?.scrollTo({ top: 0 }); }, [question]);
  const onSort = onSortChange && ((column: string) => { onSortChange(nextSort(sort, column)); });
  const { cursor, onClick, onKeyDown, onFocus } = useTableInteraction<Row>({
    rows: source.rows,
    ids,
    indexOf,
    columns: shown,
    pageRows: Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight),
    layout,
    onLayoutChange: setLayout,
    selection,
    onSelectionChange,
    onOpen: props.onOpen,
    onSort,
    onCopy: (rows) => {
      if (rows.length === 0) return;
      void copy(copiedText(shown, rows)).then(() => { toasts.show({ text: t('table.copied', { count: rows.length }) }); });
    },
    scrollTo: (index) => { body.current?.scrollToIndex(index); },
  });
  const tickedLoaded = useMemo(() => ids.reduce((sum, id) => sum + (isSelected(selection, id) ? 1 : 0), 0), [ids, selection]);
  const ticked = !selectable ? undefined : tickedLoaded === 0 ? 'none' : tickedLoaded === ids.length ? 'all' : 'some';
  const activeHeading = cursor.rowId === null ? cursor.column : undefined;
  const activeColumn = shown[cursor.column];
  const activeIndex = cursor.rowId === null ? -1 : indexOf(cursor.rowId);
  const activeIsDrawn = cursor.rowId === null || activeIndex >= 0;
  const total = source.hasMore ? (source.totalIsEstimate ? undefined : source.total) : source.rows.length;
  const hasRows = source.rows.length > 0 || source.status === 'loading';

  return (
    <TableRoot>
      <TableBar>
        <div className="table-bar-main">{props.toolbar}</div>
        <ColumnChooser columns={columns} layout={layout} onLayoutChange={setLayout} />
      </TableBar>
      {source.status === 'error' ? props.errorState : !hasRows ? props.empty : (
        <TableFrame notice={props.notice}>
          <Scroller
            ref={scroller}
            role="grid"
            tabIndex={0}
            aria-label={props.label}
            aria-describedby={`${cellIdPrefix}-keys`}
            aria-rowcount={total === undefined ? -1 : total + 1}
            aria-colcount={shown.length + (selectable ? 1 : 0)}
            aria-multiselectable={selectable}
            aria-busy={source.status === 'loading' || source.stale}
            aria-activedescendant={activeColumn && activeIsDrawn ? `${cellIdPrefix}-${cursor.rowId ?? 'heading'}-${activeColumn.id}` : undefined}
            className={source.stale ? 'is-stale' : ''}
            style={{ '--tracks': gridTemplate(layout, shown, selectable), '--width': `${String(neededWidth(layout, shown, selectable))}px`, '--row': `${String(rowHeight)}px` } as CSSProperties}
            onClick={onClick}
            onKeyDown={onKeyDown}
            onFocus={onFocus}
          >
            <TableHeader
              columns={shown}
              layout={layout}
              onLayoutChange={setLayout}
              sort={sort}
              onSort={onSort}
              ticked={ticked}
              onTick={() => onSelectionChange?.(withRows(selection, ids, ticked !== 'all'))}
              activeColumn={activeHeading}
              cellIdPrefix={cellIdPrefix}
            />
            <TableBody
              source={source}
              ids={ids}
              activeIndex={activeIndex}
              cursor={cursor}
              columns={shown}
              rowHeight={rowHeight}
              cellIdPrefix={cellIdPrefix}
              selection={selection}
              selectable={selectable}
              opens={props.onOpen !== undefined}
              openId={props.openId}
              scroller={scroller}
              control={body}
            />
          </Scroller>
          <span id={`${cellIdPrefix}-keys`} hidden>{t('table.keys')}</span>
        </TableFrame>
      )}
      {source.status !== 'error' && <Foot source={source} selection={selection} onSelectionChange={onSelectionChange} bulkActions={props.bulkActions} />}
    </TableRoot>
  );
}

/** The place of the table and of the news floating over it. */
function TableFrame({ notice, children }: { notice: DataTableProps<never>['notice']; children: ReactNode }) {
  return (
    <div className="table-frame">
      {children}
      {notice && notice.count > 0 && <ChangesNotice count={notice.count} onShow={notice.onShow} />}
    </div>
  );
}
