import type { Delimiter, FileEncoding } from '#shared/file-inspection.ts';
import { byteOrderMark, encodeText } from './encodings.ts';
import { protectedValue } from './spreadsheet-safety.ts';
import { momentText, type Table, type TableCell, type Writing, type Written } from './table.ts';
import { writeAtomically } from './write-atomically.ts';

export interface CsvWriteForm {
  readonly delimiter: Delimiter;
  /** Puts an apostrophe before values that spreadsheet programs would run (M21). */
  readonly safeForSpreadsheets: boolean;
}

const chunkCharacters = 65_536;

function cellText(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return cell instanceof Date ? momentText(cell) : String(cell);
}

/** A cell between delimiters: quoted when it has to be, and when programs would trim it. */
export function csvCell(text: string, delimiter: Delimiter): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  if (!/["\r\n\uFEFF]|^\s|\s$/u.test(clean) && !clean.includes(delimiter)) return clean;
  return `"${clean.replaceAll('"', '""')}"`;
}

/** A record with its line end. A record of one empty cell is quoted, else it would be a blank line. */
export function csvLine(cells: readonly string[], delimiter: Delimiter, lineEnd: string): string {
  if (cells.length === 1 && cells[0] === '') return `""${lineEnd}`;
  return cells.map((cell) => csvCell(cell, delimiter)).join(delimiter) + lineEnd;
}

/** Bytes of lines in an encoding, gathered into chunks. */
export async function* encodedLines(
  lines: AsyncIterable<string> | Iterable<string>, encoding: FileEncoding, withByteOrderMark: boolean,
): AsyncGenerator<Uint8Array> {
  let waiting = '';
  if (withByteOrderMark) yield byteOrderMark(encoding);
  for await (const line of lines) {
    waiting += line;
    if (waiting.length < chunkCharacters) continue;
    yield encodeText(waiting, encoding);
    waiting = '';
  }
  if (waiting !== '') yield encodeText(waiting, encoding);
}

/**
 * Writes a table as CSV (M21): UTF-8 with byte order mark, CRLF, constant memory.
 * @throws FileProblem `storage_full`, `not_writable`, `cancelled`
 */
export async function writeCsv(destination: string, table: Table, form: CsvWriteForm, writing: Writing = {}): Promise<Written> {
  let rows = 0;
  const protect = (text: string) => protectedValue(text, form.safeForSpreadsheets);
  async function* lines(): AsyncGenerator<string> {
    if (table.header !== null) yield csvLine(table.header.map(protect), form.delimiter, '\r\n');
    for await (const row of table.rows) {
      // A number is no formula, whatever its sign.
      const cells = row.map((cell) => (typeof cell === 'string' ? protect(cell) : cellText(cell)));
      rows += 1;
      if (rows % 1_000 === 0) writing.onRows?.(rows);
      yield csvLine(cells, form.delimiter, '\r\n');
    }
  }
  const { size } = await writeAtomically(destination, encodedLines(lines(), 'utf-8', true), writing);
  writing.onRows?.(rows);
  return { rows, size };
}
