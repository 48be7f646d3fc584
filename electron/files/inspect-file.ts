import { basename } from 'node:path';
import type { Delimiter, FileEncoding, FileInspection, FileOverrides, FileSettings, InspectedColumn, SheetSummary } from '#shared/file-inspection.ts';
import type { Reading } from './byte-chunks.ts';
import { sniffDelimiter } from './delimiter.ts';
import { Examination } from './doctor/examination.ts';
import { findingsOf } from './doctor/findings.ts';
import { shortened, shownCell } from './doctor/tally.ts';
import { refuseTooManyRows } from './count-rows.ts';
import { chunkDecoder, detectEncoding } from './encodings.ts';
import { FileProblem } from './file-problem.ts';
import type { FileRecord } from './file-record.ts';
import { looksLikePerson, readColumns, type ColumnReading } from './header-row.ts';
import { headBytes, maximumBlankBeginning } from './limits.ts';
import { readHead } from './open-file.ts';
import { recognizeFormat } from './recognize-format.ts';
import { isBlank, RowCorrections } from './row-corrections.ts';
import { sourceRecords, splitRecords, type SourceForm } from './source-records.ts';
import { openWorkbook } from './xlsx-reader.ts';
import { chooseSheet } from './xlsx-workbook.ts';

export interface InspectionOptions extends Reading {
  /** Rows of the last file imported here, for the doctor. */
  readonly lastRowCount?: number | undefined;
  /** How long the doctor may look, in milliseconds. Rows are estimated when that is not enough. */
  readonly examineFor?: number | undefined;
}

const sampleRows = 20;
const firstRecords = 50;
const longestShown = 500;
const defaultExamination = 20_000;

/** What is known of a file's form before its rows are read. */
interface FileForm {
  readonly fileName: string;
  readonly size: number;
  readonly source: SourceForm;
  readonly detectedEncoding: FileEncoding | null;
  readonly detectedDelimiter: Delimiter | null;
  readonly hasByteOrderMark: boolean;
  readonly sheets: readonly SheetSummary[];
}

/**
 * Looks at a file: what it is, how it is read, the first rows, and everything the import doctor finds in the whole of
 * it (M1 to M3). Nothing is corrected: findings carry overrides that the person may accept and pass in.
 * @throws FileProblem when the file cannot be read as people at all
 */
export async function inspectFile(path: string, overrides: FileOverrides = {}, options: InspectionOptions = {}): Promise<FileInspection> {
  const form = await formOf(path, overrides);
  try {
    return await inspectAs(path, form, overrides, options);
  } catch (thrown) {
    const guessed = overrides.encoding === undefined && form.detectedEncoding === 'utf-8' && !form.hasByteOrderMark;
    if (!(thrown instanceof FileProblem) || thrown.code !== 'not_in_this_encoding' || !guessed) throw thrown;
    // The beginning was UTF-8 and the rest is not, so the file as a whole is not.
    return inspectAs(path, await formOf(path, overrides, 'windows-1252'), overrides, options);
  }
}

async function formOf(path: string, overrides: FileOverrides, detected?: FileEncoding): Promise<FileForm> {
  const fileName = basename(path);
  const { bytes, size } = await readHead(path, headBytes);
  const whole = bytes.length === size;
  if (recognizeFormat(bytes, whole, fileName, overrides.encoding) === 'xlsx') {
    const { archive, workbook } = await openWorkbook(path);
    archive.close();
    const sheet = chooseSheet(workbook, overrides.sheet, fileName).name;
    const sheets = workbook.sheets.map(({ name, hidden }) => ({ name, hidden }));
    return { fileName, size, source: { format: 'xlsx', sheet }, detectedEncoding: null, detectedDelimiter: null, hasByteOrderMark: false, sheets };
  }
  const found = detectEncoding(bytes, whole);
  const detectedEncoding = detected ?? found.encoding;
  const encoding = overrides.encoding ?? detectedEncoding;
  const beginning = decodedBeginning(bytes, encoding, fileName);
  if (beginning.trim() === '') throw new FileProblem('empty', { fileName });
  const detectedDelimiter = sniffDelimiter(beginning);
  return {
    fileName, size, detectedEncoding, detectedDelimiter, hasByteOrderMark: found.hasByteOrderMark, sheets: [],
    source: { format: 'csv', encoding, delimiter: overrides.delimiter ?? detectedDelimiter },
  };
}

function decodedBeginning(bytes: Uint8Array, encoding: FileEncoding, fileName: string): string {
  try {
    return chunkDecoder(encoding).decode(bytes);
  } catch (cause) {
    throw new FileProblem('not_in_this_encoding', { fileName, encoding }, cause);
  }
}

function settingsOf(form: FileForm, columns: ColumnReading, overrides: FileOverrides): FileSettings {
  return {
    ...form.source,
    headerRow: columns.headerRow,
    mapping: overrides.mapping ?? columns.mapping,
    skipBlankRows: overrides.skipBlankRows ?? false,
    skipDuplicateRows: overrides.skipDuplicateRows ?? false,
    repairMojibake: overrides.repairMojibake ?? false,
    realign: overrides.realign ?? [],
    setAsideLines: overrides.setAsideLines ?? [],
  };
}

