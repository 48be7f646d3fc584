/** A cell of a table that is written: a moment is written as a date when it is midnight UTC. */
export type TableCell = string | number | boolean | Date | null;

export type TableRow = readonly TableCell[];

export interface Table {
  /** Titles of the columns; null for a table without a header row. */
  readonly header: readonly string[] | null;
  readonly rows: AsyncIterable<TableRow> | Iterable<TableRow>;
}

export interface Writing {
  readonly signal?: AbortSignal | undefined;
  /** Path of the file while it is not finished, in the folder it is written to. One is made up when left out. */
  readonly unfinished?: string | undefined;
  /** Told the number of rows written so far, the header left out. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

export interface Written {
  readonly rows: number;
  /** Bytes. */
  readonly size: number;
}

/** Text of a moment in ISO form: the day alone at midnight UTC. */
export function momentText(moment: Date): string {
  const text = moment.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
