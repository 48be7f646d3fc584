import Skeleton from '@mui/material/Skeleton';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import type { Column } from './column.ts';
import { Tick } from './tick.tsx';

interface RowProps<Row> {
  row: Row;
  id: string;
  index: number;
  /** px from the top of the body. */
  offset: number;
  columns: readonly Column<Row>[];
  cellIdPrefix: string;
  selectable: boolean;
  selected: boolean;
  open: boolean;
  /** The column the keyboard is on, when it is on this row. */
  activeColumn: number | undefined;
  t: TFunction<'ui'>;
}

/** The class names of a cell. */
function cellClass(align: 'start' | 'end' | undefined, first: boolean, active: boolean): string {
  return `table-cell${align === 'end' ? ' at-end' : ''}${first ? ' table-first' : ''}${active ? ' is-active' : ''}`;
}

function PlainTableRow<Row>(props: RowProps<Row>) {
  const { row, index, columns, selected, open, activeColumn, t } = props;
  const shift = props.selectable ? 2 : 1;
  return (
    <div
      role="row"
      className={`table-row${open ? ' is-open' : ''}${activeColumn === undefined ? '' : ' is-active'}`}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={props.selectable ? selected : undefined}
      style={{ transform: `translateY(${String(props.offset)}px)` }}
    >
      {props.selectable && (
        <div role="gridcell" className="table-cell table-tick" aria-colindex={1} data-tick>
          <Tick checked={selected} label={t('table.selectRow', { name: columns[0]?.text(row) ?? props.id })} />
        </div>
      )}
      {columns.map((column, position) => (
        <div
          key={column.id}
          id={activeColumn === position ? `${props.cellIdPrefix}-${props.id}-${column.id}` : undefined}
          role="gridcell"
          aria-colindex={position + shift}
          className={cellClass(column.align, position === 0, activeColumn === position)}
        >
          {column.render(row)}
        </div>
      ))}
    </div>
  );
}

/** One row; drawn again only when something about it changed. */
export const TableRow = memo(PlainTableRow) as typeof PlainTableRow;

const widths = ['72%', '48%', '60%', '40%', '55%'];

/** The shape of a row that is on its way. */
export function SkeletonRow({ columns, offset, selectable, seed }: { columns: number; offset: number; selectable: boolean; seed: number }) {
  return (
    <div className="table-row" aria-hidden style={{ transform: `translateY(${String(offset)}px)` }}>
      {selectable && <div className="table-cell table-tick" />}
      {Array.from({ length: columns }, (_, position) => (
        <div className="table-cell" key={position}>
          <Skeleton width={widths[(position + seed) % widths.length] ?? '50%'} height={10} />
        </div>
      ))}
    </div>
  );
}
