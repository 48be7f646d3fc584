import type { Reading } from './byte-chunks.ts';
import { FileProblem } from './file-problem.ts';
import type { FileRecord } from './file-record.ts';
import { maximumCellCharacters, maximumChunkCells, maximumColumns, maximumSheetCells, maximumSheetRows } from './limits.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { XlsxArchive } from './xlsx-archive.ts';
import { unescapeCell } from './xlsx-escapes.ts';
import { textOfNumber } from './xlsx-values.ts';
import { chooseSheet, readWorkbook, type Workbook } from './xlsx-workbook.ts';
import { xmlBatches, type XmlEvents } from './xlsx-xml.ts';

/** What can be wrong with XML that the person can only mend in its row. */
const problemsOfPlaces: ReadonlySet<string> = new Set(['damaged_sheet', 'cell_too_long']);

/** Turns the XML events of a sheet into records. Formulas are not read at all, only what they had come to (M5). */
class SheetRows implements XmlEvents {
  #records: FileRecord[] = [];
  readonly #workbook: Workbook;
  readonly #strings: SharedStrings;
  readonly #sheetName: string;
  #row = 0;
  #cells: string[] = [];
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #inValue = false;
  #readingAids = 0;
  #cellCount = 0;
  #cellsWaiting = 0;

  constructor(workbook: Workbook, strings: SharedStrings, sheetName: string) {
    this.#workbook = workbook;
    this.#strings = strings;
    this.#sheetName = sheetName;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 't') this.#inValue = this.#readingAids === 0;
    else if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'rPh') this.#readingAids += 1;
  }

  text(part: string): void {
    if (!this.#inValue) return;
    this.#value += part;
    if (this.#value.length > maximumCellCharacters) {
      throw new FileProblem('cell_too_long', { ...this.#place(), limit: maximumCellCharacters });
    }
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'rPh') this.#readingAids -= 1;
  }

  /** The rows that are complete and have not been taken yet. */
  takeRecords(): FileRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#cellsWaiting = this.#cells.length;
    return records;
  }

  #place() {
    return { sheet: this.#sheetName, line: this.#row, column: this.#column + 1 };
  }

  /** A problem of the sheet's XML with the place that the reading had come to. */
  placed(thrown: unknown): unknown {
    if (!(thrown instanceof FileProblem) || !problemsOfPlaces.has(thrown.code) || thrown.details.line !== undefined) return thrown;
    const { sheet, line } = this.#place();
    return new FileProblem(thrown.code, { ...thrown.details, sheet, line: Math.max(1, line) }, thrown);
  }

  #openRow(number: string | undefined): void {
    const row = number === undefined ? this.#row + 1 : Number(number);
    // Row numbers rise; a file that repeats or reverses them is read differently by different programs.
    if (!Number.isInteger(row) || row <= this.#row) throw new FileProblem('damaged_sheet', this.#place());
    if (row > maximumSheetRows) throw new FileProblem('too_many_rows', { sheet: this.#sheetName, limit: maximumSheetRows, found: row });
    this.#row = row;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r'];
    const column = reference === undefined ? this.#column + 1 : columnOfReference(reference);
    if (column <= this.#column) throw new FileProblem('damaged_sheet', this.#place());
    if (column >= maximumColumns) throw new FileProblem('too_many_columns', { ...this.#place(), limit: maximumColumns, found: column + 1 });
    this.#column = column;
    this.#type = attributes['t'] ?? 'n';
    this.#style = Number(attributes['s'] ?? 0);
    this.#value = '';
  }

  #closeCell(): void {
    const text = this.#cellText();
    if (text === '') return;
    this.#countCells(this.#column + 1 - this.#cells.length);
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells.push(text);
  }

  /** A few bytes of XML make a row of thousands of cells when the only filled one stands far out (M4). */
  #countCells(added: number): void {
    this.#cellCount += added;
    this.#cellsWaiting += added;
    if (this.#cellsWaiting > maximumChunkCells || this.#cellCount > maximumSheetCells) {
      throw new FileProblem('too_many_cells', { ...this.#place(), limit: maximumSheetCells });
    }
  }

  #closeRow(): void {
    this.#records.push({ line: this.#row, cells: this.#cells });
  }

  #cellText(): string {
    const value = this.#value;
    switch (this.#type) {
      case 's': {
        if (value === '') return '';
        const text = this.#strings.get(Number(value));
        if (text === null) throw new FileProblem('damaged_sheet', this.#place());
        return text;
      }
      case 'inlineStr':
      case 'str': return unescapeCell(value);
      case 'b': return value === '' ? '' : value === '0' || value === 'false' ? 'false' : 'true';
      case 'e': return value;
      case 'd': return value.replace(/T00:00:00(?:\.0+)?Z?$/u, '');
      default: {
        const meaning = this.#workbook.meanings[this.#style] ?? { kind: 'number' };
        return textOfNumber(value, meaning, this.#workbook.uses1904);
      }
    }
  }
}

function columnOfReference(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & 0xDF;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > maximumColumns * 26) break;
  }
  return column - 1;
}

/** A spreadsheet whose sheets are known. Close it when done. */
export interface OpenedWorkbook {
  readonly archive: XlsxArchive;
  readonly workbook: Workbook;
}

/** Opens a spreadsheet and reads the list of its sheets. The caller closes the archive. */
export async function openWorkbook(path: string): Promise<OpenedWorkbook> {
  const archive = await XlsxArchive.open(path);
  try {
    return { archive, workbook: await readWorkbook(archive) };
  } catch (thrown) {
    archive.close();
    throw thrown;
  }
}

/**
 * The rows of a sheet in batches, with memory bounded by the shared texts (M1, M4). Cells are the text a person typed:
 * numbers without floating-point noise, dates as ISO text, booleans as `true` and `false`. Rows that are not in the
 * file are left out; trailing empty cells as well.
 * @throws FileProblem any of the spreadsheet problems
 */
export async function* xlsxRecords(path: string, sheetName: string | undefined, reading: Reading = {}): AsyncGenerator<FileRecord[]> {
  const { archive, workbook } = await openWorkbook(path);
  try {
    const sheet = chooseSheet(workbook, sheetName, archive.fileName);
    const stringsEntry = workbook.sharedStringsEntry;
    const stringsBytes = stringsEntry === null ? 0 : archive.compressedSize(stringsEntry);
    const total = stringsBytes + archive.compressedSize(sheet.entry);
    const report = (before: number) => (bytes: number) => reading.onBytes?.(before + bytes, total);
    const strings = await readSharedStrings(archive, stringsEntry, { signal: reading.signal, onCompressed: report(0) });
    const rows = new SheetRows(workbook, strings, sheet.name);
    const sheetReading = { signal: reading.signal, onCompressed: report(stringsBytes) };
    try {
      for await (const records of xmlBatches(archive, sheet.entry, rows, () => rows.takeRecords(), sheetReading)) {
        if (records.length > 0) yield records;
      }
    } catch (thrown) {
      throw rows.placed(thrown);
    }
  } finally {
    archive.close();
  }
}
