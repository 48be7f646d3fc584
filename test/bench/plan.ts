import path from 'node:path';
import type { FileSettings } from '#shared/file-inspection.ts';
import { planOptions, type Plan } from '#shared/schemas/plans.ts';
import { bringRows, describeFile, type ChosenSource } from '../../electron/main/work/bring-rows.ts';
import { followPlan } from '../../electron/main/work/follow-plan.ts';
import type { Bench } from './bench.ts';
import { startFileWorker, type FileWorker } from './file-worker.ts';
import { inPairs, pairFigures, say, timed } from './measuring.ts';
import { writeSynchronization } from './people.ts';
import { openPlace, type BenchPlace, type BenchServer } from './places.ts';
import { cpuSecondsOf, MemoryWatch } from './processes.ts';
import { diffByCommandLine } from './plan-peer.ts';

const quiet = (): void => undefined;
const never = new AbortController().signal;

export type InspectedFile = { source: ChosenSource; settings: FileSettings };

/** Looks at the file as the wizard does before the person chooses; not a part of making the plan. */
export async function inspected(worker: FileWorker, file: string): Promise<InspectedFile> {
  const { settings, columns, rowCount } = await worker.worker.run({ kind: 'inspect', path: file, overrides: {} });
  return { settings, source: { path: file, name: path.basename(file), headers: columns.map((column) => column.header), rowCount } };
}

/** Makes a plan as the console does: the file worker reads, the rows travel, the server compares and seals. */
export async function makePlan(server: BenchServer, worker: FileWorker, { source, settings }: InspectedFile): Promise<Plan> {
  const sum = await worker.worker.run({ kind: 'checksum', path: source.path });
  const plan = await server.client.call('plans.create', { mode: 'synchronize', options: planOptions.parse({}), file: describeFile(source, settings, sum) });
  await bringRows({ worker: worker.worker, server: server.client, planId: plan.id, source, settings }, quiet, never);
  await server.client.call('plans.compute', { id: plan.id });
  const made = await followPlan(server.client, plan.id, quiet, never);
  if (made.hash === null) throw new Error(`The plan was not made: ${JSON.stringify(made.failure)}`);
  return made;
}

async function measure(place: BenchPlace, people: number, pairs: number): Promise<Record<string, unknown>> {
  const file = path.join(place.folder, `people-${people}.csv`);
  const expected = await writeSynchronization(file, people);
  const memory: Record<string, number>[] = [];
  const result = await inPairs(
    pairs,
    async () => {
      const server = await place.server(people);
      const worker = startFileWorker();
      const brought = await inspected(worker, file);
      const processes = { server: server.pid, fileWorker: worker.pid(), console: process.pid };
      const watch = new MemoryWatch(() => ({ server: server.pid, fileWorker: worker.pid() }));
      let plan: Plan | undefined;
      const run = await timed(async () => { plan = await makePlan(server, worker, brought); }, () => cpuSecondsOf(Object.values(processes)));
      memory.push(watch.end());
      worker.stop();
      await server.stop();
      const { create, update, deactivate } = plan!.counts;
      if (create !== expected.created || update !== expected.changed || deactivate !== expected.gone) throw new Error(`Wrong plan: ${JSON.stringify(plan!.counts)}`);
      return run;
    },
    async () => diffByCommandLine(await place.database(people), place.folder, file),
  );
  return { people, rows: expected.rows, ...pairFigures(result), memoryMb: memory.at(-1) };
}

export const planBench: Bench = {
  name: 'plan',
  summary: 'Plans a synchronization of a CSV file against as many people; peer: import by the database’s own program and a diff in SQL.',
  run: async ({ kind, rows, pairs }) => {
    const place = await openPlace(kind);
    try {
      const tenth = await measure(place, Math.round(rows / 10), 1);
      say('now at full size');
      const whole = await measure(place, rows, pairs);
      const seconds = (figures: Record<string, unknown>): number => (figures['seconds'] as { median: number }).median;
      return { database: kind, ...whole, promise: 2, growthAtTenTimes: Number((seconds(whole) / seconds(tenth)).toFixed(1)), growthPromise: 12 };
    } finally {
      await place.end();
    }
  },
};
