import { describe, expect, it } from 'vitest';
import type { FileProblemCode } from '#shared/file-problems.ts';
import * as hostile from '../../test/support/hostile-files.ts';
import { inspectMeasured } from '../../test/support/measured-child.ts';
import { rawSpreadsheet, spreadsheetParts } from '../../test/support/spreadsheet-parts.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { zipArchive } from '../../test/support/zip-archive.ts';
import { inspectFile } from './inspect-file.ts';

const folder = temporaryFolder();
const megabyte = 1_048_576;

describe('hostile files', () => {
  const bombs: [string, FileProblemCode, () => Promise<Buffer> | Buffer][] = [
    ['a text cell of 100 MB', 'expands_too_much', hostile.textBomb],
    ['a bomb that lies about its size', 'size_mismatch', hostile.lyingTextBomb],
    ['shared texts without end', 'too_many_shared_strings', hostile.sharedStringsBomb],
    ['entities that expand to billions', 'doctype_forbidden', hostile.entityBomb],
    ['an entity that names a file', 'doctype_forbidden', hostile.externalEntity],
    ['elements nested without end', 'damaged_sheet', hostile.nestingBomb],
    ['a comment without end', 'cell_too_long', () => hostile.silentBomb('comment')],
    ['an attribute without end', 'cell_too_long', () => hostile.silentBomb('attribute')],
    ['an element name without end', 'cell_too_long', () => hostile.silentBomb('element name')],
    ['character data without end', 'cell_too_long', () => hostile.silentBomb('cdata')],
    ['ten thousand parts', 'too_many_entries', hostile.manyEntries],
    ['a ten-million-column CSV row', 'too_many_columns', () => Buffer.from(`a,b\n${','.repeat(10_000_000)}\n`)],
    ['CSV rows of 16,384 columns', 'too_many_columns', () => Buffer.from(`${Array.from({ length: 16_384 }, (_, column) => `c${column}`).join(',')}\n`.repeat(200))],
    ['rows of 16,384 columns in a sheet', 'too_many_columns', () => hostile.farColumns(20_000, 'XFD')],
    ['rows whose only cell stands far out', 'too_many_cells', () => hostile.farColumns(20_000, 'SF')],
    ['more CSV rows than a plan takes', 'too_many_rows', () => hostile.csvRows(1_100_000)],
    ['more rows in a sheet than a plan takes', 'too_many_rows', hostile.rowBomb],
    ['a hundred million blank lines under a header', 'too_many_rows', () => Buffer.from(`username,email\na,a@example.org\n${'\n'.repeat(100_000_000)}`)],
    ['rows of delimiters only, twenty million of them', 'too_many_rows', () => Buffer.from(`username,email\na,a@example.org\n${',,,\n'.repeat(20_000_000)}`)],
    ['more blank lines above the header than are looked through', 'blank_beginning', () => Buffer.from(`,\n${' ,\n'.repeat(100)}${'\n'.repeat(1_000_000)}username,email\n`)],
    ['a line of 200 MB', 'record_too_long', () => Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(200_000_000, 'x')])],
    ['NULs behind 30 MB of text', 'binary_content', () => Buffer.from(`username,email\n${'anna,anna@example.org\n'.repeat(900_000)}a\0b,c\n`)],
    ['an archive within an archive within an archive', 'not_a_spreadsheet', () => hostile.nestedArchives(20)],
    ['an archive that claims to hold itself', 'damaged_archive', hostile.quine],
    ['thousands of parts that share one kernel of bytes', 'overlapping_entries', hostile.sharedKernel],
    ['a CSV quote that is never closed', 'record_too_long', () => Buffer.from(`a,b\n1,"${'x,y\n'.repeat(5_000_000)}`)],
  ];
  for (const [name, code, make] of bombs) {
    it(`M4: ${name} ends in a clear error within 5 s, below 300 MB`, { timeout: 90_000 }, async () => {
      const path = await folder.write('hostile', await make());
      const measured = await inspectMeasured(path);
      expect(measured.problem?.code).toBe(code);
      expect(measured.cpuMilliseconds).toBeLessThan(5_000);
      expect(measured.peakMemory).toBeLessThan(300 * megabyte);
    });
  }

  const broken: [string, FileProblemCode, () => Buffer][] = [
    ['a name that leads out of the archive', 'unsafe_entry_name', () => hostile.entryNamed('../../etc/cron.d/x')],
    ['a name that leads out by backslashes', 'unsafe_entry_name', () => hostile.entryNamed('..\\..\\x')],
    ['an absolute name', 'unsafe_entry_name', () => hostile.entryNamed('/etc/passwd')],
    ['the name of a drive', 'unsafe_entry_name', () => hostile.entryNamed('C:/x')],
    ['parts that share bytes', 'overlapping_entries', hostile.overlappingEntries],
    ['two parts of one name', 'overlapping_entries', () => hostile.entryNamed('xl/workbook.xml')],
    ['a part that is larger than it says', 'size_mismatch', () => hostile.lyingSheet({ claimedSize: 10 })],
    ['a part that is smaller than it says', 'size_mismatch', () => hostile.lyingSheet({ claimedSize: 10_000 })],
    ['a part that says to be four gigabytes', 'expands_too_much', () => hostile.lyingSheet({ claimedSize: 4_294_967_294 })],
    ['a part longer than the file', 'truncated_archive', () => hostile.lyingSheet({ claimedCompressedSize: 1_000_000 })],
    ['a wrong checksum', 'damaged_archive', () => hostile.lyingSheet({ claimedChecksum: 1 })],
    ['damaged compressed data', 'damaged_archive', () => hostile.lyingSheet({ deflated: Buffer.from([0xFF, 0xFF, 0xFF, 0xFF]) })],
    ['compressed data that stops', 'truncated_archive', () => hostile.lyingSheet({ deflated: Buffer.from([0xEC]) })],
    ['an encrypted part', 'old_spreadsheet_or_encrypted', () => hostile.lyingSheet({ flags: 1 })],
    ['an unknown compression', 'unsupported_compression', () => hostile.lyingSheet({ method: 99 })],
    ['an old or encrypted spreadsheet', 'old_spreadsheet_or_encrypted', hostile.oldContainer],
    ['a column beyond the last', 'too_many_columns', () => rawSpreadsheet({ rows: '<row><c r="ZZZZZZ1"><v>1</v></c></row>' })],
    ['a row beyond the last', 'too_many_rows', () => rawSpreadsheet({ rows: '<row r="99999999"><c><v>1</v></c></row>' })],
    ['rows in reverse', 'damaged_sheet', () => rawSpreadsheet({ rows: '<row r="5"/><row r="4"/>' })],
    ['a row number that is none', 'damaged_sheet', () => rawSpreadsheet({ rows: '<row r="1e3x"/>' })],
    ['a text number that does not exist', 'damaged_sheet', () => rawSpreadsheet({ rows: '<row><c t="s"><v>7</v></c></row>' })],
    ['a cell of half a megabyte', 'cell_too_long', () => rawSpreadsheet({ rows: `<row><c t="inlineStr"><is><t>${'ab'.repeat(250_000)}</t></is></c></row>` })],
    ['XML that stops', 'damaged_sheet', () => rawSpreadsheet({ rows: '<row><c>' })],
    ['XML that is not UTF-8', 'damaged_sheet', () => zipArchive(spreadsheetParts({}).map((part) => (part.name.includes('sheet1') ? { ...part, data: Buffer.from([0x3C, 0x61, 0xFF]) } : part)))],
    ['another kind of archive', 'not_a_spreadsheet', () => zipArchive([{ name: 'word/document.xml', data: '<document/>' }])],
    ['a spreadsheet without sheets', 'no_sheet', () => rawSpreadsheet({ sheets: {} })],
    ['an empty file', 'empty', () => Buffer.alloc(0)],
    ['blank lines only', 'empty', () => Buffer.from('\r\n  \r\n')],
    ['a byte order mark only', 'empty', () => Buffer.from([0xEF, 0xBB, 0xBF])],
    ['a header only', 'no_rows', () => Buffer.from('username,email\r\n')],
    ['an image', 'binary_content', () => Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])],
    ['a web page named as a spreadsheet', 'unknown_format', () => Buffer.from('<html><table><tr><td>a</td></tr></table></html>')],
    ['a PDF', 'unknown_format', () => Buffer.from('%PDF-1.7\n1 0 obj')],
  ];
  for (const [name, code, make] of broken) {
    it(`M4: ${name} is refused as ${code}`, async () => {
      await expect(inspectFile(await folder.write('broken.xlsx', make()))).rejects.toMatchObject({ code });
    });
  }

  it('M4: a spreadsheet cut anywhere is refused', async () => {
    const good = hostile.goodSpreadsheet(2_000);
    for (let share = 1; share < 20; share += 1) {
      const path = await folder.write('cut.xlsx', good.subarray(0, Math.floor((good.length * share) / 20)));
      await expect(inspectFile(path), `cut at ${share}/20`).rejects.toMatchObject({ code: 'truncated_archive' });
    }
  });

  it('M4: damage anywhere in a spreadsheet ends in a problem or in the same rows, never in a defect', { timeout: 60_000 }, async () => {
    const good = hostile.goodSpreadsheet(200);
    for (let at = 0; at < good.length; at += 37) {
      const damaged = Buffer.from(good);
      damaged[at] = (damaged[at] ?? 0) ^ 0xFF;
      const path = await folder.write('damaged.xlsx', damaged);
      const rows = await inspectFile(path).then((inspection) => inspection.rowCount, (thrown: unknown) => {
        expect(thrown, `byte ${at}`).toMatchObject({ name: 'FileProblem' });
        return 200;
      });
      expect(rows).toBe(200);
    }
  });

  it('the name says nothing: a spreadsheet named .csv and CSV named .xlsx are read as what they are', async () => {
    const spreadsheet = await inspectFile(await folder.write('people.csv', hostile.goodSpreadsheet(3)));
    expect(spreadsheet.settings.format).toBe('xlsx');
    const text = await inspectFile(await folder.write('people.xlsx', 'username,email\na,a@example.org\n'));
    expect(text.settings.format).toBe('csv');
  });
});
