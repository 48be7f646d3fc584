import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError, type Problem } from '#shared/errors.ts';
import type { Foundation } from '../foundation.ts';

export type JobKind = 'computing' | 'applying';
export type Phase = 'staging' | 'matching' | 'comparing' | 'guarding' | 'sealing' | 'applying' | 'committing';
export type Progress = { phase: Phase; done: number; total: number | null };

/** How a job says where it is. */
export type JobProgress = {
  /** Begins a phase of so many rows; null when it cannot be counted. */
  phase(phase: Phase, total: number | null): void;
  done(rows: number): void;
};

export type Jobs = ReturnType<typeof createJobs>;

const busy = (): AppError => new AppError('conflict', 'Something else is being done with this plan.', { reason: 'plan_busy' });

/** A job whose process has not been heard of for so long is dead: milliseconds. */
const presumedDead = 30_000;
const beatInterval = 3_000;
const announceInterval = 250;
/** Between two attempts to give a lease back, in milliseconds, and how many there are. */
const releaseAgain = { every: 2_000, times: 150 } as const;

/** `lease` is this job's alone: what is written late for one job never touches the next. */
type Running = { kind: JobKind; lease: string; progress: Progress; stop: AbortController; ended: Promise<void> };

/**
 * The long work on plans: one job a plan, in whichever server process took it. A job's lease and progress stand beside
 * the plan's state and never in it, so that a killed process leaves the plan as it was (M16).
 */
