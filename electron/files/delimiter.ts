import { delimiters, type Delimiter } from '#shared/file-inspection.ts';
import { isEmail, readHeader } from '#shared/people-file.ts';

const sampledRecords = 200;
const spreadsheetHint = /^\uFEFF?sep=([,;\t|])\r?\n/iu;

/**
 * The delimiter of a CSV text, from its beginning (M1). Counts columns record by record, quotes respected, and prefers
 * the delimiter that cuts most records into the same number of columns, above all when what it cuts out are known
 * headers and whole email addresses. A comma when nothing is cut.
 */
export function sniffDelimiter(beginning: string): Delimiter {
  const hint = spreadsheetHint.exec(beginning)?.[1];
  const hinted = delimiters.find((delimiter) => delimiter === hint);
  if (hinted !== undefined) return hinted;
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const score = scoreOf(splitBeginning(beginning, delimiter));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function scoreOf(records: readonly (readonly string[])[]): number {
  const header = records[0];
  if (header === undefined) return 0;
  const widths = new Map<number, number>();
  for (const record of records) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
  let modal = { width: 1, count: 0 };
  for (const [width, count] of widths) {
    if (width > 1 && count > modal.count) modal = { width, count };
  }
  if (modal.width === 1) return 0;
  const evenness = modal.count / records.length;
  const knownHeaders = readHeader(header).recognized / header.length;
  const withEmail = records.filter((record) => record.some((cell) => isEmail(cell.trim()))).length / records.length;
  return evenness * (1 + knownHeaders + withEmail);
}

/**
 * Cuts the beginning of a text into records, for judging only: lenient, bounded, the last record left out when the
 * text goes on behind it. Blank records do not count.
 */
export function splitBeginning(text: string, delimiter: Delimiter): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  const endRecord = () => {
    record.push(cell);
    if (record.some((each) => each.trim() !== '')) records.push(record);
    record = [];
    cell = '';
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length && records.length < sampledRecords; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter) { record.push(cell); cell = ''; } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      endRecord();
    } else cell += character;
  }
  if ((record.length > 0 || cell !== '') && (records.length === 0 || !quoted)) endRecord();
  return records;
}
