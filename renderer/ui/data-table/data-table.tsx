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
import type { ColumnLayout } from './column-layout.ts';
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

/** How many of the loaded rows are ticked. */
function useTicked(ids: readonly string[], selection: Selection): 'none' | 'some' | 'all' {
  const ticked = useMemo(() => ids.reduce((sum, id) => sum + (isSelected(selection, id) ? 1 : 0), 0), [ids, selection]);
  return ticked === 0 ? 'none' : ticked === ids.length ? 'all' : 'some';
}

/** The ids of the loaded rows in their order, and the way back from an id to its place; -1 when it is not loaded. */
function useIds<Row>(rows: readonly Row[], rowId: (row: Row) => string) {
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const places = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  const indexOf = useCallback((id: string) => places.get(id) ?? -1, [places]);
  return { ids, indexOf };
}

/** Puts rows on the clipboard as text and says how many. */
function useCopyRows<Row>(columns: readonly Column<Row>[]): (rows: readonly Row[]) => void {
  const { t } = useTranslation('ui');
  const copy = useClipboard();
  const toasts = useToasts();
  return (rows) => {
    if (rows.length === 0) return;
    void copy(copiedText(columns, rows)).then(() => { toasts.show({ text: t('table.copied', { count: rows.length }) }); });
  };
}

interface GridProps<Row> extends DataTableProps<Row> {
  shown: readonly Column<Row>[];
  layout: ColumnLayout;
  onLayoutChange: (layout: ColumnLayout) => void;
  selection: Selection;
}

/** What assistive technology is told about the whole grid: its true size, not the drawn part. */
function ariaOf<Row>({ label, source, shown, onSelectionChange }: GridProps<Row>) {
  const selectable = onSelectionChange !== undefined;
  const total = source.hasMore ? (source.totalIsEstimate ? undefined : source.total) : source.rows.length;
  return {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': total === undefined ? -1 : total + 1,
    'aria-colcount': shown.length + (selectable ? 1 : 0),
    'aria-multiselectable': selectable,
    'aria-busy': source.status === 'loading' || source.stale,
  };
}

function Grid<Row>(props: GridProps<Row>) {
  const { source, shown, layout, onLayoutChange, selection, onSelectionChange, sort, onSortChange, question } = props;
  const { t } = useTranslation('ui');
  const { rowHeight } = useDensity();
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<BodyControl>(null);
  useEffect(() => { scroller.current?.scrollTo({ top: 0 }); }, [question]);
  const { ids, indexOf } = useIds(source.rows, props.rowId);
  const ticked = useTicked(ids, selection);
  const onCopy = useCopyRows(shown);
  const onSort = onSortChange && ((column: string) => { onSortChange(nextSort(sort, column)); });
  const selectable = onSelectionChange !== undefined;
  const pageRows = () => Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight);
  const scrollTo = (index: number) => { body.current?.scrollToIndex(index); };
  const { cursor, ...reactions } = useTableInteraction<Row>({ rows: source.rows, ids, indexOf, columns: shown, pageRows, layout, onLayoutChange, selection, onSelectionChange, onOpen: props.onOpen, onSort, onCopy, scrollTo });
  const activeIndex = cursor.rowId === null ? -1 : indexOf(cursor.rowId);
  const activeColumn = cursor.rowId === null || activeIndex >= 0 ? shown[cursor.column] : undefined;
  const style = { '--tracks': gridTemplate(layout, shown, selectable), '--width': `${String(neededWidth(layout, shown, selectable))}px`, '--row': `${String(rowHeight)}px` } as CSSProperties;
  return (
    <div className="table-frame">
      <Scroller
        ref={scroller}
        tabIndex={0}
        {...ariaOf(props)}
        aria-describedby={`${prefix}-keys`}
        aria-activedescendant={activeColumn && `${prefix}-${cursor.rowId ?? 'heading'}-${activeColumn.id}`}
        className={source.stale ? 'is-stale' : ''}
        style={style}
        {...reactions}
      >
        <TableHeader
          columns={shown}
          layout={layout}
          onLayoutChange={onLayoutChange}
          sort={sort}
          onSort={onSort}
          ticked={selectable ? ticked : undefined}
          onTick={() => onSelectionChange?.(withRows(selection, ids, ticked !== 'all'))}
          activeColumn={cursor.rowId === null ? cursor.column : undefined}
          cellIdPrefix={prefix}
        />
        <TableBody source={source} ids={ids} activeIndex={activeIndex} cursor={cursor} columns={shown} rowHeight={rowHeight} cellIdPrefix={prefix} selection={selection} selectable={selectable} opens={props.onOpen !== undefined} openId={props.openId} scroller={scroller} control={body} />
      </Scroller>
      <span id={`${prefix}-keys`} hidden>{t('table.keys')}</span>
      {props.notice && props.notice.count > 0 && <ChangesNotice {...props.notice} />}
    </div>
  );
}

/**
 * A table over a list of any length on the server: sorting, column arrangement, range selection, keyboard,
 * copying, continuous paging, and every state of waiting, emptiness and failure (C10, U14).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, source, selection = nothingSelected, onSelectionChange } = props;
  const [layout, setLayout] = useColumnLayout(props.id, columns);
  const shown = useMemo(() => shownColumns(layout, columns), [layout, columns]);
  const failed = source.status === 'error';
  const hasRows = !failed && (source.rows.length > 0 || source.status === 'loading');
  return (
    <TableRoot>
      <TableBar>
        <div className="table-bar-main">{props.toolbar}</div>
        <ColumnChooser columns={columns} layout={layout} onLayoutChange={setLayout} />
      </TableBar>
      {failed && props.errorState}
      {!failed && !hasRows && props.empty}
      {hasRows && <Grid {...props} shown={shown} layout={layout} onLayoutChange={setLayout} selection={selection} />}
      {hasRows && <Foot source={source} selection={selection} onSelectionChange={onSelectionChange} bulkActions={props.bulkActions} />}
    </TableRoot>
  );
}