/** The first records of a file, and all of them again from the beginning. */
async function lookAhead(batches: AsyncIterator<FileRecord[]>, fileName: string): Promise<{ first: FileRecord[]; all: AsyncGenerator<FileRecord[]> }> {
  const ahead: FileRecord[][] = [];
  let filled: FileRecord[] = [];
  let kept = 0;
  while (filled.length < firstRecords) {
    const next = await batches.next();
    if (next.done === true) break;
    ahead.push(next.value);
    kept += next.value.length;
    filled = [...filled, ...next.value.filter((record) => !isBlank(record)).slice(0, firstRecords)];
    // Endless blank rows would fill the memory (M4); the few rows above them are enough to go by.
    if (kept > maximumBlankBeginning) break;
  }
  if (filled.length === 0 && kept > maximumBlankBeginning) throw new FileProblem('blank_beginning', { fileName, limit: maximumBlankBeginning });
  async function* all(): AsyncGenerator<FileRecord[]> {
    for (const batch of ahead.splice(0)) yield batch;
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) yield next.value;
  }
  return { first: filled.slice(0, firstRecords), all: all() };
}

async function inspectAs(path: string, form: FileForm, overrides: FileOverrides, options: InspectionOptions): Promise<FileInspection> {
  const purpose = overrides.purpose ?? 'people';
  let progress = { read: 0, size: form.size };
  const onBytes = (read: number, size: number) => {
    progress = { read, size };
    options.onBytes?.(read, size);
  };
  await refuseTooManyRows(path, form.fileName, form.size, form.source, options);
  const source = sourceRecords(path, form.source, { signal: options.signal, onBytes });
  try {
    const { first, all } = await lookAhead(source, form.fileName);
    const [firstRecord, ...following] = first;
    if (firstRecord === undefined) throw new FileProblem('empty', { fileName: form.fileName });
    const columns = readColumns(firstRecord.cells, following.map((record) => record.cells), purpose, overrides.headerRow);
    const settings = settingsOf(form, columns, overrides);
    const header = columns.headerRow ? firstRecord : null;
    const examined = await examine(all, settings, header, options.examineFor ?? defaultExamination);
    const { examination } = examined;
    if (examination.filledRowCount === 0 && settings.setAsideLines.length === 0) throw new FileProblem('no_rows', { fileName: form.fileName });
    const rowCount = examined.whole ? examination.rowCount : Math.round(examination.rowCount * (progress.size / Math.max(1, progress.read)));
    const findings = findingsOf({
      purpose, settings, header, examination, rowCount, lastRowCount: options.lastRowCount ?? null,
      detectedEncoding: form.detectedEncoding, detectedDelimiter: form.detectedDelimiter,
      firstRows: columns.headerRow ? following : first,
    });
    return {
      fileName: form.fileName, size: form.size, purpose, settings, hasByteOrderMark: form.hasByteOrderMark, sheets: form.sheets,
      language: columns.language,
      columns: inspectedColumns(header, settings),
      sample: examined.sample, rowCount, rowCountIsExact: examined.whole, findings, examinedWholeFile: examined.whole,
    };
  } finally {
    await source.return(undefined);
  }
}

function inspectedColumns(header: FileRecord | null, settings: FileSettings): InspectedColumn[] {
  const width = Math.max(header?.cells.length ?? 0, settings.mapping.length);
  // A person's row taken as the header may hold a password; only what is not one of the person's values is shown (M10).
  const hidden = header !== null && looksLikePerson(header.cells);
  return Array.from({ length: width }, (_, index) => {
    const field = settings.mapping[index] ?? null;
    const text = shortened(header?.cells[index] ?? '', longestShown);
    return { index, header: header === null ? null : hidden && field === null ? '' : text, field };
  });
}

async function examine(batches: AsyncGenerator<FileRecord[]>, settings: FileSettings, header: FileRecord | null, milliseconds: number) {
  const isCsv = settings.format === 'csv';
  const examination = new Examination({
    mapping: settings.mapping, header, delimiter: isCsv ? settings.delimiter : null, countsShortRows: isCsv,
  });
  const corrections = new RowCorrections(settings);
  const sample: { line: number; cells: string[] }[] = [];
  const deadline = performance.now() + milliseconds;
  for await (const { rows } of splitRecords(batches, settings.headerRow)) {
    for (const source of rows) {
      const record = corrections.apply(source);
      if (record === null) continue;
      examination.row(record);
      if (sample.length < sampleRows && !isBlank(record)) {
        sample.push({ line: record.line, cells: record.cells.map((cell, column) => shortened(shownCell(cell, settings.mapping[column]), longestShown)) });
      }
    }
    if (performance.now() > deadline) return { examination, sample, whole: false };
  }
  return { examination, sample, whole: true };
}