export function createJobs(foundation: Foundation) {
  const { database, clock, feed, log } = foundation;
  const running = new Map<string, Running>();
  /** Why a job ended, while the database has no room to be told. */
  const untold = new Map<string, Problem>();

  /** Takes the plan's lease, or refuses when a living job has it. */
  const take = async (planId: string, { kind, lease }: Running): Promise<void> => {
    const now = clock().toISOString();
    const dead = new Date(clock().getTime() - presumedDead).toISOString();
    const taken = await database.db.updateTable('plans')
      .set({ job: kind, job_owner: lease, job_beat_at: now, job_cancelled: 0, job_phase: null, job_done: 0, job_total: null, failure: null })
      .where('id', '=', planId)
      // SQLite has one process, which knows its jobs: whatever else has a lease there is over.
      .$if(database.kind === 'postgres', (query) => query.where((build) => build.or([build('job', 'is', null), build('job_beat_at', '<', dead)])))
      .executeTakeFirst();
    if (Number(taken.numUpdatedRows) === 0) throw busy();
    untold.delete(planId);
  };

  const release = async (planId: string, { lease }: Running, failure: Problem | null): Promise<void> => {
    await database.db.updateTable('plans')
      .set({ job: null, job_owner: null, job_beat_at: null, job_phase: null, ...(failure === null ? {} : { failure: JSON.stringify(failure) }) })
      .where('id', '=', planId).where('job_owner', '=', lease)
      .execute();
  };

  /** A disk that is full or a database that is away for a while: until it is told, this process knows how the job ended. */
  const releaseLater = async (planId: string, job: Running, failure: Problem | null): Promise<void> => {
    for (let attempt = 0; attempt < releaseAgain.times; attempt += 1) {
      await pause(releaseAgain.every, undefined, { ref: false });
      try {
        await release(planId, job, failure);
        break;
      } catch (error) {
        log.warn({ planId, error: String(error) }, 'plan lease not released yet');
      }
    }
    if (untold.get(planId) === failure) untold.delete(planId);
  };

  const announce = (planId: string, job: Running | null): void =>
    feed.announce({ event: 'plan.progress', planId, state: job?.kind ?? 'ended', phase: job?.progress.phase ?? null, done: job?.progress.done ?? 0, total: job?.progress.total ?? null });

  /** Other processes see a job's progress and ask it to stop through the plan; SQLite has no other processes. */
  const beat = async (planId: string, job: Running): Promise<void> => {
    const row = await database.db.updateTable('plans')
      .set({ job_beat_at: clock().toISOString(), job_phase: job.progress.phase, job_done: job.progress.done, job_total: job.progress.total })
      .where('id', '=', planId).where('job_owner', '=', job.lease).returning('job_cancelled').executeTakeFirst();
    if (row?.job_cancelled === 1) job.stop.abort();
  };

  const run = async (planId: string, job: Running, work: (progress: JobProgress, signal: AbortSignal) => Promise<void>): Promise<void> => {
    let announced = 0;
    const tell = (): void => {
      if (Date.now() - announced < announceInterval) return;
      announced = Date.now();
      announce(planId, job);
    };
    const progress: JobProgress = {
      phase: (phase, total) => { job.progress = { phase, done: 0, total }; announced = 0; tell(); },
      done: (rows) => { job.progress.done += rows; tell(); },
    };
    const timer = database.kind === 'postgres' ? setInterval(() => { beat(planId, job).catch((error: unknown) => log.warn({ error: String(error), planId }, 'job beat failed')); }, beatInterval) : undefined;
    let failure: Problem | null = null;
    try {
      await work(progress, job.stop.signal);
    } catch (error) {
      failure = error instanceof AppError ? error.problem : { code: 'internal', message: 'The work stopped because of an internal error. Nothing was changed.' };
      if (!(error instanceof AppError)) log.error({ planId, error: error instanceof Error ? error.stack : String(error) }, 'plan job failed');
    } finally {
      clearInterval(timer);
      await release(planId, job, failure).catch((error: unknown) => {
        log.error({ planId, error: String(error) }, 'plan lease not released');
        if (failure !== null) untold.set(planId, failure);
        void releaseLater(planId, job, failure);
      });
      running.delete(planId);
      announce(planId, null);
    }
  };

  return {
    /**
     * Starts a job and answers at once; what it fails with stands in the plan's `failure`.
     * @throws AppError `conflict`/`plan_busy` when the plan has one already.
     */
    async start(planId: string, kind: JobKind, work: (progress: JobProgress, signal: AbortSignal) => Promise<void>): Promise<void> {
      if (running.has(planId)) throw busy();
      const job: Running = { kind, lease: randomUUID(), progress: { phase: kind === 'computing' ? 'matching' : 'applying', done: 0, total: null }, stop: new AbortController(), ended: Promise.resolve() };
      running.set(planId, job);
      try {
        await take(planId, job);
      } catch (error) {
        running.delete(planId);
        throw error;
      }
      job.ended = run(planId, job, work);
    },

    /** Why the plan's last job ended, as long as only this process knows it. */
    failure: (planId: string): Problem | undefined => untold.get(planId),

    /** What is going on with a plan, from this process's memory or from what another one wrote; null when nothing is. */
    look(plan: { id: string; job: string | null; job_beat_at: string | null; job_phase: string | null; job_done: number; job_total: number | null }): { kind: JobKind; progress: Progress } | null {
      const here = running.get(plan.id);
      if (here !== undefined) return { kind: here.kind, progress: { ...here.progress } };
      if (database.kind === 'sqlite' || plan.job === null || plan.job_beat_at === null || clock().getTime() - Date.parse(plan.job_beat_at) > presumedDead) return null;
      const kind = plan.job as JobKind;
      return { kind, progress: { phase: (plan.job_phase ?? (kind === 'computing' ? 'matching' : 'applying')) as Phase, done: plan.job_done, total: plan.job_total } };
    },

    /** Asks a job to stop before its commit, in this process or another. */
    async cancel(planId: string): Promise<void> {
      const here = running.get(planId);
      if (here !== undefined) here.stop.abort();
      else await database.db.updateTable('plans').set({ job_cancelled: 1 }).where('id', '=', planId).where('job', 'is not', null).execute();
    },

    /** Waits until a plan's job in this process has ended. */
    async ended(planId: string): Promise<void> {
      await running.get(planId)?.ended;
    },

    /** SQLite has one process: what a killed one left is over. PostgreSQL's jobs are presumed dead by their silence. */
    async clearLeftOvers(): Promise<void> {
      if (database.kind === 'sqlite') await sql`update plans set job = null, job_owner = null, job_beat_at = null where job is not null`.execute(database.db);
    },

    /** Stops every job of this process and waits for their end. */
    async stopAll(): Promise<void> {
      const all = [...running.values()];
      for (const job of all) job.stop.abort();
      await Promise.all(all.map((job) => job.ended));
    },
  };
}
