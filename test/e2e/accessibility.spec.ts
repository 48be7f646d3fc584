import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type RunningConsole } from '../support/electron.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = ['/', '/users', '/import', '/history', '/settings', '/connections', '/about'] as const;

/** Axe inside the page: Electron has no second page for the builder's own window. */
async function violations({ page }: RunningConsole): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } };
    const found = await axe.run();
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  });
}

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${theme}`, () => {
      test.use({ preferences: { language, theme } });

      test(`C12: axe finds no violation on any screen (${language}, ${theme})`, async ({ desk }) => {
        await desk.online();
        await desk.api('samples.load', {});
        const [person] = (await desk.api('users.list', { limit: 1 })).items;
        const made = await desk.api('plans.bulk', { change: { action: 'requireReset' }, selection: { ids: [person!.id] } });
        const locations = [...screens, `/users?record=${person!.id}`, `/plans/${made.id}`];
        for (const location of locations) {
          await desk.app.evaluate(({ BrowserWindow }, to) => { BrowserWindow.getAllWindows()[0]!.webContents.send('quarterdeck:event', 'navigate', { location: to }); }, location);
          await expect.poll(() => { const url = new URL(desk.page.url()); return url.pathname + url.search; }).toContain(location.split('?')[0]);
          await desk.page.getByRole('heading', { level: 1 }).waitFor();
          await desk.page.waitForTimeout(600);
          expect(await violations(desk), location).toEqual([]);
        }
      });
    });
  }
}
