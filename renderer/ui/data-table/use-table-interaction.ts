import { useCallback, useRef, useState } from 'react';
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
  pageRows: number;
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

/** What pointer and keyboard do in a table (C9, C10). */
export function useTableInteraction<Row>(subject: InteractionSubject<Row>) {
  const [cursor, setCursor] = useState<GridCursor>({ rowId: null, column: 0 });
  const anchor = useRef<string | undefined>(undefined);

  const selectRange = (toId: string) => {
    const from = anchor.current ?? toId;
    const range = idsBetween(subject.ids, subject.indexOf(from), subject.indexOf(toId));
    anchor.current = from;
    subject.onSelectionChange?.(withRows(subject.selection, range, true));
  };
  const toggle = (id: string) => {
    anchor.current = id;
    subject.onSelectionChange?.(toggled(subject.selection, id));
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[data-index]');
    const row = line && subject.rows[Number(line.dataset['index'])];
    const id = line && subject.ids[Number(line.dataset['index'])];
    if (!row || id === undefined || id === null) return;
    const onTick = target.closest('[data-tick]') !== null;
    setCursor((before) => ({ ...before, rowId: id }));
    if (event.shiftKey && subject.onSelectionChange) selectRange(id);
    else if ((onTick || event.ctrlKey || event.metaKey) && subject.onSelectionChange) toggle(id);
    else if (!target.closest(opensItself)) {
      anchor.current = id;
      subject.onOpen?.(row);
    }
  };

  const onHeadingKey = (event: KeyboardEvent): boolean => {
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
  };

  const move = (event: KeyboardEvent): boolean => {
    const shape = { ids: subject.ids, columns: subject.columns.length, pageRows: subject.pageRows };
    const target = movedCursor(cursor, event.key, shape, subject.indexOf);
    if (!target || event.altKey) return false;
    if (event.shiftKey && target.rowId !== null && subject.onSelectionChange) {
      anchor.current ??= cursor.rowId ?? target.rowId;
      selectRange(target.rowId);
    } else anchor.current = target.rowId ?? undefined;
    setCursor(target);
    if (target.rowId !== null) subject.scrollTo(subject.indexOf(target.rowId));
    return true;
  };

  const chosenRows = (): readonly Row[] => {
    const chosen = subject.rows.filter((_, index) => isSelected(subject.selection, subject.ids[index] ?? ''));
    if (chosen.length > 0 || cursor.rowId === null) return chosen;
    const row = subject.rows[subject.indexOf(cursor.rowId)];
    return row ? [row] : [];
  };

  const act = (event: KeyboardEvent): boolean => {
    const id = cursor.rowId;
    const row = id === null ? undefined : subject.rows[subject.indexOf(id)];
    const withControl = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && row) subject.onOpen?.(row);
    else if (event.key === ' ' && id !== null && event.shiftKey) selectRange(id);
    else if (event.key === ' ' && id !== null) toggle(id);
    else if (event.key === 'a' && withControl && subject.onSelectionChange) subject.onSelectionChange(withRows(subject.selection, subject.ids, true));
    else if (event.key === 'c' && withControl && !window.getSelection()?.toString()) subject.onCopy(chosenRows());
    else if (event.key === 'Escape' && (subject.selection.kind === 'matching' || subject.selection.ids.size > 0)) subject.onSelectionChange?.(nothingSelected);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (onHeadingKey(event) || act(event) || move(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Gives the keyboard the first row when the table is entered for the first time. */
  const onFocus = useCallback(() => {
    setCursor((before) => (before.rowId === null || subject.indexOf(before.rowId) === -1 ? { ...before, rowId: subject.ids[0] ?? null } : before));
  }, [subject]);

  return { cursor, onClick, onKeyDown, onFocus };
}
