import type { Delimiter, FileSettings, RowShift } from '#shared/file-inspection.ts';
import type { FileRecord } from './file-record.ts';
import { repairMojibake } from './mojibake.ts';
import { RowIndex } from './row-index.ts';

/** Whether a record has no text at all. */
export function isBlank(record: FileRecord): boolean {
  return record.cells.every((cell) => cell.trim() === '');
}

/**
 * Moves the cells of a row that stand in the wrong columns. Cells that stand `by` too far right move left over empty
 * cells, or join the cell before when those hold text (a delimiter inside a cell that was not quoted cut it in two);
 * cells that stand too far left move right and leave empty cells behind. Nothing is lost.
 */
export function realigned(cells: readonly string[], shift: RowShift, delimiter: Delimiter | null): string[] {
  const { column, by } = shift;
  if (by < 0) return [...cells.slice(0, column), ...Array.from({ length: -by }, () => ''), ...cells.slice(column)];
  const kept = cells.slice(0, Math.max(0, column - by));
  const between = cells.slice(Math.max(0, column - by), column);
  const behind = cells.slice(column);
  if (between.every((cell) => cell === '')) return [...kept, ...behind];
  const last = kept.pop();
  const joined = [...(last === undefined ? [] : [last]), ...between].join(delimiter ?? ' ');
  return [...kept, joined, ...behind];
}

/** Applies to records, in their order, the corrections the person accepted (M3). */
export class RowCorrections {
  readonly #settings: FileSettings;
  readonly #shifts: ReadonlyMap<number, RowShift>;
  readonly #aside: ReadonlySet<number>;
  readonly #seen: RowIndex | null;

  constructor(settings: FileSettings) {
    this.#settings = settings;
    this.#shifts = new Map(settings.realign.map((shift) => [shift.line, shift]));
    this.#aside = new Set(settings.setAsideLines);
    this.#seen = settings.skipDuplicateRows ? new RowIndex() : null;
  }

  /** The corrected record, or null when it is left out. */
  apply(record: FileRecord): FileRecord | null {
    if (this.#aside.has(record.line)) return null;
    const blank = isBlank(record);
    if (blank) return this.#settings.skipBlankRows ? null : record;
    if (this.#seen !== null && this.#seen.firstLineOf(record) !== null) return null;
    const shift = this.#shifts.get(record.line);
    const delimiter = this.#settings.format === 'csv' ? this.#settings.delimiter : null;
    let cells = shift === undefined ? record.cells : realigned(record.cells, shift, delimiter);
    if (this.#settings.repairMojibake) cells = cells.map(repairMojibake);
    return { line: record.line, cells };
  }
}
