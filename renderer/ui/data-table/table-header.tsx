import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DragEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Sort } from './column.ts';
import { Tick } from './tick.tsx';
import type { ColumnLayout } from './column-layout.ts';
import { placed, withWidth, withoutWidth } from './column-layout.ts';

interface HeaderProps<Row> {
  columns: readonly Column<Row>[];
  layout: ColumnLayout;
  onLayoutChange: (layout: ColumnLayout) => void;
  sort: Sort | undefined;
  onSort: ((column: string) => void) | undefined;
  /** Undefined when rows cannot be selected. */
  ticked: 'none' | 'some' | 'all' | undefined;
  onTick: () => void;
  activeColumn: number | undefined;
  cellIdPrefix: string;
}

const dragType = 'text/x-quarterdeck-column';

/** The edge of a column: dragged to resize, pressed twice to give the column its own width back. */
function ColumnEdge({ column, onResize, onReset }: { column: { id: string; header: string }; onResize: (width: number) => void; onReset: () => void }) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const [dragged, setDragged] = useState(false);
  const begin = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? 0 };
    setDragged(true);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (start.current) onResize(start.current.width + event.clientX - start.current.x);
  };
  const end = () => {
    start.current = undefined;
    setDragged(false);
  };
  return (
    <span
      className={dragged ? 'table-edge is-dragged' : 'table-edge'}
      aria-hidden
      draggable={false}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={onReset}
      data-column-edge={column.id}
    />
  );
}

interface HeadingProps<Row> extends Omit<HeaderProps<Row>, 'ticked' | 'onTick' | 'columns' | 'activeColumn'> {
  column: Column<Row>;
  position: number;
  colIndex: number;
  active: boolean;
}

function Heading<Row>({ column, position, colIndex, active, layout, onLayoutChange, sort, onSort, cellIdPrefix }: HeadingProps<Row>) {
  const { t } = useTranslation('ui');
  const [side, setSide] = useState<'before' | 'after' | undefined>(undefined);
  const sorted = sort?.column === column.id ? sort.direction : undefined;
  const sideOf = (event: DragEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return event.clientX < box.left + box.width / 2 ? ('before' as const) : ('after' as const);
  };
  const over = (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    setSide(sideOf(event));
  };
  const drop = (event: DragEvent<HTMLElement>) => {
    const dropped = event.dataTransfer.getData(dragType);
    setSide(undefined);
    if (dropped && layout.order.includes(dropped)) onLayoutChange(placed(layout, dropped, column.id, sideOf(event)));
  };
  const classes = ['table-cell table-heading', column.align === 'end' && 'at-end', position === 0 && 'table-first', active && 'is-active', side && `is-drop-${side}`];
  const Arrow = sorted === 'descending' ? ArrowDown : ArrowUp;
  return (
    <div
      id={active ? `${cellIdPrefix}-heading-${column.id}` : undefined}
      role="columnheader"
      aria-colindex={colIndex}
      aria-sort={column.sortable ? (sorted ?? 'none') : undefined}
      className={classes.filter(Boolean).join(' ')}
      draggable
      onDragStart={(event) => { event.dataTransfer.setData(dragType, column.id); }}
      onDragOver={over}
      onDragLeave={() => { setSide(undefined); }}
      onDrop={drop}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className="table-sort"
          tabIndex={-1}
          onClick={() => { onSort(column.id); }}
          title={sorted ? `${column.header}, ${t(sorted === 'ascending' ? 'table.sortedAscending' : 'table.sortedDescending')}` : column.header}
        >
          <span>{column.header}</span>
          {sorted && <Arrow aria-hidden />}
        </button>
      ) : (
        <span title={column.header}>{column.header}</span>
      )}
      <ColumnEdge
        column={column}
        onResize={(width) => { onLayoutChange(withWidth(layout, column.id, width)); }}
        onReset={() => { onLayoutChange(withoutWidth(layout, column.id)); }}
      />
    </div>
  );
}

/** The headings: sorting, resizing, reordering, and the tick for all loaded rows. */
export function TableHeader<Row>({ columns, ticked, onTick, activeColumn, ...rest }: HeaderProps<Row>) {
  const { t } = useTranslation('ui');
  const shift = ticked === undefined ? 1 : 2;
  return (
    <div role="rowgroup" className="table-header">
      <div role="row" className="table-row" aria-rowindex={1}>
        {ticked !== undefined && (
          <div role="columnheader" aria-colindex={1} className="table-cell table-tick" aria-label={t('table.selection')}>
            <Tick checked={ticked === 'all'} indeterminate={ticked === 'some'} label={t('table.selectAllLoaded')} onChange={onTick} />
          </div>
        )}
        {columns.map((column, position) => (
          <Heading
            key={column.id}
            column={column}
            position={position}
            colIndex={position + shift}
            active={activeColumn === position}
            {...rest}
          />
        ))}
      </div>
    </div>
  );
}
