import { describe, expect, it } from 'vitest';
import { rawSpreadsheet, spreadsheetParts, type RawSpreadsheet } from '../../test/support/spreadsheet-parts.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { zipArchive } from '../../test/support/zip-archive.ts';
import type { FileRecord } from './file-record.ts';
import { openWorkbook, xlsxRecords } from './xlsx-reader.ts';

const folder = temporaryFolder();

async function readBytes(bytes: Buffer, sheet?: string): Promise<FileRecord[]> {
  const path = await folder.write('people.xlsx', bytes);
  const records: FileRecord[] = [];
  for await (const batch of xlsxRecords(path, sheet)) records.push(...batch);
  return records;
}

const read = (raw: RawSpreadsheet, sheet?: string) => readBytes(rawSpreadsheet(raw), sheet);

async function cell(xml: string, raw: RawSpreadsheet = {}): Promise<string> {
  return (await read({ ...raw, rows: `<row>${xml}</row>` }))[0]?.cells[0] ?? '';
}

const formats = '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="00000"/>'
  + '<numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="&quot;day&quot; 0.00"/><numFmt numFmtId="168" formatCode="[$-40C]dd mmmm yyyy;@"/></numFmts>'
  + '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
  + '<xf numFmtId="22"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="20"/></cellXfs>';

describe('reading spreadsheets', () => {
  it('M1: texts are read wherever a spreadsheet puts them', async () => {
    expect(await cell('<c t="s"><v>1</v></c>', { sharedStrings: '<si><t>a</t></si><si><t>b</t></si>' })).toBe('b');
    expect(await cell('<c t="inlineStr"><is><t>inline</t></is></c>')).toBe('inline');
    expect(await cell('<c t="str"><f>UPPER("x")</f><v>X</v></c>')).toBe('X');
    expect(await cell('<c t="s"><v>0</v></c>', { sharedStrings: '<si><r><t>rich </t></r><r><rPr/><t xml:space="preserve">text</t></r><rPh><t>reading</t></rPh></si>' })).toBe('rich text');
    expect(await cell('<c t="str"><v><![CDATA[a<b]]></v></c>')).toBe('a<b');
    expect(await cell('<c t="inlineStr"><is><t>l1_x000D_&#10;l2 _x005F_x000D_ &amp;</t></is></c>')).toBe('l1\r\nl2 _x000D_ &');
  });

  it('M5: nothing is evaluated: a formula is what it had come to, and empty when it had come to nothing', async () => {
    expect(await cell('<c><f>1+1</f><v>2</v></c>')).toBe('2');
    expect(await cell('<c><f>WEBSERVICE("http://example.org")</f></c>')).toBe('');
    expect(await cell('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')).toBe('#DIV/0!');
  });

  it('M5: numbers are the text a person typed', async () => {
    const cases: [string, string][] = [
      ['0.30000000000000004', '0.3'], ['1.1000000000000001', '1.1'], ['12345678901234567890', '12345678901234567890'],
      ['1E+20', '100000000000000000000'], ['1.5E-7', '0.00000015'], ['-2.5000000000000001E-2', '-0.025'],
      ['33612345678', '33612345678'], ['0', '0'], ['1.0', '1'], ['-7', '-7'],
    ];
    for (const [stored, text] of cases) expect(await cell(`<c><v>${stored}</v></c>`), stored).toBe(text);
  });

  it('M5: numbers shown with leading zeros keep them', async () => {
    expect(await cell('<c s="3"><v>1234</v></c>', { styles: formats })).toBe('01234');
  });

  it('M5: dates are ISO text, whatever way they are shown', async () => {
    const cases: [number, string, string][] = [
      [1, '45292', '2024-01-01'], [2, '45292', '2024-01-01'], [7, '45292', '2024-01-01'], [4, '45292.5', '2024-01-01T12:00:00'],
      [4, '45292.99998842593', '2024-01-01T23:59:59'], [8, '0.75', '18:00:00'], [1, '61', '1900-03-01'],
      [1, '1', '1900-01-01'], [5, '1.5', '36:00:00'], [6, '12.5', '12.5'], [1, '99999999', '99999999'], [0, '45292', '45292'],
    ];
    for (const [style, stored, text] of cases) {
      expect(await cell(`<c s="${style}"><v>${stored}</v></c>`, { styles: formats }), `${style} ${stored}`).toBe(text);
    }
    expect(await cell('<c s="1"><v>43830</v></c>', { styles: formats, uses1904: true })).toBe('2024-01-01');
    expect(await cell('<c t="d"><v>2024-01-01T00:00:00</v></c>')).toBe('2024-01-01');
  });

  it('booleans are true and false', async () => {
    expect(await cell('<c t="b"><v>1</v></c>')).toBe('true');
    expect(await cell('<c t="b"><v>0</v></c>')).toBe('false');
  });

  it('M11: cells stand in their columns and rows have their numbers, with gaps and without references', async () => {
    expect(await read({ rows: '<row r="2"><c r="B2"><v>1</v></c><c r="AA2"><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>' })).toEqual([
      { line: 2, cells: ['', '1', ...Array.from({ length: 24 }, () => ''), '2', '3'] }, { line: 3, cells: [] }, { line: 4, cells: ['4'] },
    ]);
  });

  it('M1: the chosen sheet is read, the first visible one when none is chosen', async () => {
    const raw = { sheets: { Notes: '<row><c><v>1</v></c></row>', People: '<row><c><v>2</v></c></row>', 'A &amp; B': '<row><c><v>3</v></c></row>' }, hidden: ['Notes'] };
    expect((await read(raw))[0]?.cells).toEqual(['2']);
    expect((await read(raw, 'Notes'))[0]?.cells).toEqual(['1']);
    expect((await read(raw, 'A & B'))[0]?.cells).toEqual(['3']);
    await expect(read(raw, 'Absent')).rejects.toMatchObject({ code: 'sheet_not_found', details: { sheet: 'Absent' } });
    const { archive, workbook } = await openWorkbook(folder.path('people.xlsx'));
    archive.close();
    expect(workbook.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([['Notes', true], ['People', false], ['A & B', false]]);
  });

  it('M1: parts with prefixes, in UTF-16, and stored without compression are read', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const prefixed = `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>é</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`;
    const utf16 = Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(prefixed, 'utf16le')]);
    for (const data of [Buffer.from(prefixed), utf16]) {
      const parts = spreadsheetParts({}).map((part) => (part.name.includes('sheet1') ? { ...part, data, stored: true } : part));
      expect((await readBytes(zipArchive(parts)))[0]?.cells).toEqual(['é']);
    }
  });

  it('M1: letters on the border of two chunks stay whole', async () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `é€😀${'x'.repeat(index % 7)}`);
    const rows = texts.map((text) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`).join('');
    expect((await read({ rows })).map((record) => record.cells[0])).toEqual(texts);
  });
});
