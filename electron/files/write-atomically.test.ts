import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { checksumOf } from './checksum.ts';
import { writeCsv } from './csv-writer.ts';
import type { TableRow } from './table.ts';
import { writeXlsx } from './xlsx-writer.ts';

const folder = temporaryFolder();

async function* endlessRows(onClosed: () => void): AsyncGenerator<TableRow> {
  try {
    for (let index = 0; ; index += 1) yield [`user${index}`, `${index * 7_919}-${(index * 2_654_435_761) % 4_294_967_296}`];
  } finally {
    onClosed();
  }
}

const writers = {
  csv: (path: string, rows: AsyncIterable<TableRow>, options: { signal?: AbortSignal; onRows?: (rows: number) => void }) =>
    writeCsv(path, { header: ['a', 'b'], rows }, { delimiter: ',', safeForSpreadsheets: true }, options),
  xlsx: (path: string, rows: AsyncIterable<TableRow>, options: { signal?: AbortSignal; onRows?: (rows: number) => void }) =>
    writeXlsx(path, { header: ['a', 'b'], rows }, { sheetName: 'Users' }, options),
};

describe.each(Object.entries(writers))('writing %s', (_, write) => {
  it('M21: a cancel leaves the old file as it was and nothing beside it', { timeout: 20_000 }, async () => {
    const path = await folder.write('users', 'old');
    const cancelling = new AbortController();
    let closed = false;
    const writing = write(path, endlessRows(() => { closed = true; }), {
      signal: cancelling.signal, onRows: (rows) => { if (rows > 20_000) cancelling.abort(); },
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(dirname(path))).toEqual(['users']);
    expect(closed).toBe(true);
  });

  it('M21: a failure of the source of the rows ends the writing with it', async () => {
    async function* failing(): AsyncGenerator<TableRow> {
      yield ['a', 'b'];
      await Promise.resolve();
      throw new Error('the server is gone');
    }
    await expect(write(folder.path('users'), failing(), {})).rejects.toThrow('the server is gone');
    expect(await readdir(dirname(folder.path('users')))).toEqual([]);
  });

  it('M21: a full disk is said to be full, and nothing is left on it', { timeout: 30_000 }, async ({ skip }) => {
    const disk = folder.path('disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('A small disk can only be mounted by the administrator of a Linux machine.');
    }
    try {
      await expect(write(join(disk, 'users'), endlessRows(() => undefined), {})).rejects.toMatchObject({ code: 'storage_full' });
      expect(await readdir(disk)).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('a folder that does not exist is named', async () => {
    await expect(write(folder.path('nowhere/users'), endlessRows(() => undefined), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('files of exports', () => {
  it('are readable by their owner only', async ({ skip }) => {
    if (process.platform === 'win32') skip('Windows has no such permissions.');
    await writers.csv(folder.path('users.csv'), (async function* () { yield ['a', 'b']; })(), {});
    expect((await stat(folder.path('users.csv'))).mode & 0o777).toBe(0o600);
  });

  it('a folder that may not be written to is named', async ({ skip }) => {
    if (process.platform === 'win32' || process.getuid?.() === 0) skip('The administrator may write everywhere.');
    await mkdir(folder.path('closed'));
    await chmod(folder.path('closed'), 0o500);
    await expect(writers.csv(folder.path('closed/users.csv'), endlessRows(() => undefined), {})).rejects.toMatchObject({ code: 'not_writable' });
  });

  it('M20: have a checksum and a size', async () => {
    const path = await folder.write('abc', 'abc');
    expect(await checksumOf(path)).toEqual({ sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', size: 3 });
  });
});
