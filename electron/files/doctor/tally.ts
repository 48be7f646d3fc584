import type { Evidence } from '#shared/file-inspection.ts';
import type { FieldKey } from '#shared/people-file.ts';
import type { FileRecord } from '../file-record.ts';

const keptEvidences = 5;
const longestText = 120;
const hiddenPassword = '••••••';

/** Counts what was found and keeps the first few cells as evidence. */
export class Tally {
  count = 0;
  readonly evidence: Evidence[] = [];

  add(evidence: Evidence): void {
    this.count += 1;
    if (this.evidence.length < keptEvidences) this.evidence.push(evidence);
  }
}

/** The beginning of a text: what is only shown need not travel to the window in megabytes (M4). */
export function shortened(text: string, longest = longestText): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Text of a cell as it may be shown: passwords never are (M10). */
export function shownCell(text: string, field: FieldKey | null | undefined): string {
  return field === 'password' && text !== '' ? hiddenPassword : text;
}

/** A cell as evidence, whose text may be shown as it is. */
export function plainEvidence(record: FileRecord, column: number): Evidence {
  return { line: record.line, column: column + 1, text: shortened(record.cells[column] ?? '') };
}

/** A cell of a record as evidence. */
export function cellEvidence(record: FileRecord, column: number, mapping: readonly (FieldKey | null)[]): Evidence {
  return { line: record.line, column: column + 1, text: shortened(shownCell(record.cells[column] ?? '', mapping[column])) };
}

/**
 * A whole record as evidence: its cells in one line of text, or the first of them when the file has passwords, for in
 * a row that is out of step a password may stand anywhere (M10).
 */
export function rowEvidence(record: FileRecord, mapping: readonly (FieldKey | null)[]): Evidence {
  const shown = mapping.includes('password') ? record.cells.slice(0, 1) : record.cells;
  return { line: record.line, column: null, text: shortened(shown.join(' · ')) };
}
