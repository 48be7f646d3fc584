import type { FieldKey, FileLanguage } from './people-file.ts';

/** What the console knows about a file of people before any row is read (M1 to M3), and how rows leave the reader. */

export type FileFormat = 'csv' | 'xlsx';

export const fileEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type FileEncoding = (typeof fileEncodings)[number];

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** `people`: the columns of M2. `removal`: two columns, username and email (M8). */
export type FilePurpose = 'people' | 'removal';

/** Cells of one line that stand `by` columns too far right (positive) or left (negative), from `column` on (from 0). */
export interface RowShift {
  readonly line: number;
  readonly column: number;
  readonly by: number;
}

/** What the person, or a correction of the doctor that the person accepted, decides instead of the detection. */
export interface FileOverrides {
  readonly purpose?: FilePurpose;
  readonly encoding?: FileEncoding;
  readonly delimiter?: Delimiter;
  readonly sheet?: string;
  readonly headerRow?: boolean;
  readonly mapping?: readonly (FieldKey | null)[];
  readonly skipBlankRows?: boolean;
  readonly skipDuplicateRows?: boolean;
  /** Read each cell written as UTF-8 and opened as Windows-1252 (`Ã©`) as what was meant (`é`). */
  readonly repairMojibake?: boolean;
  readonly realign?: readonly RowShift[];
  /** Lines left out of the reading. */
  readonly setAsideLines?: readonly number[];
}

interface RowChoices {
  readonly headerRow: boolean;
  /** For each column of the file the field it holds, or null for a column that is not used. */
  readonly mapping: readonly (FieldKey | null)[];
  readonly skipBlankRows: boolean;
  readonly skipDuplicateRows: boolean;
  readonly repairMojibake: boolean;
  readonly realign: readonly RowShift[];
  readonly setAsideLines: readonly number[];
}

/** All that is needed to read a file the same way again. */
export type FileSettings =
  | (RowChoices & { readonly format: 'csv'; readonly encoding: FileEncoding; readonly delimiter: Delimiter })
  | (RowChoices & { readonly format: 'xlsx'; readonly sheet: string });

export interface SheetSummary {
  readonly name: string;
  readonly hidden: boolean;
}

export interface InspectedColumn {
  readonly index: number;
  /** The header's text; null when the file has no header row. */
  readonly header: string | null;
  readonly field: FieldKey | null;
}

export interface SampleRow {
  readonly line: number;
  /** Text of the cells; a password cell is shown as bullets (M10). */
  readonly cells: readonly string[];
}

export type FindingCode =
  | 'wrong_encoding' | 'wrong_delimiter' | 'missing_columns' | 'shifted_rows' | 'header_taken_as_data'
  | 'data_taken_as_header' | 'duplicate_rows' | 'blank_rows' | 'much_smaller_than_last' | 'unmapped_columns'
  | 'uneven_rows' | 'repeated_header';

export interface Evidence {
  readonly line: number;
  /** Column from 1; null when the whole row is meant. */
  readonly column: number | null;
  readonly text: string;
  /** The first line this one repeats, for duplicates. */
  readonly firstLine?: number;
}

/** One finding of the import doctor (M3). Nothing is corrected until `correction` is passed back as overrides. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning' | 'notice';
  /** How many rows or cells are concerned in the whole file. */
  readonly count: number;
  readonly evidence: readonly Evidence[];
  /** Overrides that would correct it; null when only the person can. */
  readonly correction: FileOverrides | null;
  readonly fields?: readonly FieldKey[];
  readonly encoding?: FileEncoding;
  readonly delimiter?: Delimiter;
  readonly lastRowCount?: number;
  readonly rowCount?: number;
}

export interface FileInspection {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly purpose: FilePurpose;
  readonly settings: FileSettings;
  readonly hasByteOrderMark: boolean;
  /** Every sheet of a spreadsheet; empty for CSV. */
  readonly sheets: readonly SheetSummary[];
  readonly language: FileLanguage | null;
  readonly columns: readonly InspectedColumn[];
  readonly sample: readonly SampleRow[];
  /** Data rows, the header left out. */
  readonly rowCount: number;
  readonly rowCountIsExact: boolean;
  readonly findings: readonly Finding[];
  /** Whether the doctor saw every row; false when its time was up. */
  readonly examinedWholeFile: boolean;
}

/** Fields of a staged row. A password never leaves the reader: only whether there is one (M10). */
export type StagedField = Exclude<FieldKey, 'password'> | 'hasPassword';

/** Text of a cell, `''` when empty, null when the row has no such column; true or false for `hasPassword`. */
export type StagedCell = string | boolean | null;

/** Physical line the row starts on (from 1; row number for spreadsheets), then a cell for each of `stagedFields`. */
export type StagedRow = readonly [line: number, ...cells: StagedCell[]];

/** The fields of staged rows, in the order of their cells: the order of the mapped columns. */
export function stagedFields(mapping: readonly (FieldKey | null)[]): StagedField[] {
  return mapping
    .filter((field) => field !== null)
    .map((field) => (field === 'password' ? 'hasPassword' : field));
}
