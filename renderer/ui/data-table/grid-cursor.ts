/** Where the keyboard is in a table: a heading, or a row (by id, so that news does not move it), and a column. */
export interface GridCursor {
  /** `null` is the row of headings. */
  rowId: string | null;
  column: number;
}

export interface GridShape {
  ids: readonly string[];
  columns: number;
  /** Whole rows that fit on screen. */
  pageRows: number;
}

/** Where a movement key takes the cursor; undefined for any other key. Home and End go to the first and last loaded row. */
export function movedCursor(cursor: GridCursor, key: string, shape: GridShape, indexOf: (id: string) => number): GridCursor | undefined {
  const last = shape.ids.length - 1;
  const index = cursor.rowId === null ? -1 : indexOf(cursor.rowId);
  const toRow = (target: number): GridCursor => ({
    ...cursor,
    rowId: target < 0 ? null : (shape.ids[Math.min(target, last)] ?? null),
  });
  switch (key) {
    case 'ArrowDown':
      return toRow(index + 1);
    case 'ArrowUp':
      return toRow(Math.max(-1, index - 1));
    case 'PageDown':
      return toRow(index + Math.max(1, shape.pageRows));
    case 'PageUp':
      return toRow(Math.max(0, index - Math.max(1, shape.pageRows)));
    case 'Home':
      return toRow(0);
    case 'End':
      return toRow(last);
    case 'ArrowRight':
      return { ...cursor, column: Math.min(shape.columns - 1, cursor.column + 1) };
    case 'ArrowLeft':
      return { ...cursor, column: Math.max(0, cursor.column - 1) };
    default:
      return undefined;
  }
}
