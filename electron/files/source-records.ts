import { basename } from 'node:path';
import type { Reading } from './byte-chunks.ts';
import { csvRecords, type CsvForm } from './csv-reader.ts';
import type { FileRecord } from './file-record.ts';
import { isBlank } from './row-corrections.ts';
import { RowLimit } from './row-limit.ts';
import { xlsxRecords } from './xlsx-reader.ts';

/** How the records of a file are found; a part of its settings. */
export type SourceForm = (CsvForm & { readonly format: 'csv' }) | { readonly format: 'xlsx'; readonly sheet: string };

/**
 * All records of a file as they stand in it, header included, in batches.
 * @throws FileProblem `too_many_rows` and those of the format
 */
export async function* sourceRecords(path: string, form: SourceForm, reading: Reading = {}): AsyncGenerator<FileRecord[]> {
  const limit = new RowLimit({ fileName: basename(path), ...(form.format === 'xlsx' ? { sheet: form.sheet } : {}) });
  const batches = form.format === 'csv' ? csvRecords(path, form, reading) : xlsxRecords(path, form.sheet, reading);
  for await (const batch of batches) {
    limit.add(batch.length, batch.reduce((filled, record) => (isBlank(record) ? filled : filled + 1), 0));
    yield batch;
  }
}

export interface SplitRecords {
  /** The header, in the batch that holds it. */
  readonly header: FileRecord | null;
  readonly rows: readonly FileRecord[];
}

/**
 * The records of a file with the header row told apart. The header is the first record that is not blank; blank ones
 * above it are no rows.
 */
export async function* splitRecords(batches: AsyncIterable<FileRecord[]>, headerRow: boolean): AsyncGenerator<SplitRecords> {
  let awaitingHeader = headerRow;
  for await (const batch of batches) {
    if (!awaitingHeader) {
      yield { header: null, rows: batch };
      continue;
    }
    const at = batch.findIndex((record) => !isBlank(record));
    if (at < 0) continue;
    awaitingHeader = false;
    yield { header: batch[at] ?? null, rows: batch.slice(at + 1) };
  }
}
