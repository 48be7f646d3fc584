import path from 'node:path';
import type { Client } from '#shared/client.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { followPlan } from '../../electron/main/work/follow-plan.ts';
import { applyByCommandLine } from './apply-peer.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { startFileWorker } from './file-worker.ts';
import { inPairs, pairFigures, percentile, rounded, say, timed, type Run } from './measuring.ts';
import { writeSynchronization } from './people.ts';
import { inspected, makePlan } from './plan.ts';
import { openPlace, type BenchPlace, type BenchServer } from './places.ts';
import { cpuSecondsOf, MemoryWatch } from './processes.ts';

const never = new AbortController().signal;

/** What was seen beside the time while a plan was applied. */
type Beside = { progressPerSecond: number; othersP99: number; memoryMb: number };

/** Applies a ready plan, releasing the brake with the token, and follows it as the console does. */
async function applyAndFollow(server: BenchServer, plan: Plan): Promise<{ run: Run; beside: Beside }> {
  const memory = new MemoryWatch(() => ({ server: server.pid }));
  const others = askMeanwhile(server.client);
  let progress = 0;
  const run = await timed(async () => {
    const confirmation = plan.state === 'held' ? { count: plan.brake!.people, token: server.token } : undefined;
    await server.client.call('plans.apply', { id: plan.id, hash: plan.hash!, ...(confirmation && { confirmation }) });
    const ended = await followPlan(server.client, plan.id, () => { progress += 1; }, never);
    if (ended.state !== 'applied') throw new Error(`The plan was not applied: ${JSON.stringify(ended.failure)}`);
  }, () => cpuSecondsOf([server.pid]));
  const latencies = await others.end();
  return { run, beside: { progressPerSecond: rounded(progress / run.seconds, 1), othersP99: Math.round(percentile(latencies, 0.99)), memoryMb: memory.end()['server'] ?? 0 } };
}

/** Pages of the list and single people, one after the other, as long as something else runs: milliseconds each. */
function askMeanwhile(client: Client): { end(): Promise<number[]> } {
  const latencies: number[] = [];
  let going = true;
  const asking = (async () => {
    while (going) {
      const start = performance.now();
      const page = await client.call('users.list', { limit: 100, sort: 'email' });
      latencies.push(performance.now() - start);
      const one = performance.now();
      await client.call('users.get', { id: page.items[0]!.id });
      latencies.push(performance.now() - one);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return { end: async () => { going = false; await asking; return latencies; } };
}

/** A server with a plan of so many people that is ready to be applied. */
async function readyPlan(place: BenchPlace, people: number, file: string): Promise<{ server: BenchServer; plan: Plan }> {
  const server = await place.server(people);
  const worker = startFileWorker();
  const plan = await makePlan(server, worker, await inspected(worker, file));
  worker.stop();
  return { server, plan };
}

/** M20, performance: the slowest of some pages of the review, at the beginning and at the end, in milliseconds. */
async function reviewPages(client: Client, planId: string): Promise<number> {
  const times: number[] = [];
  for (const show of ['all', 'dangerous', 'change', 'create', 'gone', 'unchanged'] as const) {
    let cursor: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const start = performance.now();
      const answer: { nextCursor: string | null } = await client.call('plans.rows', { id: planId, show, limit: 100, ...(cursor === null ? {} : { cursor }) });
      times.push(performance.now() - start);
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
  }
  return Math.round(percentile(times, 0.95));
}

async function measureApply({ kind, rows, pairs }: BenchOptions): Promise<Record<string, unknown>> {
  const place = await openPlace(kind);
  try {
    const file = path.join(place.folder, 'people.csv');
    const { created, changed, gone } = await writeSynchronization(file, rows);
    const beside: Beside[] = [];
    let pages = 0;
    const result = await inPairs(
      pairs,
      async () => {
        const { server, plan } = await readyPlan(place, rows, file);
        pages = Math.max(pages, await reviewPages(server.client, plan.id));
        const applied = await applyAndFollow(server, plan);
        beside.push(applied.beside);
        await server.stop();
        return applied.run;
      },
      async () => applyByCommandLine(await place.database(rows), place.folder, file),
    );
    return { database: kind, people: rows, changes: created + changed + gone, ...pairFigures(result), promise: 2.5, beside: beside.at(-1), reviewPageP95Ms: pages };
  } finally {
    await place.end();
  }
}

export const applyBench: Bench = {
  name: 'apply',
  summary: 'Applies the plan of 5 in 100 people, audit entries and chain included; peer: the same changes with audit rows in plain SQL.',
  run: measureApply,
};

export const undoBench: Bench = {
  name: 'undo',
  summary: 'Undoes that plan: making the opposite plan and applying it; peer: applying it.',
  run: async ({ kind, rows, pairs }) => {
    const place = await openPlace(kind);
    try {
      const file = path.join(place.folder, 'people.csv');
      await writeSynchronization(file, rows);
      let ready = await readyPlan(place, rows, file);
      const applied: Run[] = [];
      const result = await inPairs(
        pairs,
        async () => {
          applied.push((await applyAndFollow(ready.server, ready.plan)).run);
          let undo: Plan | undefined;
          const making = await timed(async () => {
            const made = await ready.server.client.call('plans.undo', { id: ready.plan.id });
            undo = await followPlan(ready.server.client, made.id, () => undefined, never);
          }, () => cpuSecondsOf([ready.server.pid]));
          say(`the opposite plan took ${making.seconds.toFixed(2)} s`);
          const { run } = await applyAndFollow(ready.server, undo!);
          await ready.server.stop();
          ready = await readyPlan(place, rows, file);
          return { seconds: run.seconds, cpuSeconds: run.cpuSeconds ?? 0 };
        },
        () => Promise.resolve(applied.at(-1)!),
      );
      return { database: kind, people: rows, ...pairFigures(result), promise: 1.2 };
    } finally {
      await place.end();
    }
  },
};
