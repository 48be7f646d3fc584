import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, launchConsole, test, type RunningConsole } from '../../support/electron.ts';
import { rounds, saw } from '../drill.ts';

/**
 * One of the console's processes is killed at a random moment of an import, an apply or an export. Everybody is called
 * Alpha or Beta, and each round wants to change all of them: at every moment all must have the same name.
 */
const people = 2_000;
const victims = ['main', 'page', 'Quarterdeck files', 'Quarterdeck server', 'GPU'] as const;
const works = ['import', 'apply', 'export'] as const;
type Victim = (typeof victims)[number];
type Name = 'Alpha' | 'Beta';

let folder: string;
let userData: string;
let desk: RunningConsole;

test.beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-killed-'));
  userData = path.join(folder, 'console');
  for (const name of ['Alpha', 'Beta'] as const) {
    const rows = Array.from({ length: people }, (_, index) => `user${index},user${index}@example.org,${name} ${index}`);
    writeFileSync(path.join(folder, `${name}.csv`), `Username,Email,Display name\n${rows.join('\n')}\n`);
  }
});
test.afterAll(async () => {
  await desk.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  desk = await launchConsole({ userData });
  await desk.online();
}

async function startImport(name: Name): Promise<string> {
  await desk.chooseFile(path.join(folder, `${name}.csv`));
  const { handle } = (await desk.call('files.choose', { purpose: 'people' }))!;
  const { settings } = await desk.call('files.inspect', { handle, overrides: {}, lastRowCount: null });
  return (await desk.call('imports.start', { handle, settings, mode: 'upsert', options: {} })).taskId;
}

async function planFor(name: Name): Promise<{ id: string; hash: string }> {
  const task = await desk.taskEnded(await startImport(name));
  expect(task).toMatchObject({ state: 'done', error: null });
  const { id, hash } = await desk.api('plans.get', { id: task.planId! });
  return { id, hash: hash! };
}

async function startExport(file: string): Promise<string> {
  await desk.saveAs(file);
  return (await desk.call('exports.start', { format: 'csv', safeForSpreadsheets: true, what: 'users', filter: { q: 'example.org' }, sort: 'name', columns: [] }))!.taskId;
}

const named = async (name: Name): Promise<number> => (await desk.api('users.list', { q: name, limit: 1 })).total.count;

async function processOf(victim: Victim): Promise<number | undefined> {
  if (victim === 'main') return desk.app.process().pid;
  if (victim === 'page') return desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId());
  return (await desk.processes()).find(({ name }) => name === victim)?.pid;
}

/** Kills the victim after a while; false when it did not run any more, as the file process that has done its work. */
async function killLater(victim: Victim, pid: number | undefined, milliseconds: number): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  try {
    const found = pid ?? await processOf(victim);
    if (found === undefined) return false;
    process.kill(found, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** What of the console's own files must be as it was: all but the screen that the person is on. */
const ownFiles = (): object[] => ['preferences.json', 'connections.json', 'window.json'].map((name) => ({ ...(JSON.parse(readFileSync(path.join(userData, name), 'utf8')) as object), lastLocation: null }));

async function recovered(victim: Victim, taskId: string): Promise<void> {
  if (victim === 'main') {
    await desk.app.close().catch(() => undefined);
    await start();
    return;
  }
  if (victim === 'page') {
    await expect.poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.isCrashed()), { timeout: 30_000 }).toBe(false);
    // The driver lost its page with the process and finds the new one at a restart only.
    await desk.app.evaluate(({ app }) => app.quit());
    await desk.app.close().catch(() => undefined);
    await start();
    return;
  }
  await desk.taskEnded(taskId);
  await desk.online();
}

async function settled(): Promise<void> {
  const busy = async () => (await desk.api('plans.list', { limit: 100 })).items.filter(({ state }) => state === 'computing' || state === 'applying').length;
  await expect.poll(busy, { timeout: 60_000 }).toBe(0);
}

/** The window can be worked with: another screen opens and shows what it should. */
async function windowWorks(): Promise<void> {
  await desk.page.getByRole('navigation').getByRole('link', { name: /^Users/ }).first().click();
  await expect(desk.page.getByRole('heading', { name: 'Users' }).first()).toBeVisible();
  await desk.page.getByRole('navigation').getByRole('link', { name: /^Overview/ }).first().click();
}

const leftovers = (): string[] => [...readdirSync(folder), ...readdirSync(userData)].filter((name) => name.endsWith('.part') || name.endsWith('.new'));

test('M16, M21, C2: any process of the console is killed at any moment: all or nothing, nothing half, nothing lost', async () => {
  await start();
  await desk.call('preferences.set', { language: 'en', theme: 'dark', density: 'compact' });
  await desk.call('connections.update', { id: 'local', name: 'Headquarters', colour: '#123456', environment: 'Production' });
  // A first end in order writes where the window stood.
  await desk.close();
  await start();
  const first = await planFor('Alpha');
  await desk.taskEnded((await desk.call('plans.apply', first)).taskId);
  let present: Name = 'Alpha';
  const kept = ownFiles();
  const count = { killed: 0, done: 0, notDone: 0 };
  const total = rounds(5, 30);
  for (let round = 0; round < total; round += 1) {
    const victim = victims[round % victims.length]!;
    const work = works[Math.floor(round / victims.length) % works.length]!;
    const wanted: Name = present === 'Alpha' ? 'Beta' : 'Alpha';
    const exported = path.join(folder, `exported-${round}.csv`);
    const plan = work === 'apply' ? await planFor(wanted) : null;
    const pid = victim === 'Quarterdeck files' ? undefined : await processOf(victim);
    const killing = killLater(victim, pid, Math.random() * (work === 'apply' ? 1_500 : 900));
    const began = work === 'import' ? startImport(wanted) : work === 'apply' ? desk.call('plans.apply', plan!).then(({ taskId }) => taskId) : startExport(exported);
    const taskId = await began.catch(() => null);
    if (await killing) count.killed += 1;
    await recovered(victim, taskId ?? '').catch(async (error: unknown) => {
      // Killed before the work had begun: there is no task to wait for.
      if (taskId !== null) throw error;
      await desk.online();
    });
    await settled();
    const [alphas, betas] = [await named('Alpha'), await named('Beta')];
    expect([alphas, betas].toSorted((one, other) => one - other), `round ${round}: ${victim} in ${work}`).toEqual([0, people]);
    const now: Name = alphas === people ? 'Alpha' : 'Beta';
    if (plan !== null) {
      const { state } = await desk.api('plans.get', { id: plan.id });
      expect(state === 'applied', `round ${round}: ${victim} in ${work}: ${state}`).toBe(now === wanted);
      count[now === wanted ? 'done' : 'notDone'] += 1;
    } else {
      expect(now).toBe(present);
    }
    present = now;
    if (existsSync(exported)) expect(readFileSync(exported, 'utf8').trimEnd().split('\r\n').length, `round ${round}`).toBe(people + 1);
    expect(leftovers(), `round ${round}: ${victim} in ${work}`).toEqual([]);
    expect(ownFiles()).toEqual(kept);
    await windowWorks();
  }
  saw(`${total} rounds, ${count.killed} processes killed; of the applies ${count.done} were done and ${count.notDone} had changed nothing`);
});
