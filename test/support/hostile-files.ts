import { crc32, createDeflateRaw } from 'node:zlib';
import { rawSpreadsheet, spreadsheetParts } from './spreadsheet-parts.ts';
import { zipArchive, type ZipPart } from './zip-archive.ts';

/** Files made to hurt whoever opens them (M4). Each is built in memory; the largest is a few megabytes. */

const sheetEntry = 'xl/worksheets/sheet1.xml';
const sheetStart = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
const sheetEnd = '</sheetData></worksheet>';

interface Inflating { readonly deflated: Buffer; readonly size: number; readonly checksum: number }

/** Deflates a text repeated many times without ever holding it whole. */
async function deflateRepeated(start: string, block: string, times: number, end: string): Promise<Inflating> {
  const deflate = createDeflateRaw({ level: 6 });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  let size = 0;
  let checksum = 0;
  const write = async (text: Buffer): Promise<void> => {
    size += text.length;
    checksum = crc32(text, checksum);
    if (!deflate.write(text)) await new Promise((resolve) => deflate.once('drain', resolve));
  };
  await write(Buffer.from(start));
  const repeated = Buffer.from(block);
  for (let time = 0; time < times; time += 1) await write(repeated);
  await write(Buffer.from(end));
  await new Promise((resolve) => {
    deflate.once('end', resolve);
    deflate.end();
  });
  return { deflated: Buffer.concat(pieces), size, checksum };
}

function withSheet(inflating: Inflating, lies: Partial<ZipPart> = {}): Buffer {
  const parts = spreadsheetParts({}).filter((part) => part.name !== sheetEntry);
  const claims = { claimedSize: inflating.size, claimedChecksum: inflating.checksum };
  return zipArchive([...parts, { name: sheetEntry, data: '', deflated: inflating.deflated, ...claims, ...lies }]);
}

/** One text cell of 100 MB. */
export async function textBomb(): Promise<Buffer> {
  const body = await deflateRepeated(`${sheetStart}<row r="1"><c t="inlineStr"><is><t>`, 'a'.repeat(1_000_000), 100, `</t></is></c></row>${sheetEnd}`);
  return withSheet(body);
}

/** The same, but the directory says it is small. */
export async function lyingTextBomb(): Promise<Buffer> {
  const body = await deflateRepeated(`${sheetStart}<row r="1"><c t="inlineStr"><is><t>`, 'a'.repeat(1_000_000), 100, `</t></is></c></row>${sheetEnd}`);
  return withSheet(body, { claimedSize: 50_000 });
}

/** Two million rows that compress badly enough not to be noticed by their expansion alone. */
export async function rowBomb(): Promise<Buffer> {
  const noise = Array.from({ length: 400 }, (_, row) => `<row><c t="inlineStr"><is><t>${(row * 2_654_435_761 % 4_294_967_296).toString(36)}</t></is></c></row>`).join('');
  return withSheet(await deflateRepeated(sheetStart, noise, 5_000, sheetEnd));
}

/** Millions of different shared texts. */
export function sharedStringsBomb(): Buffer {
  const texts: string[] = [];
  for (let index = 0; index < 130_000; index += 1) {
    texts.push(`<si><t>${(index * 2_654_435_761 % 4_294_967_296).toString(36).repeat(150)}</t></si>`);
  }
  return rawSpreadsheet({ rows: '<row><c t="s"><v>0</v></c></row>', sharedStrings: texts.join('') });
}

