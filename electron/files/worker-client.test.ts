import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { StagedRow } from '#shared/file-inspection.ts';
import { forkFileWorker } from '../../test/support/file-worker.ts';
import { textBomb } from '../../test/support/hostile-files.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { FileWorkerClient, type WorkerClientOptions, type WorkerProcess } from './worker-client.ts';

const folder = temporaryFolder();
const clients: FileWorkerClient[] = [];
let started = 0;

function startWorker(): WorkerProcess {
  started += 1;
  return forkFileWorker().process;
}

function client(options: Partial<WorkerClientOptions> = {}): FileWorkerClient {
  const made = new FileWorkerClient({ start: startWorker, ...options });
  clients.push(made);
  started = 0;
  return made;
}

/** A process that never answers. */
const silentWorker = (): WorkerProcess => {
  started += 1;
  return { post: () => undefined, onMessage: () => undefined, onExit: () => undefined, kill: () => undefined };
};

afterEach(() => {
  for (const each of clients.splice(0)) each.stop();
});

describe('the file worker', { timeout: 60_000 }, () => {
  it('M4: inspects and reads a file in a process of its own, batch by batch', async () => {
    const path = await folder.write('people.csv', `Username,Email\n${Array.from({ length: 4_500 }, (_, index) => `u${index},u${index}@example.org\n`).join('')}`);
    const worker = client();
    const inspection = await worker.run({ kind: 'inspect', path, overrides: {}, lastRowCount: 100_000 });
    expect(inspection).toMatchObject({ rowCount: 4_500, findings: [{ code: 'much_smaller_than_last' }] });
    const rows: StagedRow[] = [];
    const sizes: number[] = [];
    const result = await worker.run({ kind: 'readRows', path, settings: inspection.settings }, {
      onBatch: (batch) => {
        sizes.push(batch.length);
        rows.push(...(batch as readonly StagedRow[]));
      },
    });
    expect(result).toEqual({ rows: 4_500 });
    expect(sizes).toEqual([2_000, 2_000, 500]);
    expect(rows[4_499]).toEqual([4_501, 'u4499', 'u4499@example.org']);
    expect(await worker.run({ kind: 'checksum', path })).toMatchObject({ size: expect.any(Number) as number });
    expect(started).toBe(1);
  });

  it('M10: gives passwords only for the lines asked for, and saves rejected rows', async () => {
    const path = await folder.write('people.csv', 'Username,Email,Password\na,a@example.org,one\nb,b@example.org,two\n');
    const worker = client();
    const { settings } = await worker.run({ kind: 'inspect', path, overrides: {} });
    const passwords: unknown[] = [];
    await worker.run({ kind: 'readPasswords', path, settings, lines: [3] }, { onBatch: (batch) => { passwords.push(...batch); } });
    expect(passwords).toEqual([[3, 'two']]);
    const destination = folder.path('rejected.csv');
    await worker.run({ kind: 'writeRejected', path, settings, reasons: [[2, 'taken']], reasonHeader: 'Reason', destination });
    expect(await readFile(destination, 'utf8')).toBe('Username,Email,Password,Reason\na,a@example.org,one,taken\n');
  });

  it('M21: writes exports from rows that are handed to it when it asks', async () => {
    const worker = client();
    for (const form of [{ format: 'csv', delimiter: ';', safeForSpreadsheets: true } as const, { format: 'xlsx', sheetName: 'Users' } as const]) {
      const destination = folder.path(`users.${form.format}`);
      let page = 0;
      const written = await worker.run({ kind: 'export', destination, header: ['Username', 'Created', 'Active'], form }, {
        nextRows: () => {
          page += 1;
          return Promise.resolve({ rows: [[`user${page}`, { moment: Date.UTC(2026, 10, page) }, true]], last: page === 3 });
        },
      });
      expect(written.rows).toBe(3);
      const { sample } = await worker.run({ kind: 'inspect', path: destination, overrides: { headerRow: true } });
      expect(sample.map((row) => row.cells)).toEqual([1, 2, 3].map((day) => [`user${day}`, `2026-11-0${day}`, 'true']));
    }
  });

  it('M4: a problem of a file is told with its code, and the worker goes on', async () => {
    const worker = client();
    await expect(worker.run({ kind: 'inspect', path: await folder.write('bomb.xlsx', await textBomb()), overrides: {} }))
      .rejects.toMatchObject({ name: 'FileProblem', code: 'expands_too_much', details: { fileName: 'bomb.xlsx' } });
    expect(await worker.run({ kind: 'inspect', path: await folder.write('ok.csv', 'a,a@example.org\n'), overrides: {} })).toMatchObject({ rowCount: 1 });
    expect(started).toBe(1);
  });

  it('M4: a job can be cancelled, and the next one runs', async () => {
    const path = await folder.write('many.csv', 'u,u@example.org\n'.repeat(300_000));
    const worker = client();
    const { settings } = await worker.run({ kind: 'inspect', path: await folder.write('one.csv', 'u,u@example.org\n'), overrides: {} });
    const cancelling = new AbortController();
    const progress: unknown[] = [];
    const reading = worker.run({ kind: 'readRows', path, settings }, {
      signal: cancelling.signal, onProgress: (each) => { progress.push(each); }, onBatch: () => cancelling.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(progress[0]).toMatchObject({ unit: 'bytes', total: 4_800_000 });
    expect(await worker.run({ kind: 'checksum', path })).toMatchObject({ size: 4_800_000 });
    expect(started).toBe(1);
  });

  it('M4: a worker that dies ends its job, and the next job starts another', async () => {
    const path = await folder.write('many.csv', 'u,u@example.org\n'.repeat(300_000));
    let kill: () => void = () => undefined;
    const worker = client({ start: () => {
      const process = startWorker();
      kill = () => process.kill();
      return process;
    } });
    const { settings } = await worker.run({ kind: 'inspect', path: await folder.write('one.csv', 'u,u@example.org\n'), overrides: {} });
    await expect(worker.run({ kind: 'readRows', path, settings }, { onBatch: () => kill() })).rejects.toMatchObject({ code: 'worker_stopped' });
    expect(await worker.run({ kind: 'checksum', path })).toMatchObject({ size: 4_800_000 });
    expect(started).toBe(2);
  });

  it('M4: a worker that hangs is stopped, cancelled or not', async () => {
    const hanging = client({ start: silentWorker, silence: 50, patience: 50 });
    await expect(hanging.run({ kind: 'checksum', path: 'x' })).rejects.toMatchObject({ code: 'timed_out' });
    const stubborn = client({ start: silentWorker, silence: 60_000, patience: 50 });
    const cancelling = new AbortController();
    const running = stubborn.run({ kind: 'checksum', path: 'x' }, { signal: cancelling.signal });
    setTimeout(() => cancelling.abort(), 20);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(stubborn.run({ kind: 'checksum', path: 'x' }, { signal: cancelling.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(started).toBe(1);
  });

  it('jobs wait for one another, and what a listener throws ends its job only', async () => {
    const path = await folder.write('people.csv', 'Username,Email\na,a@example.org\n');
    const worker = client();
    const { settings } = await worker.run({ kind: 'inspect', path, overrides: {} });
    const failing = worker.run({ kind: 'readRows', path, settings }, { onBatch: () => { throw new Error('no room'); } });
    const following = worker.run({ kind: 'checksum', path });
    await expect(failing).rejects.toThrow('no room');
    expect(await following).toMatchObject({ size: 31 });
  });
});
