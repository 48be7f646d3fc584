import type { FileSettings, StagedCell, StagedRow } from '#shared/file-inspection.ts';
import type { FieldKey } from '#shared/people-file.ts';
import type { Reading } from './byte-chunks.ts';
import type { FileRecord } from './file-record.ts';
import { RowCorrections } from './row-corrections.ts';
import { sourceRecords, splitRecords } from './source-records.ts';
import { unprotectedValue } from './spreadsheet-safety.ts';

/** Rows handed over at a time. */
export const rowsPerBatch = 2_000;

/** Takes a batch; reading goes on when it is done with it. */
export type TakeBatch<T> = (batch: readonly T[]) => Promise<void> | void;

async function* correctedRows(path: string, settings: FileSettings, reading: Reading): AsyncGenerator<FileRecord[]> {
  const corrections = new RowCorrections(settings);
  for await (const { rows } of splitRecords(sourceRecords(path, settings, reading), settings.headerRow)) {
    yield rows.map((record) => corrections.apply(record)).filter((record) => record !== null);
  }
}

/** Hands items over in batches of a fixed size. */
class Batches<T> {
  #waiting: T[] = [];
  readonly #take: TakeBatch<T>;
  total = 0;

  constructor(take: TakeBatch<T>) {
    this.#take = take;
  }

  async add(items: readonly T[]): Promise<void> {
    for (const item of items) {
      this.#waiting.push(item);
      if (this.#waiting.length >= rowsPerBatch) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.total += batch.length;
    await this.#take(batch);
  }
}

type Projection = (record: FileRecord) => StagedRow;

/** How a record becomes a staged row: mapped columns only, passwords as yes or no (M10), protection taken off (M21). */
function projectionOf(settings: FileSettings): Projection {
  const columns = settings.mapping.flatMap((field, column) => (field === null ? [] : [{ field, column }]));
  // In a spreadsheet an apostrophe in the text is part of it; only CSV writes one for protection.
  const restored = settings.format === 'csv' ? unprotectedValue : (text: string) => text;
  // Spreadsheets leave trailing empty cells out, so a missing one there is an empty one.
  const missing = settings.format === 'csv' ? null : '';
  const cellOf = (cells: readonly string[], field: FieldKey, column: number): StagedCell => {
    const cell = cells[column];
    if (field === 'password') return cell !== undefined && cell !== '';
    return cell === undefined ? missing : restored(cell);
  };
  return ({ line, cells }) => {
    const row: [number, ...StagedCell[]] = [line];
    for (const { field, column } of columns) row.push(cellOf(cells, field, column));
    return row;
  };
}

/**
 * Streams the rows of a file in batches of 2,000 as `[line, …cells]`, the cells in the order of `stagedFields` of the
 * settings' mapping. Passwords are never among them (M10).
 * @throws FileProblem
 */
export async function readRows(
  path: string, settings: FileSettings, onBatch: TakeBatch<StagedRow>, reading: Reading = {},
): Promise<{ rows: number }> {
  const project = projectionOf(settings);
  const batches = new Batches(onBatch);
  for await (const records of correctedRows(path, settings, reading)) await batches.add(records.map(project));
  await batches.flush();
  return { rows: batches.total };
}

/** The line of a row and its password. */
export type PasswordRow = readonly [line: number, password: string];

/**
 * Reads the passwords of the given lines only: those the plan says will create a person (M10). Passwords are taken as
 * they stand in the file.
 * @throws FileProblem
 */
export async function readPasswords(
  path: string, settings: FileSettings, lines: ReadonlySet<number>, onBatch: TakeBatch<PasswordRow>, reading: Reading = {},
): Promise<{ rows: number }> {
  const column = settings.mapping.indexOf('password');
  const batches = new Batches(onBatch);
  if (column < 0 || lines.size === 0) return { rows: 0 };
  for await (const records of correctedRows(path, settings, reading)) {
    const wanted = records.flatMap(({ line, cells }): PasswordRow[] => {
      const password = cells[column] ?? '';
      return password !== '' && lines.has(line) ? [[line, password]] : [];
    });
    await batches.add(wanted);
  }
  await batches.flush();
  return { rows: batches.total };
}
