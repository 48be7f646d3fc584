import type { ReactNode } from 'react';

/** One column of a table. `id` is also the name under which the server sorts. */
export interface Column<Row> {
  id: string;
  /** The heading, translated. */
  header: string;
  /** px at first; the person's own width is remembered. */
  width: number;
  /** Numbers stand at the end, with tabular figures. */
  align?: 'start' | 'end';
  /** Whether the heading sorts (U14: every shown column that can). */
  sortable?: boolean;
  /** Left out until the person asks for it. */
  hiddenAtFirst?: boolean;
  /** What stands in the cell. Shown text from a server goes through `Truncated`. */
  render: (row: Row) => ReactNode;
  /** The cell as text, for copying. */
  text: (row: Row) => string;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

/** Pressing a heading: ascending, then descending, then ascending again. */
export function nextSort(sort: Sort | undefined, column: string): Sort {
  const descends = sort?.column === column && sort.direction === 'ascending';
  return { column, direction: descends ? 'descending' : 'ascending' };
}

/**
 * Where a table's rows come from: pages fetched one after another as the person scrolls. The rows of the
 * former question stay while the next answer is on its way (`stale`). `useOperationPages` makes one.
 */
export interface RowSource<Row> {
  rows: readonly Row[];
  status: 'loading' | 'error' | 'ready';
  stale: boolean;
  /** All matching rows on the server, if known. */
  total: number | undefined;
  totalIsEstimate: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  moreFailed: boolean;
  loadMore: () => void;
  /** ISO 8601; given while offline, so that the table says how old its rows are (C5). */
  readAt: string | undefined;
}
