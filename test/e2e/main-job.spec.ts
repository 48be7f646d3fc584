import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { User } from '#shared/schemas/users.ts';
import { expect, test, type RunningConsole } from '../support/electron.ts';
import { madeFolder } from '../support/made-folder.ts';

const messy = path.resolve(import.meta.dirname, '..', '..', 'resources', 'sample-data', 'personnel-lumiere-energie.csv');
const folder = madeFolder('files');

/** A file of people as a spreadsheet program saves it. */
function file(name: string, rows: readonly string[]): string {
  const where = path.join(folder, name);
  writeFileSync(where, rows.join('\r\n'));
  return where;
}

async function everybody(desk: RunningConsole): Promise<User[]> {
  const found: User[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await desk.api('users.list', { limit: 100, sort: 'username', ...(cursor !== undefined && { cursor }) });
    found.push(...page.items);
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

/** Everything about everybody that an undo gives back (M18). */
const canonical = (people: readonly User[]): string =>
  JSON.stringify(people.map(({ version: _version, lastActiveAt: _lastActive, ...state }) => state));

async function openImport({ page }: RunningConsole): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: /^Import/ }).first().click();
}

/** Brings a file as far as its plan. */
async function plan(desk: RunningConsole, where: string, mode: 'Synchronize' | 'Add or update' | 'Remove'): Promise<string> {
  const { page } = desk;
  await openImport(desk);
  await desk.chooseFile(where);
  await page.getByRole('button', { name: /Choose (a|another) file/ }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('radio', { name: mode }).click();
  await expect(page.getByRole('radio', { name: mode })).toBeChecked();
  await page.getByRole('button', { name: 'Review plan' }).click();
  await page.waitForURL(/\/plans\//, { timeout: 90_000 });
  await expect(page.getByText('nothing has changed yet')).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

async function planState(desk: RunningConsole, id: string): Promise<string> {
  return (await desk.api('plans.get', { id })).state;
}

test('M1 to M18: from the first start to an applied and undone plan, with a messy file', async ({ desk }) => {
  const { page } = desk;
  await desk.online();
  await page.getByRole('button', { name: 'Load sample people' }).click();
  await expect(page.getByText('251').first()).toBeVisible();
  const before = await everybody(desk);

  await openImport(desk);
  await desk.chooseFile(messy);
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await expect(page.getByText('In 1 row the cells stand beside their columns.')).toBeVisible();
  await expect(page.getByText('1 row repeats another, cell for cell.')).toBeVisible();
  await page.getByRole('button', { name: 'Leave out the repeats' }).click();
  await page.getByRole('button', { name: 'Leave out the blank rows' }).click();
  await expect(page.getByText('3 rows are blank.')).toBeHidden();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('combobox', { name: 'Field: Matricule' })).toContainText('External id');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Review plan' }).click();
  await page.waitForURL(/\/plans\//);
  const id = new URL(page.url()).pathname.split('/').at(-1)!;

  // The window is on the problems: a conflict, the shifted row, a wrong address, an unknown role.
  await expect(page.getByText('The username belongs to one person, the email to another')).toBeVisible();
  await expect(page.getByText(/line 30, column Courriel/)).toBeVisible();
  expect(canonical(await everybody(desk))).toBe(canonical(before));
  const rejected = path.join(folder, 'rejected.csv');
  await desk.saveAs(rejected);
  await page.getByRole('button', { name: 'Save rejected rows' }).click();
  await expect.poll(() => { try { return readFileSync(rejected, 'latin1').split('\r\n').length; } catch { return 0; } }).toBeGreaterThan(4);
  expect(readFileSync(rejected, 'latin1')).toContain('jerome.de-la-tour chez');

  await page.getByRole('button', { name: /^Set all \d problems aside/ }).click();
  await expect.poll(async () => (await desk.api('plans.get', { id })).counts.invalid).toBe(0);
  await page.getByRole('button', { name: /^Apply \d+ changes/ }).click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  expect(await planState(desk, id)).toBe('applied');
  const after = await everybody(desk);
  expect(canonical(after)).not.toBe(canonical(before));

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('This takes an earlier plan back')).toBeVisible();
  await page.getByRole('button', { name: /^Apply \d+ changes/ }).click();
  await expect.poll(() => planState(desk, id)).toBe('undone');
  expect(canonical(await everybody(desk))).toBe(canonical(before));
  await page.getByRole('navigation').getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('personnel-lumiere-energie.csv').first()).toBeVisible();
});

test('M14: the brake holds a plan until the number is typed and a credential is given', async ({ desk }) => {
  const { page } = desk;
  await desk.online();
  await desk.api('samples.load', {});
  const starters = file('short.csv', ['username,email', 'new.one,new.one@example.org']);
  const id = await plan(desk, starters, 'Synchronize');
  const held = await desk.api('plans.get', { id });
  expect(held.state).toBe('held');
  const people = held.brake!.people;
  expect(people).toBeGreaterThan(100);
  const apply = page.getByRole('button', { name: /^Apply / });
  await expect(apply).toBeDisabled();
  await page.getByRole('textbox', { name: /^Type / }).fill(String(people - 1));
  await expect(apply).toBeDisabled();
  await page.getByRole('textbox', { name: /^Type / }).fill(String(people));
  await apply.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New password').fill('a long enough phrase 7');
  await dialog.getByRole('button', { name: 'Set password' }).click();
  await dialog.getByLabel('Your password again').fill('the wrong one entirely');
  await dialog.getByRole('button', { name: /^Apply / }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  expect(await planState(desk, id)).toBe('held');
  await dialog.getByLabel('Your password again').fill('a long enough phrase 7');
  await dialog.getByRole('button', { name: /^Apply / }).click();
  await expect.poll(() => planState(desk, id), { timeout: 30_000 }).toBe('applied');
  // U7: whoever applies is not among those who are gone.
  expect((await desk.api('session.get', {})).user.platformRole).toBe('superadmin');
});

test('C9: the whole job by keyboard alone', async ({ desk }) => {
  const { page } = desk;
  await desk.online();
  const people = file('keys.csv', ['username,email,display name', 'ada,ada@example.org,Ada Lovelace', 'alan,alan@example.org,Alan Turing']);
  await desk.chooseFile(people);
  const reach = async (name: RegExp): Promise<void> => {
    for (let step = 0; step < 80; step += 1) {
      const focused = await page.evaluate(() => { const element = document.activeElement; return element instanceof HTMLElement ? `${element.innerText} ${element.getAttribute('aria-label') ?? ''}`.trim() : ''; });
      if (name.test(focused)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The keyboard does not reach ${String(name)}.`);
  };
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Import');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/import/);
  for (const [button, then] of [[/^Choose a file/, /Continue/], [/^Continue/, /Match the columns/], [/^Continue/, /What should happen/], [/^Review plan/, /nothing has changed yet/], [/^Apply 2 changes/, /Applied/]] as const) {
    await reach(button);
    await page.keyboard.press('Enter');
    await expect(page.getByText(then).first()).toBeVisible();
  }
  expect((await everybody(desk)).map((person) => person.username)).toEqual(expect.arrayContaining(['ada', 'alan']));
});

test('M16: the server killed while it applies leaves all or nothing, and the console goes on by itself', async ({ desk }) => {
  const { page } = desk;
  await desk.online();
  const count = 4_000;
  const many = file('many.csv', ['username,email', ...Array.from({ length: count }, (_, index) => `p${index},p${index}@example.org`)]);
  const id = await plan(desk, many, 'Add or update');
  const server = (await desk.processes()).find(({ name }) => name === 'Quarterdeck server')!;
  await page.getByRole('button', { name: /^Apply / }).click();
  await expect.poll(() => planState(desk, id), { intervals: [20] }).toBe('applying');
  process.kill(server.pid, 'SIGKILL');
  await expect.poll(async () => (await desk.processes()).find(({ name }) => name === 'Quarterdeck server')?.pid, { timeout: 60_000 }).not.toBe(server.pid);
  await desk.online();
  await expect.poll(() => planState(desk, id).catch(() => 'unreachable'), { timeout: 60_000 }).toMatch(/^(draft|applied)$/);
  const total = (await desk.api('overview.get', {})).users;
  const state = await planState(desk, id);
  expect(total).toBe(state === 'applied' ? count + 1 : 1);
  if (state === 'draft') {
    const { hash } = await desk.api('plans.get', { id });
    const { taskId } = await desk.call('plans.apply', { id, hash: hash! });
    expect((await desk.taskEnded(taskId)).state).toBe('done');
  }
  expect((await desk.api('overview.get', {})).users).toBe(count + 1);
});

test.describe('in French', () => {
  test.use({ preferences: { language: 'fr', theme: 'dark' } });

  test('C13: the job from the file to the plan has no English word on its way', async ({ desk }) => {
    const { page } = desk;
    await desk.online();
    await desk.api('samples.load', {});
    await page.getByRole('navigation').getByRole('link', { name: /^Import/ }).first().click();
    await desk.chooseFile(messy);
    await page.getByRole('button', { name: 'Choisir un fichier' }).click();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Relire le plan' }).click();
    await page.waitForURL(/\/plans\//);
    await expect(page.getByRole('tab').first()).toBeVisible();
    const words = (await page.locator('body').innerText()).toLowerCase();
    for (const english of ['nothing has', 'changed', 'problems', 'unchanged', 'search', 'apply', 'save plan', 'set aside', 'settings', 'overview']) expect(words).not.toContain(english);
  });
});
