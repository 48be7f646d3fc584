import path from 'node:path';
import type { RunningConsole } from '../support/electron.ts';

/** A screen of the console, brought up from whatever is shown. Buttons are pressed in English. */
export type Screen = { name: string; show(desk: RunningConsole): Promise<void> };

const samples = path.resolve(import.meta.dirname, '..', '..', 'resources', 'sample-data');

export async function goTo({ app, page }: RunningConsole, location: string): Promise<void> {
  await page.keyboard.press('Escape');
  await app.evaluate(({ BrowserWindow }, to) => { BrowserWindow.getAllWindows()[0]?.webContents.send('quarterdeck:event', 'navigate', { location: to }); }, location);
  await page.waitForURL((url) => url.pathname === location.split('?')[0]);
}

const at = (name: string, location: string): Screen => ({ name, show: (desk) => goTo(desk, location) });

export const overview = at('overview', '/');
export const users = at('users', '/users');
export const importStart = at('import', '/import');
export const history = at('history', '/history');
export const settings = at('settings', '/settings');
export const connections = at('connections', '/connections');
export const about = at('about', '/about');
export const notFound = at('not-found', '/nowhere');
export const missingUser = at('missing-user', '/users?record=01990000-0000-7000-8000-000000000001');
export const missingPlan = at('missing-plan', '/plans/01990000-0000-7000-8000-000000000001');
export const nothingFound = at('nothing-found', '/users?q=zzzzzzzz');

export const searched = (q: string): Screen => at('search', `/users?q=${q}`);

export const person = (tab: 'profile' | 'permissions' | 'activity'): Screen => ({
  name: `person-${tab}`,
  async show(desk) {
    const people = await desk.api('users.list', { limit: 2, sort: '-lastActiveAt' });
    await goTo(desk, `/users?record=${people.items.at(-1)!.id}&tab=${tab}`);
  },
});

export const personPage: Screen = {
  name: 'person-page',
  async show(desk) {
    const people = await desk.api('users.list', { limit: 2 });
    await goTo(desk, `/users/${people.items.at(-1)!.id}`);
  },
};

export const newUser: Screen = {
  name: 'new-user',
  async show(desk) {
    await goTo(desk, '/users');
    await desk.page.getByRole('button', { name: 'New user' }).click();
  },
};

export const selection: Screen = {
  name: 'selection',
  async show(desk) {
    await goTo(desk, '/users');
    const boxes = desk.page.getByRole('grid').getByRole('checkbox');
    await boxes.nth(1).click();
    await boxes.nth(4).click({ modifiers: ['Shift'] });
  },
};

export const exporting: Screen = {
  name: 'export',
  async show(desk) {
    await goTo(desk, '/users');
    await desk.page.getByRole('button', { name: 'Export' }).click();
  },
};

export const palette: Screen = {
  name: 'palette',
  async show(desk) {
    await goTo(desk, '/users');
    await desk.page.keyboard.press('ControlOrMeta+k');
    await desk.page.keyboard.type('an');
  },
};

async function chooseFile(desk: RunningConsole, file: string): Promise<void> {
  await goTo(desk, '/import');
  await desk.chooseFile(path.isAbsolute(file) ? file : path.join(samples, file));
  await desk.page.getByRole('button', { name: /^Choose (a|another) file/ }).first().click();
}

/** The wizard's steps on a file; the last one makes the plan. */
export function wizard(file: string): Screen[] {
  const steps = async (desk: RunningConsole, count: number): Promise<void> => {
    await chooseFile(desk, file);
    await desk.page.getByRole('button', { name: 'Continue' }).waitFor({ timeout: 60_000 });
    for (let step = 0; step < count; step += 1) await desk.page.getByRole('button', { name: 'Continue' }).click();
  };
  return [
    { name: 'import-file', show: (desk) => steps(desk, 0) },
    { name: 'import-columns', show: (desk) => steps(desk, 1) },
    {
      name: 'import-mode',
      async show(desk) {
        await steps(desk, 2);
        await desk.page.getByRole('radio', { name: 'Synchronize' }).click();
      },
    },
  ];
}

/** A file that is refused, in the wizard. */
export const refusedFile = (file: string): Screen => ({ name: 'import-refused', show: (desk) => chooseFile(desk, file) });

/** A plan of the sample file, with what each tab shows. */
export function planScreens(file: string): Screen[] {
  const tab = (name: string, label: RegExp): Screen => ({ name: `plan-${name}`, show: async (desk) => { await desk.page.getByRole('tab', { name: label }).click(); } });
  return [
    {
      name: 'plan-problems',
      async show(desk) {
        await chooseFile(desk, file);
        const { page } = desk;
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('radio', { name: 'Synchronize' }).click();
        await page.getByRole('button', { name: 'Review plan' }).click();
        await page.waitForURL(/\/plans\//, { timeout: 120_000 });
        await desk.page.getByText('Being made').waitFor({ state: 'detached', timeout: 60_000 });
        await page.getByRole('tab', { name: /Problems/ }).click();
      },
    },
    {
      name: 'plan-held',
      async show({ page }) {
        await page.getByRole('button', { name: /^Set all/ }).click();
        await page.getByText('Held', { exact: true }).first().waitFor({ timeout: 60_000 });
        await page.getByRole('tab', { name: /Dangerous/ }).click();
      },
    },
    tab('new', /^New/), tab('changed', /^Changed/), tab('gone', /^Gone/), tab('all', /^All/),
  ];
}
