import { Readable } from 'node:stream';
import yazl from 'yazl';
import { FileProblem, throwIfCancelled } from './file-problem.ts';
import { maximumSheetColumns, maximumSheetRows } from './limits.ts';
import { momentText, type Table, type TableCell, type TableRow, type Writing, type Written } from './table.ts';
import { writeAtomically } from './write-atomically.ts';
import { escapeCell } from './xlsx-escapes.ts';
import {
  cellStyles, contentTypesPart, rootRelationsPart, sheetBeginning, sheetEnd, sheetEntry, stylesPart, workbookPart,
  workbookRelationsPart,
} from './xlsx-parts.ts';
import { storedDate } from './xlsx-values.ts';

export interface XlsxWriteForm {
  /** Name of the first sheet; further ones get a number behind it. */
  readonly sheetName: string;
  /** Rows a sheet holds, header included, before the next one is begun; the format's limit when left out. */
  readonly rowsPerSheet?: number;
}

const chunkCharacters = 131_072;
const rowsForWidths = 100;
const longestText = 32_767;
const compressionLevel = 4;

const names: string[] = [];

/** The letters of a column counted from 0: A, B, … Z, AA. */
function columnName(column: number): string {
  for (let index = names.length; index <= column; index += 1) {
    let name = '';
    for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26)) {
      name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
    }
    names.push(name);
  }
  return names[column] ?? '';
}

function textCell(text: string, reference: string, style: number): string {
  if (text.length > longestText) throw new FileProblem('cell_too_long', { limit: longestText, found: text.length });
  const kept = /^\s|\s$|[\n\t]| {2}/u.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t${kept}>${escapeCell(text)}</t></is></c>`;
}

/** Cells are typed: text stays text whatever it begins with, so nothing in it is ever run (M21). */
function cellXml(cell: TableCell, reference: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') return textCell(cell, reference, cellStyles.text);
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? `<c r="${reference}"><v>${cell}</v></c>` : textCell(String(cell), reference, cellStyles.text);
  }
  const days = storedDate(cell);
  // The format knows no day before 1900.
  if (!(days >= 1)) return textCell(momentText(cell), reference, cellStyles.text);
  return `<c r="${reference}" s="${Number.isInteger(days) ? cellStyles.date : cellStyles.moment}"><v>${days}</v></c>`;
}

function rowXml(row: TableRow, number: number): string {
  if (row.length > maximumSheetColumns) throw new FileProblem('too_many_columns', { limit: maximumSheetColumns, found: row.length });
  let xml = `<row r="${number}">`;
  for (let column = 0; column < row.length; column += 1) xml += cellXml(row[column] ?? null, columnName(column) + number);
  return `${xml}</row>`;
}

function widthsOf(header: readonly string[] | null, rows: readonly TableRow[]): number[] {
  const count = Math.max(header?.length ?? 0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => {
    const lengths = rows.map((row) => {
      const cell = row[column] ?? null;
      return cell instanceof Date ? 19 : String(cell ?? '').length;
    });
    return Math.min(60, Math.max(8, (header?.[column] ?? '').length + 3, ...lengths.map((length) => length + 2)));
  });
}

/** Walks over the rows of a table across the sheets they are spread over. */
class RowCursor {
  readonly #iterator: AsyncIterator<TableRow> | Iterator<TableRow>;
  readonly #ahead: TableRow[] = [];
  #ended = false;
  taken = 0;

  constructor(rows: Table['rows']) {
    this.#iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  }

  /** The next rows without taking them. */
  async peek(count: number): Promise<readonly TableRow[]> {
    while (this.#ahead.length < count && !this.#ended) {
      const next = await this.#iterator.next();
      if (next.done === true) this.#ended = true;
      else this.#ahead.push(next.value);
    }
    return this.#ahead;
  }

  async next(): Promise<TableRow | null> {
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) {
      this.taken += 1;
      return ahead;
    }
    if (this.#ended) return null;
    const next = await this.#iterator.next();
    if (next.done === true) {
      this.#ended = true;
      return null;
    }
    this.taken += 1;
    return next.value;
  }

  /** Lets the source of the rows clean up when they are not taken to the end. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#iterator.return?.();
  }
}

type Header = readonly string[] | null;

async function* sheetXml(header: Header, cursor: RowCursor, rowsPerSheet: number, writing: Writing): AsyncGenerator<Buffer> {
  let xml = sheetBeginning(widthsOf(header, await cursor.peek(rowsForWidths)), header !== null);
  let number = 0;
  if (header !== null) {
    number = 1;
    const titles = header.map((title, column) => textCell(title, `${columnName(column)}1`, cellStyles.header)).join('');
    xml += `<row r="1">${titles}</row>`;
  }
  while (number < rowsPerSheet) {
    const row = await cursor.next();
    if (row === null) break;
    number += 1;
    xml += rowXml(row, number);
    if (xml.length < chunkCharacters) continue;
    throwIfCancelled(writing.signal);
    writing.onRows?.(cursor.taken);
    yield Buffer.from(xml, 'utf8');
    xml = '';
  }
  const lastCell = header === null || header.length === 0 ? null : `${columnName(header.length - 1)}${number}`;
  yield Buffer.from(xml + sheetEnd(lastCell), 'utf8');
}

/**
 * Writes a table as a spreadsheet (M21): typed cells, bold frozen header, widths, filter; constant memory. Rows beyond
 * what a sheet can hold go to further sheets with the same header.
 * @throws FileProblem `storage_full`, `not_writable`, `cell_too_long`, `too_many_columns`, `cancelled`
 */
export async function writeXlsx(destination: string, table: Table, form: XlsxWriteForm, writing: Writing = {}): Promise<Written> {
  const cursor = new RowCursor(table.rows);
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const composing = addParts(zip, table.header, cursor, form, writing).catch((thrown: unknown) => {
    output.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
  });
  try {
    const { size } = await writeAtomically(destination, output, writing);
    await composing;
    writing.onRows?.(cursor.taken);
    return { rows: cursor.taken, size };
  } finally {
    output.destroy();
    await cursor.close();
  }
}

async function addParts(
  zip: yazl.ZipFile, header: Header, cursor: RowCursor, form: XlsxWriteForm, writing: Writing,
): Promise<void> {
  const rowsPerSheet = Math.min(form.rowsPerSheet ?? maximumSheetRows, maximumSheetRows);
  const sheets: string[] = [];
  do {
    sheets.push(sheets.length === 0 ? form.sheetName : `${form.sheetName.slice(0, 25)} ${sheets.length + 1}`);
    const sheet = Readable.from(sheetXml(header, cursor, rowsPerSheet, writing), { objectMode: false, highWaterMark: 262_144 });
    const done = new Promise<void>((resolve, reject) => {
      sheet.once('end', resolve);
      sheet.once('error', reject);
      zip.once('error', reject);
      (zip.outputStream as Readable).once('close', () => reject(new FileProblem('cancelled')));
    });
    zip.addReadStream(sheet, sheetEntry(sheets.length), { compressionLevel });
    await done.finally(() => sheet.destroy());
  } while ((await cursor.peek(1)).length > 0);
  const add = (text: string, entry: string) => zip.addBuffer(Buffer.from(text, 'utf8'), entry);
  add(contentTypesPart(sheets.length), '[Content_Types].xml');
  add(rootRelationsPart(), '_rels/.rels');
  add(workbookRelationsPart(sheets.length), 'xl/_rels/workbook.xml.rels');
  add(workbookPart(sheets), 'xl/workbook.xml');
  add(stylesPart(), 'xl/styles.xml');
  zip.end();
}
