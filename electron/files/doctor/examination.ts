import type { Delimiter, Evidence, RowShift } from '#shared/file-inspection.ts';
import type { FieldKey } from '#shared/people-file.ts';
import type { FileRecord } from '../file-record.ts';
import { hasDamagedLetters, hasMojibake } from '../mojibake.ts';
import { isBlank } from '../row-corrections.ts';
import { RowIndex } from '../row-index.ts';
import { RowShape } from './row-shape.ts';
import { cellEvidence, plainEvidence, rowEvidence, Tally } from './tally.ts';

const triedRealignments = 2_000;
const keptLines = 10_000;
const notAscii = /[^\u0000-\u007F]/u;

/** What the doctor needs to know of a file before looking at its rows. */
export interface ExaminedColumns {
  readonly mapping: readonly (FieldKey | null)[];
  readonly header: FileRecord | null;
  readonly delimiter: Delimiter | null;
  /** Whether short rows mean missing cells; spreadsheets leave trailing empty cells out. */
  readonly countsShortRows: boolean;
}

/** Looks at every row of a file once and keeps what it sees (M3). */
export class Examination {
  readonly mojibake = new Tally();
  readonly damagedLetters = new Tally();
  readonly duplicates = new Tally();
  readonly blanks = new Tally();
  readonly uneven = new Tally();
  readonly repeatedHeaders = new Tally();
  readonly realignable = new Tally();
  readonly misplaced = new Tally();
  readonly shifts: RowShift[] = [];
  readonly misplacedLines: number[] = [];
  readonly repeatedHeaderLines: number[] = [];
  /** Every misfitting row was tried, so `shifts` is complete. */
  triedAllShifts = true;
  /** Rows seen, blank ones included. */
  rowCount = 0;
  filledRowCount = 0;
  readonly #columns: ExaminedColumns;
  readonly #shape: RowShape;
  readonly #seen = new RowIndex();
  readonly #header: string | null;
  readonly #width: number;
  #tried = 0;

  constructor(columns: ExaminedColumns) {
    this.#columns = columns;
    this.#shape = new RowShape(columns.mapping);
    this.#header = columns.header === null ? null : JSON.stringify(columns.header.cells);
    this.#width = columns.header?.cells.length ?? columns.mapping.length;
  }

  /** Looks at one row. */
  row(record: FileRecord): void {
    this.rowCount += 1;
    if (isBlank(record)) {
      this.blanks.add({ line: record.line, column: null, text: '' });
      return;
    }
    this.filledRowCount += 1;
    if (this.#isRepeatedHeader(record)) return;
    this.#letters(record);
    const firstLine = this.#seen.firstLineOf(record);
    if (firstLine !== null) this.duplicates.add({ ...rowEvidence(record, this.#columns.mapping), firstLine });
    this.#columnsOf(record);
  }

  #isRepeatedHeader(record: FileRecord): boolean {
    if (this.#header === null || record.cells[0] !== this.#columns.header?.cells[0]) return false;
    if (JSON.stringify(record.cells) !== this.#header) return false;
    this.repeatedHeaders.add(rowEvidence(record, this.#columns.mapping));
    if (this.repeatedHeaderLines.length < keptLines) this.repeatedHeaderLines.push(record.line);
    return true;
  }

  #letters(record: FileRecord): void {
    for (let column = 0; column < record.cells.length; column += 1) {
      const cell = record.cells[column] ?? '';
      if (!notAscii.test(cell)) continue;
      if (hasMojibake(cell)) this.mojibake.add(cellEvidence(record, column, this.#columns.mapping));
      else if (hasDamagedLetters(cell)) this.damagedLetters.add(cellEvidence(record, column, this.#columns.mapping));
    }
  }

  #columnsOf(record: FileRecord): void {
    const { cells } = record;
    const fit = this.#shape.fitOf(cells);
    if (fit.misfits > 0 && this.#shifted(record, fit)) return;
    const tooWide = cells.length > this.#width && cells.slice(this.#width).some((cell) => cell.trim() !== '');
    const tooNarrow = this.#columns.countsShortRows && cells.length < this.#width;
    if (tooWide || tooNarrow) this.uneven.add(rowEvidence(record, this.#columns.mapping));
  }

  #shifted(record: FileRecord, fit: ReturnType<RowShape['fitOf']>): boolean {
    if (this.#tried < triedRealignments) {
      this.#tried += 1;
      const shift = this.#shape.shiftOf(record.line, record.cells, fit, this.#columns.delimiter);
      if (shift !== null) {
        this.shifts.push(shift);
        this.realignable.add(this.#outOfStep(record));
        return true;
      }
    } else {
      this.triedAllShifts = false;
    }
    if (!this.#shape.isSuspicious(fit)) return false;
    this.misplaced.add(this.#outOfStep(record));
    if (this.misplacedLines.length < keptLines) this.misplacedLines.push(record.line);
    return true;
  }

  #outOfStep(record: FileRecord): Evidence {
    const column = this.#shape.tellingColumn(record.cells);
    return column === null ? rowEvidence(record, this.#columns.mapping) : plainEvidence(record, column);
  }
}
