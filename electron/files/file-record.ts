/** One record of a file, as text. */
export interface FileRecord {
  /** The physical line it starts on, from 1; for spreadsheets the number of the row. */
  readonly line: number;
  readonly cells: readonly string[];
}
