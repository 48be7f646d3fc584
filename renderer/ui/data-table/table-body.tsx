import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle } from 'react';
import type { Ref, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, RowSource } from './column.ts';
import type { GridCursor } from './grid-cursor.ts';
import { isSelected } from './selection.ts';
import type { Selection } from './selection.ts';
import { headerHeight } from './table-styles.ts';
import { SkeletonRow, TableRow } from './table-row.tsx';

/** The next page is asked for when this many rows are left below the screen. */
const rowsAhead = 40;

/** What the table asks of its body. */
export interface BodyControl {
  scrollToIndex: (index: number) => void;
}

interface BodyProps<Row> {
  source: RowSource<Row>;
  ids: readonly string[];
  /** The row where the keyboard is; -1 when it is elsewhere. */
  activeIndex: number;
  cursor: GridCursor;
  columns: readonly Column<Row>[];
  rowHeight: number;
  cellIdPrefix: string;
  selection: Selection;
  selectable: boolean;
  opens: boolean;
  openId: string | undefined;
  scroller: RefObject<HTMLDivElement | null>;
  control: Ref<BodyControl>;
}

/** The rows on screen and a few around, over the loaded pages; asks for the next page in time. Scrolling draws this alone. */
export function TableBody<Row>(props: BodyProps<Row>) {
  const { source, ids, activeIndex, columns, rowHeight, selection, selectable, scroller } = props;
  const { t } = useTranslation('ui');
  const waiting = source.status === 'loading' ? 14 : source.hasMore ? 3 : 0;
  const virtualizer = useVirtualizer({
    count: source.rows.length + waiting,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: headerHeight,
    overscan: 10,
    useFlushSync: false,
    // The row where the keyboard is stays drawn, so that a screen reader never loses it.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      return activeIndex < 0 || indexes.includes(activeIndex) ? indexes : [...indexes, activeIndex].sort((one, other) => one - other);
    },
  });
  useEffect(() => { virtualizer.measure(); }, [rowHeight, virtualizer]);
  useImperativeHandle(props.control, () => ({ scrollToIndex: (index) => { virtualizer.scrollToIndex(index); } }), [virtualizer]);
  const lastShown = virtualizer.range?.endIndex ?? 0;
  const { hasMore, loadingMore, moreFailed, loadMore } = source;
  const loaded = source.rows.length;
  useEffect(() => {
    if (hasMore && !loadingMore && !moreFailed && lastShown >= loaded - rowsAhead) loadMore();
  }, [hasMore, loadingMore, moreFailed, loadMore, lastShown, loaded]);
  return (
    <div role="rowgroup" className={props.opens ? 'table-body opens' : 'table-body'} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = source.rows[item.index];
        const id = ids[item.index];
        if (row === undefined || id === undefined) {
          return <SkeletonRow key={`waiting-${String(item.index)}`} columns={columns.length} offset={item.start} selectable={selectable} seed={item.index} />;
        }
        return (
          <TableRow
            key={id}
            row={row}
            id={id}
            index={item.index}
            offset={item.start}
            columns={columns}
            cellIdPrefix={props.cellIdPrefix}
            selectable={selectable}
            selected={isSelected(selection, id)}
            open={props.openId === id}
            activeColumn={item.index === activeIndex ? props.cursor.column : undefined}
            t={t}
          />
        );
      })}
    </div>
  );
}
