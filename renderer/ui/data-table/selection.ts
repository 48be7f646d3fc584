/**
 * Which rows are selected: some by id, or everything that matches the search and filters, loaded or not,
 * except some.
 */
export type Selection =
  | { kind: 'rows'; ids: ReadonlySet<string> }
  | { kind: 'matching'; except: ReadonlySet<string> };

export const nothingSelected: Selection = { kind: 'rows', ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'rows' ? selection.ids.has(id) : !selection.except.has(id);
}

/** How many rows are selected; `total` is the number of matching rows. Undefined when that is not known. */
export function selectedCount(selection: Selection, total: number | undefined): number | undefined {
  if (selection.kind === 'rows') return selection.ids.size;
  return total === undefined ? undefined : Math.max(0, total - selection.except.size);
}

/** The selection with these rows in or out. */
export function withRows(selection: Selection, ids: Iterable<string>, selected: boolean): Selection {
  const changed = new Set(selection.kind === 'rows' ? selection.ids : selection.except);
  const add = selection.kind === 'rows' ? selected : !selected;
  for (const id of ids) {
    if (add) changed.add(id);
    else changed.delete(id);
  }
  return selection.kind === 'rows' ? { kind: 'rows', ids: changed } : { kind: 'matching', except: changed };
}

/** The selection with one row turned round. */
export function toggled(selection: Selection, id: string): Selection {
  return withRows(selection, [id], !isSelected(selection, id));
}

/** The ids from one row to another, both included, in either direction; empty when one is not loaded. */
export function idsBetween(ids: readonly string[], from: number, to: number): string[] {
  if (from < 0 || to < 0) return [];
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}
