import { useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { Column } from './column.ts';
import type { ColumnLayout } from './column-layout.ts';
import { moved, withWidth } from './column-layout.ts';
import { movedCursor } from './grid-cursor.ts';
import type { GridCursor } from './grid-cursor.ts';
import { idsBetween, isSelected, nothingSelected, toggled, withRows } from './selection.ts';
import type { Selection } from './selection.ts';

export interface InteractionSubject<Row> {
  rows: readonly Row[];
  ids: readonly string[];
  indexOf: (id: string) => number;
  columns: readonly Column<Row>[];
  pageRows: () => number;
  layout: ColumnLayout;
  onLayoutChange: (layout: ColumnLayout) => void;
  selection: Selection;
  onSelectionChange: ((selection: Selection) => void) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  onSort: ((column: string) => void) | undefined;
  onCopy: (rows: readonly Row[]) => void;
  scrollTo: (index: number) => void;
}

const opensItself = 'a, button, input, select, textarea, label, [data-own-click]';

/** One row at a time, ranges from the row where the last one began. */
function useRangeSelection<Row>({ ids, indexOf, selection, onSelectionChange }: InteractionSubject<Row>) {
  const anchor = useRef<string | undefined>(undefined);
  return {
    startAt: (id: string | undefined) => { anchor.current = id; },
    /** Begins a range at this row unless one has begun. */
    startOnceAt: (id: string) => { anchor.current ??= id; },
    extendTo: (id: string) => {
      const from = anchor.current ?? id;
      anchor.current = from;
      onSelectionChange?.(withRows(selection, idsBetween(ids, indexOf(from), indexOf(id)), true));
    },
    toggle: (id: string) => {
      anchor.current = id;
      onSelectionChange?.(toggled(selection, id));
    },
  };
}

/** Keys on a heading: Enter sorts, Shift and an arrow resizes, Alt and an arrow moves. True when the key was one. */
function headingKey<Row>(event: KeyboardEvent, subject: InteractionSubject<Row>, cursor: GridCursor, setCursor: (cursor: GridCursor) => void): boolean {
  const column = subject.columns[cursor.column];
  if (cursor.rowId !== null || !column) return false;
  const side = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
  if (side && event.shiftKey) {
    subject.onLayoutChange(withWidth(subject.layout, column.id, (subject.layout.widths[column.id] ?? column.width) + side * 16));
  } else if (side && event.altKey) {
    subject.onLayoutChange(moved(subject.layout, column.id, side));
    setCursor({ ...cursor, column: Math.min(subject.columns.length - 1, Math.max(0, cursor.column + side)) });
  } else if ((event.key === 'Enter' || event.key === ' ') && column.sortable) {
    subject.onSort?.(column.id);
  } else return false;
  return true;
}

/** The selected rows that are loaded; without any, the row where the keyboard is. */
function chosenRows<Row>(subject: InteractionSubject<Row>, cursor: GridCursor): readonly Row[] {
  const chosen = subject.rows.filter((_, index) => isSelected(subject.selection, subject.ids[index] ?? ''));
  if (chosen.length > 0 || cursor.rowId === null) return chosen;
  const row = subject.rows[subject.indexOf(cursor.rowId)];
  return row ? [row] : [];
}

type RangeSelection = ReturnType<typeof useRangeSelection>;

/** Keys that do something with rows. True when the key was one. */
function actionKey<Row>(event: KeyboardEvent, subject: InteractionSubject<Row>, cursor: GridCursor, range: RangeSelection): boolean {
  const { onSelectionChange, selection } = subject;
  const id = cursor.rowId;
  const row = id === null ? undefined : subject.rows[subject.indexOf(id)];
  const withControl = event.ctrlKey || event.metaKey;
  const anythingSelected = selection.kind === 'matching' || selection.ids.size > 0;
  if (event.key === 'Enter' && row) subject.onOpen?.(row);
  else if (event.key === ' ' && id !== null && event.shiftKey) range.extendTo(id);
  else if (event.key === ' ' && id !== null) range.toggle(id);
  else if (event.key === 'a' && withControl && onSelectionChange) onSelectionChange(withRows(selection, subject.ids, true));
  else if (event.key === 'c' && withControl && !window.getSelection()?.toString()) subject.onCopy(chosenRows(subject, cursor));
  else if (event.key === 'Escape' && anythingSelected) onSelectionChange?.(nothingSelected);
  else return false;
  return true;
}

/** What pointer and keyboard do in a table (C9, C10). */
export function useTableInteraction<Row>(subject: InteractionSubject<Row>) {
  const [cursor, setCursor] = useState<GridCursor>({ rowId: null, column: 0 });
  const range = useRangeSelection(subject);
  const selects = subject.onSelectionChange !== undefined;

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);
    const row = subject.rows[index];
    const id = subject.ids[index];
    if (row === undefined || id === undefined) return;
    setCursor((before) => ({ ...before, rowId: id }));
    if (event.shiftKey && selects) range.extendTo(id);
    else if ((target.closest('[data-tick]') || event.ctrlKey || event.metaKey) && selects) range.toggle(id);
    else if (!target.closest(opensItself)) {
      range.startAt(id);
      subject.onOpen?.(row);
    }
  };

  const move = (event: KeyboardEvent): boolean => {
    const shape = { ids: subject.ids, columns: subject.columns.length, pageRows: subject.pageRows() };
    const target = event.altKey ? undefined : movedCursor(cursor, event.key, shape, subject.indexOf);
    if (!target) return false;
    if (event.shiftKey && target.rowId !== null && selects) {
      range.startOnceAt(cursor.rowId ?? target.rowId);
      range.extendTo(target.rowId);
    } else range.startAt(target.rowId ?? undefined);
    setCursor(target);
    if (target.rowId !== null) subject.scrollTo(subject.indexOf(target.rowId));
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (headingKey(event, subject, cursor, setCursor) || actionKey(event, subject, cursor, range) || move(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Gives the keyboard the first row when the table is entered for the first time, or its row is gone. */
  const onFocus = () => {
    setCursor((before) => (before.rowId === null || subject.indexOf(before.rowId) === -1 ? { ...before, rowId: subject.ids[0] ?? null } : before));
  };

  return { cursor, onClick, onKeyDown, onFocus };
}
