import type { Reading } from './byte-chunks.ts';
import { countedFromBytes } from './limits.ts';
import { RowLimit } from './row-limit.ts';
import type { SourceForm } from './source-records.ts';
import { textChunks } from './text-chunks.ts';
import { openWorkbook } from './xlsx-reader.ts';
import { chooseSheet } from './xlsx-workbook.ts';

/**
 * Refuses a large file of too many rows before any row of it is read: looking for where rows end takes a tenth of the
 * time that reading them does, so that the refusal comes within 5 s (M4). Small files are left to the reader's own count.
 * @throws FileProblem `too_many_rows` and those of the form
 */
export async function refuseTooManyRows(path: string, fileName: string, size: number, source: SourceForm, reading: Reading): Promise<void> {
  if (source.format === 'csv') {
    if (size < countedFromBytes) return;
    const count = new CsvRowCount(source.delimiter, new RowLimit({ fileName }));
    for await (const text of textChunks(path, source.encoding, { signal: reading.signal })) count.feed(text);
    return;
  }
  const { archive, workbook } = await openWorkbook(path);
  try {
    const { entry } = chooseSheet(workbook, source.sheet, fileName);
    if (archive.inflatedSize(entry) < countedFromBytes) return;
    const count = new SheetRowCount(new RowLimit({ fileName, sheet: source.sheet }));
    for await (const chunk of archive.read(entry, reading.signal)) count.feed(chunk);
  } finally {
    archive.close();
  }
}

const quote = 0x22;
const lineFeed = 0x0A;
const carriageReturn = 0x0D;
const space = 0x20;

/** Finds the ends of records as the CSV reader does: a quote opens at the beginning of a cell only. */
class CsvRowCount {
  readonly #limit: RowLimit;
  readonly #delimiter: number;
  #quoted = false;
  #afterQuote = false;
  #atCellStart = true;
  #afterReturn = false;
  #filled = false;

  constructor(delimiter: string, limit: RowLimit) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#limit = limit;
  }

  feed(text: string): void {
    let rows = 0;
    let filledRows = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#isWithinQuotes(code)) continue;
      if (code === lineFeed && this.#afterReturn) {
        this.#afterReturn = false;
      } else if (code === lineFeed || code === carriageReturn) {
        rows += 1;
        if (this.#filled) filledRows += 1;
        this.#filled = false;
        this.#atCellStart = true;
        this.#afterReturn = code === carriageReturn;
      } else {
        this.#afterReturn = false;
        this.#atCellStart = code === this.#delimiter;
        if (code > space && code !== this.#delimiter) this.#filled = true;
      }
    }
    this.#limit.add(rows, filledRows);
  }

  /** Follows quotes; true when the character is a quote that opens or closes, or stands between two that do. */
  #isWithinQuotes(code: number): boolean {
    if (this.#afterQuote) {
      this.#afterQuote = false;
      // Two quotes are one of the text; anything else means that the cell's quotes have ended.
      if (code === quote) {
        this.#filled = true;
        return true;
      }
      this.#quoted = false;
      this.#atCellStart = false;
    }
    if (this.#quoted) {
      if (code === quote) this.#afterQuote = true;
      else if (code > space) this.#filled = true;
      return true;
    }
    if (code !== quote || !this.#atCellStart) return false;
    this.#quoted = true;
    this.#afterReturn = false;
    return true;
  }
}

const rowTag = Buffer.from('<row');
/** Bytes kept of a chunk so that a tag cut by its end is found: one less than a tag and the character behind it. */
const keptBytes = 4;
const behindTagName: ReadonlySet<number> = new Set([0x20, 0x09, 0x0A, 0x0D, 0x2F, 0x3E]);

/** Finds the rows of a sheet in its XML without parsing it; one with a value or a text is not blank. */
class SheetRowCount {
  readonly #limit: RowLimit;
  #kept = Buffer.alloc(0);
  /** A row has begun, and no value of it has been found yet. */
  #unfilled = false;

  constructor(limit: RowLimit) {
    this.#limit = limit;
  }

  feed(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#kept, chunk]);
    const next = { value: -2, text: -2 };
    let rows = 0;
    let filledRows = 0;
    let from = 0;
    for (;;) {
      const row = nextRow(bytes, from);
      const until = row < 0 ? bytes.length : row;
      if (this.#unfilled && hasValue(bytes, from, until, next)) {
        filledRows += 1;
        this.#unfilled = false;
      }
      if (row < 0) break;
      rows += 1;
      this.#unfilled = true;
      from = row + rowTag.length;
    }
    this.#kept = Buffer.from(bytes.subarray(Math.max(from, bytes.length - keptBytes)));
    this.#limit.add(rows, filledRows);
  }
}

function nextRow(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(rowTag, from);
  // A tag at the very end is found again with the next chunk, which tells its whole name.
  while (at >= 0 && !behindTagName.has(bytes[at + rowTag.length] ?? 0)) at = bytes.indexOf(rowTag, at + 1);
  return at;
}

/** Whether a value or text element begins in a range. `next` remembers where the next of each is, -1 for nowhere. */
function hasValue(bytes: Buffer, from: number, until: number, next: { value: number; text: number }): boolean {
  if (next.value !== -1 && next.value < from) next.value = bytes.indexOf('<v>', from);
  if (next.value >= 0 && next.value < until) return true;
  if (next.text !== -1 && next.text < from) next.text = bytes.indexOf('<t', from);
  return next.text >= 0 && next.text < until;
}
