import { randomUUID } from 'node:crypto';
import { AppError, type Problem } from '#shared/errors.ts';
import type { Task, TaskKind } from '#shared/ipc.ts';
import { createPace, type Pace } from './pace.ts';

/** What a running task tells of itself. A new phase starts its own count. */
export type Report = (news: { phase?: string; done?: number; total?: number | null; planId?: string; savedAs?: SavedFile }) => void;
export type SavedFile = { path: string; name: string };

/** The work of a task. It stops when the signal aborts, and throws `cancelled` or what the server or file refused. */
export type Work = (report: Report, signal: AbortSignal) => Promise<void>;

export type TasksOptions = {
  clock: () => Date;
  /** Told of every change, at most every `tellEvery` milliseconds. */
  onTasks: (tasks: Task[]) => void;
  onEnd: (task: Task) => void;
  /** What the person may see of anything that was thrown. */
  problemOf: (error: unknown) => Problem;
  tellEvery?: number;
};

/** C7: long work: progress with counts and time left, cancelled on demand, remembered until dismissed. */
export type Tasks = {
  start(kind: TaskKind, title: string, planId: string | null, work: Work): string;
  list(): Task[];
  /** @throws AppError `not_found` */
  cancel(id: string): void;
  /** Forgets a task that has ended; one that runs stays. @throws AppError `not_found` */
  dismiss(id: string): void;
  /** Path of what a task wrote. @throws AppError `not_found` when it wrote nothing */
  savedFile(id: string): string;
  /** Stops everything and waits for it. */
  stopAll(): Promise<void>;
};

type Running = { task: Task; stop: AbortController; pace: Pace; saved: string | null; ended: Promise<void> };

const keptAfterEnd = 50;

export function createTasks(options: TasksOptions): Tasks {
  const all = new Map<string, Running>();
  let telling: NodeJS.Timeout | undefined;

  const list = (): Task[] => [...all.values()].map(({ task }) => task).reverse();

  function tell(): void {
    telling ??= setTimeout(() => {
      telling = undefined;
      options.onTasks(list());
    }, options.tellEvery ?? 150);
  }

  function found(id: string): Running {
    const running = all.get(id);
    if (running === undefined) throw new AppError('not_found', 'There is no such task');
    return running;
  }

  function report(running: Running, news: Parameters<Report>[0]): void {
    const { task } = running;
    const phase = news.phase ?? task.phase;
    const sameCount = phase === task.phase;
    const done = news.done ?? (sameCount ? task.done : 0);
    const total = news.total === undefined ? (sameCount ? task.total : null) : news.total;
    const remaining = running.pace.remaining(phase, done, total);
    if (news.savedAs !== undefined) running.saved = news.savedAs.path;
    running.task = { ...task, phase, done, total, remaining, planId: news.planId ?? task.planId, savedAs: news.savedAs?.name ?? task.savedAs };
    tell();
  }

  function end(running: Running, state: Task['state'], error: Problem | null): void {
    running.task = { ...running.task, state, error, endedAt: options.clock().toISOString(), remaining: null };
    tell();
    options.onEnd(running.task);
    const ended = [...all.values()].filter(({ task }) => task.state !== 'running');
    for (const { task } of ended.slice(0, Math.max(0, ended.length - keptAfterEnd))) all.delete(task.id);
  }

  async function run(running: Running, work: Work): Promise<void> {
    try {
      await work((news) => report(running, news), running.stop.signal);
      end(running, 'done', null);
    } catch (error) {
      const problem = options.problemOf(error);
      if (running.stop.signal.aborted || problem.code === 'cancelled') end(running, 'cancelled', null);
      else end(running, 'failed', problem);
    }
  }

  return {
    start(kind, title, planId, work) {
      const id = randomUUID();
      const task: Task = { id, kind, title, state: 'running', phase: '', done: 0, total: null, startedAt: options.clock().toISOString(), endedAt: null, remaining: null, planId, savedAs: null, error: null };
      const running: Running = { task, stop: new AbortController(), pace: createPace(() => options.clock().getTime()), saved: null, ended: Promise.resolve() };
      all.set(id, running);
      running.ended = run(running, work);
      tell();
      return id;
    },
    list,
    cancel: (id) => found(id).stop.abort(),
    dismiss(id) {
      if (found(id).task.state !== 'running') all.delete(id);
      tell();
    },
    savedFile(id) {
      const { saved } = found(id);
      if (saved === null) throw new AppError('not_found', 'This task has written no file');
      return saved;
    },
    async stopAll() {
      const running = [...all.values()];
      for (const { stop } of running) stop.abort();
      await Promise.allSettled(running.map(({ ended }) => ended));
      clearTimeout(telling);
    },
  };
}
