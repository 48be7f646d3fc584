import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { delimiters, fileEncodings } from '#shared/file-inspection.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { csvRecords } from './csv-reader.ts';
import { csvLine, encodedLines, writeCsv } from './csv-writer.ts';
import type { FileRecord } from './file-record.ts';
import { inspectFile } from './inspect-file.ts';
import { readRows } from './read-rows.ts';
import { protectedValue, unprotectedValue } from './spreadsheet-safety.ts';
import type { TableRow } from './table.ts';
import { writeAtomically } from './write-atomically.ts';
import { openWorkbook, xlsxRecords } from './xlsx-reader.ts';
import { writeXlsx } from './xlsx-writer.ts';

const folder = temporaryFolder();

const awkward = fc.oneof(
  fc.constantFrom('', '=1+1', "'=1", "''@x", '+33 6 12', '-1', '@home', "'quoted'", "'", '\tx', 'a\r\nb', '_x000D_', '_x005F_x000D_', ' padded ',
    '007', '12345678901234567890', '01/02/2026', 'TRUE', 'é', '€', 'a,b;c|d', '"', '<&>', '1e5', 'null'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
).map((text) => text.replaceAll('\0', ''));

async function collect(batches: AsyncIterable<FileRecord[]>): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of batches) rows.push(...batch.map((record) => record.cells));
  return rows;
}

function tables(cell: fc.Arbitrary<string>): fc.Arbitrary<string[][]> {
  return fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 15 }));
}

function withoutTrailingEmpty(row: readonly string[]): string[] {
  let length = row.length;
  while (length > 0 && row[length - 1] === '') length -= 1;
  return row.slice(0, length);
}

describe('what is written is read again', () => {
  it('property: any table, in every encoding and with every delimiter', async () => {
    await fc.assert(fc.asyncProperty(tables(awkward), fc.constantFrom(...fileEncodings), fc.constantFrom(...delimiters), fc.boolean(),
      async (table, encoding, delimiter, mark) => {
        const rows = encoding === 'windows-1252' ? table.map((row) => row.map((cell) => cell.replace(/[^\u0020-\u007E\u00A0-\u00FF€\r\n\t]/gu, ''))) : table;
        const path = folder.path('any.csv');
        const lines = rows.map((row) => csvLine(row, delimiter, '\r\n'));
        await writeAtomically(path, encodedLines(lines, encoding, mark));
        expect(await collect(csvRecords(path, { encoding, delimiter }))).toEqual(rows);
      }), { numRuns: 150 });
  });

  it('property: any table as a spreadsheet', async () => {
    await fc.assert(fc.asyncProperty(tables(awkward), async (rows) => {
      const path = folder.path('any.xlsx');
      await writeXlsx(path, { header: null, rows }, { sheetName: 'Any' });
      expect(await collect(xlsxRecords(path, 'Any'))).toEqual(rows.map(withoutTrailingEmpty));
    }), { numRuns: 150 });
  });

  it('M21 property: the apostrophe comes off again, and only the one that was put on', () => {
    fc.assert(fc.property(awkward, fc.boolean(), (text, safe) => {
      expect(unprotectedValue(protectedValue(text, safe))).toBe(text);
    }));
    expect(protectedValue('=1+1', true)).toBe("'=1+1");
    expect(protectedValue('=1+1', false)).toBe('=1+1');
    expect(unprotectedValue("'hello")).toBe("'hello");
  });

  it('M21 property: export then import changes nothing, as CSV and as spreadsheet, safe or not', async () => {
    const header = ['Username', 'Email', 'Display name', 'Company', 'Mobile phone'];
    const person = fc.tuple(fc.nat(1e6), awkward, awkward, awkward).map(([id, name, company, phone]) => [`user${id}`, `user${id}@example.org`, name, company, phone]);
    const forms = fc.constantFrom('csv;safe', 'csv,safe', 'csv;raw', 'csv,raw', 'xlsx');
    await fc.assert(fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }), forms, async (rows, form) => {
      const path = folder.path('people');
      const table = { header, rows };
      if (form === 'xlsx') await writeXlsx(path, table, { sheetName: 'Users' });
      else await writeCsv(path, table, { delimiter: form.charAt(3) === ';' ? ';' : ',', safeForSpreadsheets: form.endsWith('safe') });
      const { settings } = await inspectFile(path);
      expect(settings.mapping).toEqual(['username', 'email', 'displayName', 'company', 'mobilePhone']);
      const read: unknown[] = [];
      await readRows(path, settings, (batch) => { read.push(...batch.map(([, ...cells]) => cells)); });
      expect(read).toEqual(rows);
    }), { numRuns: 100 });
  });
});

