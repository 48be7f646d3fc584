import { sql } from 'kysely';
import { transaction } from '../db/transaction.ts';
import type { Foundation } from '../foundation.ts';

/** Work that the server does by itself, at its start and then again and again. */
export type Job = {
  name: string;
  /** Milliseconds between two runs. */
  every: number;
  run: () => Promise<void>;
};

export type Scheduler = {
  /** Waits for the runs that are under way and begins no further ones. */
  stop(): Promise<void>;
};

/** First key of PostgreSQL's advisory locks for jobs; the second is the job's place in the list. */
const jobLocks = 7_101;

/** Runs the jobs; a failing one is logged and tried again when its time comes. */
export function startJobs(foundation: Foundation, jobs: readonly Job[]): Scheduler {
  const running = new Set<Promise<void>>();
  const begin = (job: Job, place: number): void => {
    const run = runByOne(foundation, job, place)
      .catch((error: unknown) => foundation.log.error({ err: error, job: job.name }, 'job failed'))
      .finally(() => running.delete(run));
    running.add(run);
  };
  const timers = jobs.map((job, place) => {
    begin(job, place);
    return setInterval(() => begin(job, place), job.every).unref();
  });
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}

/** Of several server processes one runs a job; the others find the lock taken and leave it (api.md, Storage). */
async function runByOne({ database }: Foundation, job: Job, place: number): Promise<void> {
  if (database.kind === 'sqlite') return job.run();
  await transaction(
    database,
    async (trx) => {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(jobLocks)}, ${sql.lit(place)}) as mine`.execute(trx);
      if (rows[0]?.mine) await job.run();
    },
    { isolation: 'read committed', heavy: true },
  );
}
