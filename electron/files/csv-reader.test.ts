import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delimiter, FileEncoding } from '#shared/file-inspection.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { csvRecords } from './csv-reader.ts';
import { byteOrderMark, encodeText } from './encodings.ts';
import type { FileRecord } from './file-record.ts';

const folder = temporaryFolder();

async function read(content: string | Uint8Array, encoding: FileEncoding = 'utf-8', delimiter: Delimiter = ','): Promise<FileRecord[]> {
  const path = await folder.write('people.csv', content);
  const records: FileRecord[] = [];
  for await (const batch of csvRecords(path, { encoding, delimiter })) records.push(...batch);
  return records;
}

describe('reading CSV', () => {
  it('M1: quoted cells keep line breaks and doubled quotes', async () => {
    expect(await read('a,"b\nc","say ""hi"""\r\nd,e,f')).toEqual([
      { line: 1, cells: ['a', 'b\nc', 'say "hi"'] }, { line: 3, cells: ['d', 'e', 'f'] },
    ]);
  });

  it('M11: every record has the line an editor shows, whatever mixture of line ends stands before it', async () => {
    const records = await read('1\r\n2\n3\r4\n\r\n"6\r\n7\r8\n9",x\n10');
    expect(records.map((record) => [record.line, record.cells[0]])).toEqual([
      [1, '1'], [2, '2'], [3, '3'], [4, '4'], [5, ''], [6, '6\r\n7\r8\n9'], [10, '10'],
    ]);
  });

  it('M11: lines stay true when a chunk ends inside CRLF', async () => {
    for (const padding of [65_534, 65_535, 65_536]) {
      const first = `${'x'.repeat(1_000)},`.repeat(66).slice(0, padding);
      const records = await read(`${first}\r\nsecond\r\nthird`);
      expect(records.map((record) => record.line)).toEqual([1, 2, 3]);
    }
  });

  it('M11: property: lines agree with a count of the line ends written', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '\r\n', ',', '"', ' '), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    await fc.assert(fc.asyncProperty(table, fc.constantFrom('\r\n', '\n', '\r'), async (rows, lineEnd) => {
      const lines = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',') + lineEnd);
      const records = await read(lines.join(''));
      expect(records.map((record) => record.cells)).toEqual(rows);
      const expected = lines.map((_, index) => lines.slice(0, index).join('').split(/\r\n|\n|\r/u).length);
      expect(records.map((record) => record.line)).toEqual(expected);
    }), { numRuns: 100 });
  });

  it('M5: leading zeros, long numbers, dates and spaces survive unchanged', async () => {
    const cells = ['007', '12345678901234567890', '01/02/2026', '1E5', ' padded ', '=1+1', 'NULL', '-0.10'];
    expect((await read(cells.join(',')))[0]?.cells).toEqual(cells);
  });

  it('M1: UTF-16 in both byte orders and Windows-1252 are read, with or without byte order mark', async () => {
    const text = 'Élodie,Œuvre,€,naïve\r\n';
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const) {
      const bytes = encodeText(text.repeat(3_000), encoding);
      for (const content of [bytes, Buffer.concat([byteOrderMark(encoding), bytes])]) {
        const records = await read(content, encoding);
        expect(records.length, encoding).toBe(3_000);
        expect(new Set(records.map((record) => record.cells.join()))).toEqual(new Set([text.trim()]));
      }
    }
  });

  it('a stray quote does not swallow the rows behind it', async () => {
    const records = await read('a,5" disk,c\nd,"quoted" tail,f\ng,h,i\n');
    expect(records.map((record) => record.cells)).toEqual([['a', '5" disk', 'c'], ['d', '"quoted" tail', 'f'], ['g', 'h', 'i']]);
  });

  it('the hint `sep=;` of spreadsheet programs is no data', async () => {
    expect(await read('sep=;\r\na;b\r\n', 'utf-8', ';')).toEqual([{ line: 2, cells: ['a', 'b'] }]);
  });

  it('M4: an unclosed quote is named with the line it was opened on', async () => {
    await expect(read('a,b\nc,"d\ne,f\n')).rejects.toMatchObject({ code: 'unclosed_quote', details: { line: 2 } });
  });

  it('M4: a quote that is never closed does not fill the memory', async () => {
    await expect(read(`a,b\nc,"${'d,e\n'.repeat(600_000)}`)).rejects.toMatchObject({ code: 'record_too_long', details: { line: 2 } });
  });

  it('M4: a row of millions of columns is refused', async () => {
    await expect(read(`a,b\n${','.repeat(10_000_000)}\n`)).rejects.toMatchObject({ code: 'too_many_columns', details: { line: 2 } });
    await expect(read(`${','.repeat(16_384)}\n`)).rejects.toMatchObject({ code: 'too_many_columns', details: { found: 16_385 } });
  });

  it('M4: NUL characters are refused', async () => {
    await expect(read('a,b\nc,\0d\n')).rejects.toMatchObject({ code: 'binary_content' });
  });

  it('M1: bytes that are no UTF-8 are named with their line, also far behind the beginning', async () => {
    const bytes = Buffer.concat([Buffer.from('é,b\n'.repeat(100_000)), Buffer.from([0xE9, 0x0A])]);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'not_in_this_encoding', details: { line: 100_001, encoding: 'utf-8' } });
  });

  it('M1: half a surrogate pair in UTF-16 is refused', async () => {
    await expect(read(Buffer.from([0x61, 0x00, 0x00, 0xD8, 0x62, 0x00]), 'utf-16le')).rejects.toMatchObject({ code: 'not_in_this_encoding' });
    await expect(read(Buffer.from([0x00, 0x61, 0x00]), 'utf-16be')).rejects.toMatchObject({ code: 'not_in_this_encoding' });
  });
});
