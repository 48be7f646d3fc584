import { execFileSync } from 'node:child_process';
import { appendFileSync, symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goodSpreadsheet } from '../../test/support/hostile-files.ts';
import { rawSpreadsheet } from '../../test/support/spreadsheet-parts.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { FileProblem } from './file-problem.ts';
import { inspectFile } from './inspect-file.ts';
import { sourceRecords } from './source-records.ts';

const folder = temporaryFolder();
const header = 'username,email\r\n';
const people = (count: number): string => header + Array.from({ length: count }, (_, row) => `user${row},user${row}@example.org\r\n`).join('');

describe('what stands where a file should', () => {
  it('M4: a folder, a missing file, a pipe and devices are refused at once', async () => {
    await mkdir(folder.path('folder'));
    await expect(inspectFile(folder.path('folder'))).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(inspectFile(folder.path('nothing'))).rejects.toMatchObject({ code: 'not_found', details: { fileName: 'nothing' } });
    await expect(inspectFile(`${folder.path('nothing')}/below`)).rejects.toMatchObject({ code: 'not_found' });
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [folder.path('pipe')]);
    for (const path of [folder.path('pipe'), '/dev/zero', '/dev/null', '/dev/tty']) await expect(inspectFile(path), path).rejects.toMatchObject({ code: 'not_a_file' });
  });

  it.skipIf(process.platform === 'win32')('M4: a link is what it leads to: a file is read, a device refused, nothing or itself not found', async () => {
    const link = (name: string, target: string): string => {
      symlinkSync(target, folder.path(name));
      return folder.path(name);
    };
    expect((await inspectFile(link('good', await folder.write('people.csv', people(3))))).rowCount).toBe(3);
    await expect(inspectFile(link('device', '/dev/zero'))).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(inspectFile(link('dangling', folder.path('nothing')))).rejects.toMatchObject({ code: 'not_found' });
    await expect(inspectFile(link('loop', folder.path('loop')))).rejects.toMatchObject({ code: 'not_found' });
    await expect(inspectFile(folder.path('a\0b'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('M4: a file that grows or shrinks while it is read is refused, and read right when chosen again', async () => {
    for (const change of [(path: string) => truncateSync(path, 200_000), (path: string) => appendFileSync(path, 'late,late@example.org\r\n')]) {
      const path = await folder.write('changing.csv', people(20_000));
      let changed = false;
      const onBytes = (): void => {
        if (!changed) change(path);
        changed = true;
      };
      await expect(inspectFile(path, {}, { onBytes })).rejects.toMatchObject({ code: 'changed_while_reading' });
      expect((await inspectFile(path)).rowCount).toBeGreaterThan(0);
    }
  });

  it('M4: a spreadsheet that is cut while it is read is refused', async () => {
    const path = await folder.write('changing.xlsx', goodSpreadsheet(40_000));
    let cut = false;
    const onBytes = (read: number, size: number): void => {
      if (!cut) truncateSync(path, Math.floor(size / 2));
      cut = read > 0;
    };
    await expect(inspectFile(path, {}, { onBytes })).rejects.toMatchObject({ code: 'truncated_archive' });
  });

  it.skipIf(process.platform === 'win32')('M4: a file that is removed while it is read is read to its end', async () => {
    const path = await folder.write('gone.csv', people(20_000));
    let rows = 0;
    for await (const batch of sourceRecords(path, { format: 'csv', encoding: 'utf-8', delimiter: ',' })) {
      if (rows === 0) unlinkSync(path);
      rows += batch.length;
    }
    expect(rows).toBe(20_001);
    await expect(inspectFile(path)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('odd text', () => {
  it('M1: line ends of every kind in one file end rows, and each row knows its line', async () => {
    const path = await folder.write('mixed.csv', 'username,email\r\na,a@example.org\nb,b@example.org\rc,"c@example.org\r\n"\r\nd,d@example.org');
    const inspection = await inspectFile(path);
    expect(inspection.sample.map(({ line, cells }) => [line, cells[0]])).toEqual([[2, 'a'], [3, 'b'], [4, 'c'], [6, 'd']]);
  });

  it('M4: half of a surrogate pair is refused with its line, never replaced', async () => {
    const lone = Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(`username,email\na,a@example.org\n\uD800,b@example.org\n`, 'utf16le')]);
    await expect(inspectFile(await folder.write('lone.csv', lone))).rejects.toMatchObject({ code: 'not_in_this_encoding', details: { encoding: 'utf-16le' } });
    const encoded = Buffer.concat([Buffer.from(people(2)), Buffer.from([0xED, 0xA0, 0x80]), Buffer.from(',x@example.org\n')]);
    await expect(inspectFile(await folder.write('lone-utf8.csv', encoded), { encoding: 'utf-8' })).rejects.toMatchObject({ code: 'not_in_this_encoding' });
  });

  it('M4: a quote that is opened in the last row and never closed is named by its line', async () => {
    await expect(inspectFile(await folder.write('quote.csv', `${people(50_000)}"zoe,zoe@example.org\r\n`))).rejects.toMatchObject({ code: 'unclosed_quote', details: { line: 50_002 } });
  });

  it('M4: what is damaged in a sheet is named by sheet and row, in another part by the part', async () => {
    const rows = '<row r="1"><c><v>1</v></c></row><row r="2"><c><v>2</w></c></row>';
    await expect(inspectFile(await folder.write('row.xlsx', rawSpreadsheet({ rows })))).rejects.toMatchObject({ code: 'damaged_sheet', details: { sheet: 'People', line: 2 } });
    await expect(inspectFile(await folder.write('part.xlsx', rawSpreadsheet({ styles: '<a></b>' })))).rejects.toMatchObject({ code: 'damaged_archive', details: { entry: 'xl/styles.xml' } });
  });
});

describe('long cells', () => {
  it('M4: cells of a megabyte travel to the window by their beginning only, and to the plan whole', async () => {
    const long = 'x'.repeat(900_000);
    const path = await folder.write('long.csv', `username,email,${long}\n${`a,a@example.org,${long}\n`.repeat(20)}`);
    const inspection = await inspectFile(path);
    expect(JSON.stringify(inspection).length).toBeLessThan(50_000);
    const lengths: number[] = [];
    for await (const batch of sourceRecords(path, { format: 'csv', encoding: 'utf-8', delimiter: ',' })) lengths.push(...batch.map(({ cells }) => cells[2]?.length ?? 0));
    expect(lengths).toEqual(Array.from({ length: 21 }, () => 900_000));
  });
});

describe('many rows', () => {
  const filled = '<row><c t="inlineStr"><is><t>a</t></is></c></row>';

  it('M3: a million formatted rows below the people are blank rows and no reason to refuse the file', { timeout: 90_000 }, async () => {
    // Different heights, as they are left behind by editing; without them the part would be taken for a bomb.
    const blank = Array.from({ length: 300_000 }, (_, row) => `<row r="${row + 31}" ht="${(row * 2_654_435_761) % 1_000_003}"/>`).join('');
    const inspection = await inspectFile(await folder.write('blank.xlsx', rawSpreadsheet({ rows: filled.repeat(30) + blank })));
    expect(inspection.findings.find(({ code }) => code === 'blank_rows')).toMatchObject({ count: 300_000, correction: { skipBlankRows: true } });
    expect(inspection.rowCountIsExact).toBe(true);
  });

  it('M1: line breaks within quotes are not taken for rows when they are counted before reading', { timeout: 90_000 }, async () => {
    const cell = `"${'x\n'.repeat(20)}""y"`;
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row},${cell}${' '.repeat(230)}\n`).join('');
    const inspection = await inspectFile(await folder.write('breaks.csv', `username,note\n${rows}`));
    expect(inspection.rowCount).toBe(60_000);
  });
});

describe('damage at random', () => {
  const damage = fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), kind: fc.constantFrom('flip', 'cut', 'drop', 'repeat', 'zero', 'max'), size: fc.integer({ min: 1, max: 400 }) }), { minLength: 1, maxLength: 4 });

  function damaged(good: Buffer, wounds: readonly { at: number; kind: string; size: number }[]): Buffer {
    return wounds.reduce((bytes, { at, kind, size }) => {
      const from = Math.floor(at * bytes.length);
      const piece = bytes.subarray(from, from + size);
      const [before, behind] = [bytes.subarray(0, from), bytes.subarray(from + size)];
      switch (kind) {
        case 'cut': return before;
        case 'drop': return Buffer.concat([before, behind]);
        case 'repeat': return Buffer.concat([before, piece, piece, behind]);
        case 'zero': return Buffer.concat([before, Buffer.alloc(piece.length), behind]);
        case 'max': return Buffer.concat([before, Buffer.alloc(piece.length, 0xFF), behind]);
        default: return Buffer.concat([before, Buffer.from(piece.map((byte) => byte ^ (1 << (size % 8)))), behind]);
      }
    }, good);
  }

  /** Rows of what could be read; null when it was refused. Anything else thrown is a defect. */
  async function readable(bytes: Buffer): Promise<number | null> {
    try {
      return (await inspectFile(await folder.write('damaged', bytes))).rowCount;
    } catch (thrown) {
      if (thrown instanceof FileProblem) return null;
      throw thrown;
    }
  }

  it('M4: a spreadsheet damaged in any way is refused or read as it was, within its time', { timeout: 120_000 }, async () => {
    const good = goodSpreadsheet(300);
    // Without its first bytes it is no spreadsheet any more but some other file.
    const [mark, body] = [good.subarray(0, 4), good.subarray(4)];
    await fc.assert(fc.asyncProperty(damage, async (wounds) => {
      const rows = await readable(Buffer.concat([mark, damaged(body, wounds)]));
      expect(rows === null || rows === 300).toBe(true);
    }), { numRuns: 300 });
  });

  it('M4: CSV damaged in any way is refused or read, within its time', { timeout: 120_000 }, async () => {
    const good = Buffer.from(people(300));
    await fc.assert(fc.asyncProperty(damage, async (wounds) => void await readable(damaged(good, wounds))), { numRuns: 300 });
  });
});
