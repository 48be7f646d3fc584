import type { FileEncoding, FileSettings } from '#shared/file-inspection.ts';
import { positionalFields } from '#shared/people-file.ts';
import type { Reading } from './byte-chunks.ts';
import { csvLine, encodedLines } from './csv-writer.ts';
import { byteOrderMark } from './encodings.ts';
import { readHead } from './open-file.ts';
import { sourceRecords, splitRecords } from './source-records.ts';
import type { Writing } from './table.ts';
import { writeAtomically } from './write-atomically.ts';
import { writeXlsx } from './xlsx-writer.ts';

export interface RejectedRows {
  /** Why each rejected row was rejected, by its line. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Header of the column with the reasons. */
  readonly reasonHeader: string;
}

/** Reading of the source, and the name of what is written while it is not finished. */
export type RejectedReading = Reading & Pick<Writing, 'unfinished'>;

/**
 * Saves the rejected rows of a file as a file of the same format, encoding, delimiter and header with the reasons in a
 * column behind (M12). The cells are the source's own, passwords included: it is the person's file. In a file without a
 * header the reason stands behind the last column that has a meaning by position, so that it is never read as one.
 * @throws FileProblem
 */
export async function writeRejected(
  sourcePath: string, settings: FileSettings, rejected: RejectedRows, destination: string, reading: RejectedReading = {},
): Promise<{ rows: number; size: number }> {
  let rows = 0;
  const width = { columns: settings.headerRow ? settings.mapping.length : Math.max(settings.mapping.length, positionalFields.length) };
  const withReason = (cells: readonly string[], reason: string): string[] => {
    const missing = Math.max(0, width.columns - cells.length);
    return [...cells, ...Array.from({ length: missing }, () => ''), reason];
  };
  async function* records(): AsyncGenerator<string[]> {
    const batches = sourceRecords(sourcePath, settings, reading);
    for await (const { header, rows: batch } of splitRecords(batches, settings.headerRow)) {
      if (header !== null) {
        width.columns = Math.max(width.columns, header.cells.length);
        yield withReason(header.cells, rejected.reasonHeader);
      }
      for (const record of batch) {
        const reason = rejected.reasons.get(record.line);
        if (reason === undefined) continue;
        rows += 1;
        yield withReason(record.cells, reason);
      }
    }
  }
  if (settings.format === 'xlsx') {
    const { size } = await writeXlsxRecords(destination, settings.sheet, records(), settings.headerRow, reading);
    return { rows, size };
  }
  const { encoding, delimiter } = settings;
  const form = await textForm(sourcePath, encoding);
  async function* lines(): AsyncGenerator<string> {
    for await (const cells of records()) yield csvLine(cells, delimiter, form.lineEnd);
  }
  const { size } = await writeAtomically(destination, encodedLines(lines(), encoding, form.hasByteOrderMark), reading);
  return { rows, size };
}

async function writeXlsxRecords(
  destination: string, sheetName: string, records: AsyncGenerator<string[]>, headerRow: boolean, { signal, unfinished }: RejectedReading,
): Promise<{ size: number }> {
  const first = headerRow ? await records.next() : null;
  const header = first === null || first.done === true ? null : first.value;
  return writeXlsx(destination, { header, rows: records }, { sheetName }, { signal, unfinished });
}

/** Line end and byte order mark of a text file, from its beginning. */
async function textForm(path: string, encoding: FileEncoding): Promise<{ lineEnd: string; hasByteOrderMark: boolean }> {
  const { bytes } = await readHead(path, 65_536);
  const mark = byteOrderMark(encoding);
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
  const lineEnd = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\r\n';
  return { lineEnd, hasByteOrderMark: mark.length > 0 && mark.every((byte, index) => bytes[index] === byte) };
}