/** Entities that expand to billions of characters. */
export function entityBomb(): Buffer {
  const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join('');
  const parts = spreadsheetParts({});
  return zipArchive(parts.map((part) => (part.name === sheetEntry
    ? { name: part.name, data: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">${entities}]>${sheetStart}<row><c t="inlineStr"><is><t>&e9;</t></is></c></row>${sheetEnd}` }
    : part)));
}

/** A document type that would read a file of this computer. */
export function externalEntity(): Buffer {
  const parts = spreadsheetParts({});
  return zipArchive(parts.map((part) => (part.name === 'xl/workbook.xml'
    ? { name: part.name, data: `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${String(part.data)}` }
    : part)));
}

/** Elements nested a million deep. */
export async function nestingBomb(): Promise<Buffer> {
  return withSheet(await deflateRepeated(sheetStart, '<row><c><is><r>'.repeat(100), 2_000, ''));
}

/** Comments, processing instructions and attributes without end. */
export async function silentBomb(kind: 'comment' | 'attribute' | 'element name' | 'cdata'): Promise<Buffer> {
  const starts = { comment: '<!-- ', attribute: '<row x="', 'element name': '<a', cdata: '<row><c t="str"><v><![CDATA[' };
  const noise = Array.from({ length: 5_000 }, (_, index) => (index * 48_271 % 2_147_483_647).toString(36)).join('');
  return withSheet(await deflateRepeated(sheetStart + starts[kind], noise, 1_000, ''));
}

/** Ten thousand parts. */
export function manyEntries(): Buffer {
  return zipArchive([...spreadsheetParts({}), ...Array.from({ length: 10_000 }, (_, index) => ({ name: `x/${index}`, data: '' }))]);
}

/** A part whose name leads out of the folder it would be unpacked into. */
export function entryNamed(name: string): Buffer {
  return zipArchive([...spreadsheetParts({}), { name, data: 'x' }]);
}

/** Two parts that are the same bytes. */
export function overlappingEntries(): Buffer {
  const parts = spreadsheetParts({ rows: '<row><c><v>1</v></c></row>' });
  return zipArchive([...parts, { name: 'xl/worksheets/sheet2.xml', data: parts[parts.length - 1]?.data ?? '', startsAtPart: parts.length - 1 }]);
}

/** A sheet with one claim about it changed. */
export function lyingSheet(lies: Partial<ZipPart>, rows = '<row><c><v>1</v></c></row>'): Buffer {
  return zipArchive(spreadsheetParts({ rows }).map((part) => (part.name === sheetEntry ? { ...part, ...lies } : part)));
}

/** A good spreadsheet of some size. */
export function goodSpreadsheet(rowCount: number): Buffer {
  const rows = Array.from({ length: rowCount }, (_, row) =>
    `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t>user${row}</t></is></c><c r="B${row + 1}" t="inlineStr"><is><t>user${row}@example.org</t></is></c></row>`);
  return rawSpreadsheet({ rows: rows.join('') });
}

/** The header of the container of old `.xls` files, which encrypted `.xlsx` files use as well. */
export function oldContainer(): Buffer {
  return Buffer.concat([Buffer.from([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), Buffer.alloc(4_096)]);
}

/** Rows whose only cell stands far out: in the last column that is read, or in the last that there is. */
export function farColumns(rowCount: number, column: 'SF' | 'XFD'): Buffer {
  const rows = Array.from({ length: rowCount }, (_, row) => `<row r="${row + 1}"><c r="${column}${row + 1}"><v>${row}</v></c></row>`);
  return rawSpreadsheet({ rows: rows.join('') });
}

/** CSV with so many rows, each of them different. */
export function csvRows(count: number): Buffer {
  const pieces = ['username,email,display name\n'];
  for (let row = 0; row < count; row += 1) pieces.push(`user${row},user${row}@example.org,User Number ${row}\n`);
  return Buffer.from(pieces.join(''));
}

/** Archives in archives: what unpacks all that it finds never comes to an end of them. */
export function nestedArchives(depth: number): Buffer {
  let inner: Buffer = Buffer.alloc(1_000_000);
  for (let level = 0; level < depth; level += 1) {
    inner = zipArchive(Array.from({ length: 10 }, (_, index) => ({ name: `${level}-${index}.zip`, data: inner })));
    // Ten copies of an archive deflate to little more than one.
    if (inner.length > 4_000_000) break;
  }
  return inner;
}

/** An archive whose only part claims to start at the archive's own beginning and to be as long as it: it holds itself. */
export function quine(): Buffer {
  const shape = zipArchive([{ name: 'r/r.zip', data: Buffer.alloc(100), stored: true }]);
  return zipArchive([{ name: 'r/r.zip', data: Buffer.alloc(100), stored: true, claimedSize: shape.length, claimedCompressedSize: shape.length - 200 }]);
}

/** Parts that all start at the same compressed bytes: few megabytes that would inflate to thousands of times as many. */
export function sharedKernel(): Buffer {
  const parts = spreadsheetParts({ rows: '<row><c><v>1</v></c></row>' });
  const kernel = { name: 'xl/kernel', data: Buffer.alloc(10_000_000) };
  const copies = Array.from({ length: 3_000 }, (_, index) => ({ name: `xl/${index}`, data: '', claimedSize: 1_000_000, claimedCompressedSize: 9_000, startsAtPart: parts.length }));
  return zipArchive([...parts, kernel, ...copies]);
}
