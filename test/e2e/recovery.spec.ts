import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type RunningConsole } from '../support/electron.ts';

async function killServer(desk: RunningConsole): Promise<number> {
  const server = (await desk.processes()).find(({ name }) => name === 'Quarterdeck server');
  process.kill(server!.pid, 'SIGKILL');
  return server!.pid;
}

test('C2, C5: the embedded server is killed and comes back by itself, with the same people', async ({ desk }) => {
  await desk.online();
  await desk.api('users.create', { username: 'anna', email: 'anna@example.com' });
  const states = desk.page.evaluate(() => new Promise<string[]>((resolve) => {
    const heard: string[] = [];
    window.quarterdeck.on('status', ({ state }) => {
      heard.push(state);
      if (state === 'online') resolve(heard);
    });
  }));
  const killed = await killServer(desk);
  expect(await states).toEqual(['offline', 'online']);
  expect((await desk.api('users.list', { q: 'anna' })).items.length).toBe(1);
  expect((await desk.processes()).find(({ name }) => name === 'Quarterdeck server')!.pid).not.toBe(killed);
});

test('M16, C5: the embedded server is killed in mid-apply: all or nothing, the task says so, and applying again succeeds', async ({ desk }) => {
  test.setTimeout(300_000);
  await desk.online();
  const people = 5_000;
  const file = path.join(desk.userData, 'many.csv');
  writeFileSync(file, `Username,Email\n${Array.from({ length: people }, (_, index) => `user${index},user${index}@example.org`).join('\n')}\n`);
  await desk.chooseFile(file);
  const { handle } = (await desk.call('files.choose', { purpose: 'people' }))!;
  const { settings } = await desk.call('files.inspect', { handle, overrides: {}, lastRowCount: null });
  const made = await desk.taskEnded((await desk.call('imports.start', { handle, settings, mode: 'upsert', options: {} })).taskId);
  expect(made).toMatchObject({ state: 'done' });
  const plan = await desk.api('plans.get', { id: made.planId! });
  const { taskId } = await desk.call('plans.apply', { id: plan.id, hash: plan.hash! });
  await expect.poll(async () => (await desk.call('tasks.list', null)).find(({ id }) => id === taskId)?.phase, { intervals: [20] }).toMatch(/applying|committing/);
  await desk.page.waitForTimeout(150);
  await killServer(desk);
  const task = await desk.taskEnded(taskId);
  await desk.online();
  const count = async () => (await desk.api('users.list', { q: 'example.org', limit: 1 })).total.count;
  const after = await desk.api('plans.get', { id: plan.id });
  if (after.state === 'applied') {
    expect(task.state).toBe('done');
  } else {
    expect(task).toMatchObject({ state: 'failed', error: { code: 'unavailable' } });
    expect(await count()).toBe(0);
    const again = await desk.call('plans.apply', { id: plan.id, hash: after.hash! });
    expect(await desk.taskEnded(again.taskId)).toMatchObject({ state: 'done', error: null });
  }
  expect(await count()).toBe(people);
  expect((await desk.api('plans.get', { id: plan.id })).state).toBe('applied');
});

test('C2: nothing of the console keeps running after it was closed', async ({ launch }) => {
  const desk = await launch();
  await desk.online();
  const pids = (await desk.processes()).map(({ pid }) => pid);
  await desk.close();
  const alive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  await expect.poll(() => pids.filter(alive)).toEqual([]);
});