describe('writing spreadsheets', () => {
  it('M21: cells keep their types: numbers, yes and no, days and moments', async () => {
    const path = folder.path('typed.xlsx');
    const rows: TableRow[] = [[7, true, new Date('2026-11-24T00:00:00Z'), new Date('2026-11-24T08:30:15Z'), null, 'text', Number.NaN, new Date('1850-01-01T00:00:00Z')]];
    await writeXlsx(path, { header: ['n', 'b', 'd', 'm', 'e', 't', 'x', 'o'], rows }, { sheetName: 'Typed' });
    expect((await collect(xlsxRecords(path, 'Typed')))[1]).toEqual(['7', 'true', '2026-11-24', '2026-11-24T08:30:15', '', 'text', 'NaN', '1850-01-01']);
  });

  it('M21: a value that begins like a formula is text in the file', async () => {
    const path = folder.path('formula.xlsx');
    await writeXlsx(path, { header: ['v'], rows: [['=HYPERLINK("http://example.org")']] }, { sheetName: 'S' });
    const { archive } = await openWorkbook(path);
    let xml = '';
    for await (const chunk of archive.read('xl/worksheets/sheet1.xml')) xml += chunk.toString('utf8');
    archive.close();
    expect(xml).toContain('t="inlineStr"><is><t>=HYPERLINK("http://example.org")</t></is>');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('state="frozen"');
  });

  it('M21: rows beyond a sheet go to further sheets with the same header', async () => {
    const path = folder.path('sheets.xlsx');
    const rows = Array.from({ length: 7 }, (_, index) => [`${index}`]);
    expect(await writeXlsx(path, { header: ['n'], rows }, { sheetName: 'Users', rowsPerSheet: 4 })).toMatchObject({ rows: 7 });
    expect(await collect(xlsxRecords(path, 'Users'))).toEqual([['n'], ['0'], ['1'], ['2']]);
    expect(await collect(xlsxRecords(path, 'Users 2'))).toEqual([['n'], ['3'], ['4'], ['5']]);
    expect(await collect(xlsxRecords(path, 'Users 3'))).toEqual([['n'], ['6']]);
    const exact = folder.path('exact.xlsx');
    await writeXlsx(exact, { header: ['n'], rows: rows.slice(0, 3) }, { sheetName: 'Users', rowsPerSheet: 4 });
    const { archive, workbook } = await openWorkbook(exact);
    archive.close();
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['Users']);
  });

  it('M21: an empty list is a file with a header', async () => {
    await writeXlsx(folder.path('none.xlsx'), { header: ['n'], rows: [] }, { sheetName: 'Users' });
    expect(await collect(xlsxRecords(folder.path('none.xlsx'), 'Users'))).toEqual([['n']]);
  });

  it('CSV for spreadsheet programs begins with the byte order mark', async () => {
    await writeCsv(folder.path('mark.csv'), { header: ['Prénom'], rows: [['Zoé']] }, { delimiter: ';', safeForSpreadsheets: true });
    expect((await readFile(folder.path('mark.csv'))).toString('utf8')).toBe('\uFEFFPrénom\r\nZoé\r\n');
    expect(await readdir(dirname(folder.path('mark.csv')))).toEqual(['mark.csv']);
  });
});
