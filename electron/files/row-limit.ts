import { FileProblem } from './file-problem.ts';
import { maximumRows, maximumSheetRows } from './limits.ts';

/** What is counted: a file, or a sheet of it. */
export interface CountedRows {
  readonly fileName: string;
  readonly sheet?: string;
}

/** Counts the rows of a file and refuses the first one too many (M4). */
export class RowLimit {
  readonly #counted: CountedRows;
  #rows = 0;
  #filledRows = 0;

  constructor(counted: CountedRows) {
    this.#counted = counted;
  }

  /** @throws FileProblem `too_many_rows` */
  add(rows: number, filledRows: number): void {
    this.#rows += rows;
    this.#filledRows += filledRows;
    if (this.#filledRows > maximumRows) throw new FileProblem('too_many_rows', { ...this.#counted, limit: maximumRows - 1 });
    if (this.#rows > maximumSheetRows) throw new FileProblem('too_many_rows', { ...this.#counted, limit: maximumSheetRows });
  }
}
