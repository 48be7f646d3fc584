import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { stagedFields } from '#shared/file-inspection.ts';
import type { ExportCell } from '../../electron/files/protocol.ts';
import type { Bench } from './bench.ts';
import { startFileWorker, type FileWorker } from './file-worker.ts';
import { inPairs, pairFigures, rounded, say, timed } from './measuring.ts';
import { npmPeer, pythonWith } from './peers.ts';
import { fileColumns, personCells } from './people.ts';
import { inspected } from './plan.ts';
import { MemoryWatch } from './processes.ts';

const header = [...fileColumns, 'note'];
const atATime = 1_000;
const rowOf = (number: number): ExportCell[] => [...personCells(number), `Note ${number}`];

/** Writes an XLSX file of so many people with the console's own export job. */
async function exportPeople({ worker }: FileWorker, destination: string, people: number): Promise<void> {
  let next = 0;
  await worker.run({ kind: 'export', destination, header, form: { format: 'xlsx', sheetName: 'People' } }, {
    nextRows: () => {
      const rows = Array.from({ length: Math.min(atATime, people - next) }, (_, index) => rowOf(next + index));
      next += rows.length;
      return Promise.resolve({ rows, last: next >= people });
    },
  });
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peerRun(command: string, parameters: string[]): void {
  const ran = spawnSync(command, parameters, { encoding: 'utf8' });
  if (ran.error) throw ran.error;
  if (ran.status !== 0) throw new Error(`${command}: ${ran.stderr}`);
}

/** Watches the file worker's memory while something runs. */
async function watched(worker: FileWorker, work: () => Promise<void>): Promise<number> {
  const memory = new MemoryWatch(() => ({ worker: worker.pid() }), 50);
  await work();
  return memory.end()['worker'] ?? 0;
}

export const readBench: Bench = {
  name: 'read',
  summary: 'Reads an XLSX file of 12 columns in a process of its own; peer: the streaming reader of exceljs. Memory is the file worker’s.',
  run: ({ rows, pairs }) => inFolder(async (folder) => {
    const file = path.join(folder, 'people.xlsx');
    const worker = startFileWorker();
    await exportPeople(worker, file, rows);
    const { settings } = await inspected(worker, file);
    worker.stop();
    if (stagedFields(settings.mapping).length < fileColumns.length - 1) say('not every column was recognized');
    const peer = path.join(folder, 'peer.cjs');
    writeFileSync(peer, `const { stream } = require(${JSON.stringify(npmPeer('exceljs', '4.4.0'))});
(async () => { let rows = 0; for await (const sheet of new stream.xlsx.WorkbookReader(process.argv[2], { sharedStrings: 'cache', worksheets: 'emit' })) for await (const row of sheet) rows += row.values.length > 0 ? 1 : 0; if (rows < ${rows}) process.exit(1); })();`);
    const reader = startFileWorker();
    const peak = await watched(reader, async () => {
      await reader.worker.run({ kind: 'readRows', path: file, settings }, { onBatch: () => undefined });
    });
    reader.stop();
    const child = path.join(import.meta.dirname, 'reading-child.ts');
    const result = await inPairs(
      pairs,
      () => timed(() => Promise.resolve(peerRun(process.execPath, [child, file, JSON.stringify(settings), String(rows)]))),
      () => timed(() => Promise.resolve(peerRun(process.execPath, [peer, file]))),
    );
    return { rows, columns: header.length, fileMb: rounded(statSync(file).size / 1_048_576, 1), ...pairFigures(result), promise: 1, memoryMb: peak, memoryPromiseMb: 150 };
  }),
};

export const exportBench: Bench = {
  name: 'export',
  summary: 'Writes an XLSX file of 12 columns in the file worker; peer: Python’s xlsxwriter in its constant-memory mode.',
  run: ({ rows, pairs }) => inFolder(async (folder) => {
    const python = pythonWith('xlsxwriter', 'python3-xlsxwriter');
    const peer = path.join(folder, 'peer.py');
    writeFileSync(peer, `import sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[1], {'constant_memory': True})
sheet = book.add_worksheet('People')
for row in range(int(sys.argv[2])):
    for column in range(12):
        sheet.write_string(row, column, 'Value %d of %d' % (column, row))
book.close()
`);
    const peaks: Record<string, number> = {};
    const write = async (people: number): Promise<void> => {
      const worker = startFileWorker();
      peaks[String(people)] = await watched(worker, () => exportPeople(worker, path.join(folder, 'ours.xlsx'), people));
      worker.stop();
    };
    const result = await inPairs(pairs, () => timed(() => write(rows)), () => timed(() => Promise.resolve(peerRun(python, [peer, path.join(folder, 'theirs.xlsx'), String(rows)]))));
    say('ten times the rows, for the memory');
    const large = await timed(() => write(rows * 10));
    return { rows, columns: header.length, ...pairFigures(result), promise: 0.5, memoryMb: peaks, tenTimesSeconds: rounded(large.seconds) };
  }),
};
