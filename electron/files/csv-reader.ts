import { basename } from 'node:path';
import { CsvError, Parser } from 'csv-parse';
import type { Delimiter, FileEncoding } from '#shared/file-inspection.ts';
import type { Reading } from './byte-chunks.ts';
import type { FileRecord } from './file-record.ts';
import { FileProblem } from './file-problem.ts';
import { maximumColumns, maximumRecordBytes } from './limits.ts';
import { PhysicalLines } from './physical-lines.ts';
import { textChunks } from './text-chunks.ts';

export interface CsvForm {
  readonly encoding: FileEncoding;
  readonly delimiter: Delimiter;
}

/** Collects records as they are parsed, with the line each starts on, instead of queueing them one by one. */
class RecordParser extends Parser {
  records: FileRecord[] = [];
  readonly lines = new PhysicalLines();
  /** Byte offset at which the record being parsed starts. */
  recordStart = 0;

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    this.records.push({ line: this.lines.lineAt(this.recordStart), cells: record });
    this.recordStart = this.info.bytes;
    // The parser takes the width of the first record as the rule and builds an error, kept and never shown, for every
    // record of another width: four times the time for a file with a delimiter too many on each line. Counting each
    // record as the first one spares that.
    Object.assign(this.info, { records: 0 });
    return true;
  }

  /** Parses bytes and gives the records they complete. */
  async parseBytes(bytes: Buffer): Promise<FileRecord[]> {
    this.lines.feed(bytes);
    await new Promise<void>((resolve, reject) => {
      this.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    return this.#handOver();
  }

  /** Gives the last record, when the file does not end with a line end. */
  async finish(): Promise<FileRecord[]> {
    this.resume();
    await new Promise<void>((resolve, reject) => {
      this.once('error', reject);
      this.end(resolve);
    });
    return this.#handOver();
  }

  #handOver(): FileRecord[] {
    const records = this.records;
    this.records = [];
    return records;
  }
}

function parserFor(delimiter: Delimiter): RecordParser {
  const parser = new RecordParser({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    // Without it a stray quote swallows the rows behind it silently.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: maximumRecordBytes,
  });
  // Errors are taken from the callbacks of write and end; without a listener they would also end the process.
  parser.on('error', () => undefined);
  return parser;
}

/**
 * The records of a CSV file in batches of one read each, with constant memory (M1, M4). Cells are text exactly as
 * written between delimiters (M5). A blank line is a record with one empty cell.
 * @throws FileProblem `not_in_this_encoding`, `binary_content`, `unclosed_quote`, `record_too_long`, `too_many_columns`
 */
export async function* csvRecords(path: string, form: CsvForm, reading: Reading = {}): AsyncGenerator<FileRecord[]> {
  const fileName = basename(path);
  const parser = parserFor(form.delimiter);
  let fed = 0;
  let isFirst = true;
  try {
    for await (const text of textChunks(path, form.encoding, reading)) {
      const bytes = Buffer.from(text, 'utf8');
      if (bytes.includes(0)) throw new FileProblem('binary_content', { fileName });
      let records = await parser.parseBytes(bytes);
      fed += bytes.length;
      refuseOverlong(parser, fed, bytes, form.delimiter);
      if (isFirst && records.length > 0) {
        isFirst = false;
        if (isSeparatorHint(records[0], form.delimiter)) records = records.slice(1);
      }
      refuseWide(records);
      if (records.length > 0) yield records;
    }
    const last = await parser.finish();
    refuseWide(last);
    if (last.length > 0) yield last;
  } catch (thrown) {
    throw csvProblem(thrown, parser.lines.lineAt(parser.recordStart), fileName);
  } finally {
    parser.destroy();
  }
}

/** The line `sep=;` that tells spreadsheet programs the delimiter is no data. */
function isSeparatorHint(record: FileRecord | undefined, delimiter: Delimiter): boolean {
  return record?.line === 1 && record.cells.join(delimiter).toLowerCase() === `sep=${delimiter}`;
}

/** The parser bounds the text of a record, but not how many empty cells it has (M4). */
function refuseOverlong(parser: RecordParser, fed: number, bytes: Buffer, delimiter: Delimiter): void {
  if (fed - parser.recordStart <= maximumRecordBytes * 2) return;
  const line = parser.lines.lineAt(parser.recordStart);
  let cut = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + 1)) cut += 1;
  if (cut > maximumColumns) throw new FileProblem('too_many_columns', { line, limit: maximumColumns });
  throw new FileProblem('record_too_long', { line, limit: maximumRecordBytes });
}

function refuseWide(records: readonly FileRecord[]): void {
  for (const { cells, line } of records) {
    if (cells.length > maximumColumns) {
      throw new FileProblem('too_many_columns', { line, limit: maximumColumns, found: cells.length });
    }
  }
}

function csvProblem(thrown: unknown, line: number, fileName: string): unknown {
  if (!(thrown instanceof CsvError)) return thrown;
  if (thrown.code === 'CSV_QUOTE_NOT_CLOSED') return new FileProblem('unclosed_quote', { line, fileName }, thrown);
  if (thrown.code === 'CSV_MAX_RECORD_SIZE') {
    // A record grows without end almost always because a quote was opened and never closed.
    return new FileProblem('record_too_long', { line, fileName, limit: maximumRecordBytes }, thrown);
  }
  return thrown;
}
