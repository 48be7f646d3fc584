import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/ipc.ts';
import { problemOf } from '../api/server-link.ts';
import { createPace } from './pace.ts';
import { createTasks, type Work } from './tasks.ts';

/** A busy machine is slow to start processes and to run timers. */
const patience = { timeout: 20_000 };

function open() {
  const told: Task[][] = [];
  const ended: Task[] = [];
  const tasks = createTasks({ clock: () => new Date(), onTasks: (list) => told.push(list), onEnd: (task) => ended.push(task), problemOf, tellEvery: 5 });
  const run = (work: Work): string => tasks.start('export', 'Export', null, work);
  const state = (id: string) => tasks.list().find((task) => task.id === id)?.state;
  return { tasks, told, ended, run, state };
}

describe('C7: tasks', () => {
  it('C7: tell phase, counts and what was written, then end', async () => {
    const { tasks, ended, run, state, told } = open();
    const id = run(async (report) => {
      report({ phase: 'reading', done: 5, total: 10 });
      report({ phase: 'writing', savedAs: { path: '/secret/place/people.csv', name: 'people.csv' } });
      await Promise.resolve();
    });
    await expect.poll(() => state(id), patience).toBe('done');
    expect(ended[0]).toMatchObject({ phase: 'writing', done: 0, total: null, savedAs: 'people.csv', error: null });
    expect(tasks.savedFile(id)).toBe('/secret/place/people.csv');
    await expect.poll(() => told.at(-1)?.[0]?.state, patience).toBe('done');
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('C7: are cancelled, and what was refused stands in the task', async () => {
    const { tasks, run, state } = open();
    const waiting = run((_report, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))));
    const refused = run(() => Promise.reject(new AppError('storage_full', 'Full')));
    const defect = run(() => Promise.reject(new Error('secret detail')));
    tasks.cancel(waiting);
    await expect.poll(() => [state(waiting), state(refused), state(defect)], patience).toEqual(['cancelled', 'failed', 'failed']);
    expect(tasks.list().map(({ error }) => error?.code ?? null)).toEqual(['internal', 'storage_full', null]);
    expect(JSON.stringify(tasks.list())).not.toContain('secret detail');
  });

  it('C7: one that runs cannot be dismissed; tasks that do not exist are refused', async () => {
    const { tasks, run, state } = open();
    const id = run((_report, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
    tasks.dismiss(id);
    expect(state(id)).toBe('running');
    await tasks.stopAll();
    tasks.dismiss(id);
    expect(tasks.list()).toEqual([]);
    for (const attempt of [tasks.cancel, tasks.dismiss, tasks.savedFile]) expect(() => attempt('nothing')).toThrow(AppError);
  });

  it('C7: estimates the time left from the pace of the phase', () => {
    let now = 0;
    const pace = createPace(() => now);
    expect(pace.remaining('reading', 0, 100)).toBeNull();
    now = 1_000;
    expect(pace.remaining('reading', 25, 100)).toBe(3_000);
    expect(pace.remaining('sending', 0, 100)).toBeNull();
    now = 2_000;
    expect(pace.remaining('sending', 50, 100)).toBe(1_000);
    expect(pace.remaining('sending', 50, null)).toBeNull();
  });
});
