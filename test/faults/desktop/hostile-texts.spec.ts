import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type RunningConsole } from '../../support/electron.ts';
import { saw } from '../drill.ts';

/** C16: texts from servers and files that try to be more than texts, on every screen that shows them. */

/** Stands in every hostile text, so that each place that shows one is found. */
const mark = 'Qx';
const markup = `${mark}<img src=x onerror=alert(1)><script>alert(2)</script>`;
const texts: Record<string, string> = {
  markup,
  turned: `${mark}\u202Etxt.nimda\u2066 \u2067moc`,
  arabic: `${mark} مدير النظام الرئيسي (123)`,
  zalgo: `${mark} Z${'\u0301\u0316\u035C'.repeat(40)}oe`,
  hidden: `${mark}\u200Bad\u00ADmin\u2060\uFEFF\u3164`,
  emoji: `${mark} 👩‍👩‍👧‍👦🏴‍☠️🇫🇷`,
  long: `${mark} ${'Wolfeschlegelsteinhausen'.repeat(20)}`.slice(0, 200),
  template: `${mark} {{count}} $t(shell:title) %s \${7}`,
};

/** What is wrong with the page as it is now. */
function faultsOf(page: Page, screen: string): Promise<string[]> {
  return page.evaluate(({ marked, where }) => {
    const found: string[] = [];
    const complain = (text: string): void => void found.push(`${where}: ${text.slice(0, 160)}`);
    if (document.querySelector('img[src="x"], [onerror], body script:not([src]), iframe, object, embed') !== null) complain('an element was made of a text');
    const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\u3164\uFEFF]|\p{M}{9}/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      if (!text.includes(marked)) continue;
      const parent = node.parentElement!;
      if (unseen.test(text)) complain(`not legible: ${JSON.stringify(text)} in ${parent.outerHTML}`);
      if (text.includes('txt.nimda') || text.includes('مدير')) {
        // Either an element that isolates it, or a block that holds nothing else.
        let holder: HTMLElement | null = parent;
        let isolated = false;
        for (; holder !== null && !isolated; holder = holder.parentElement) {
          const { unicodeBidi, display } = getComputedStyle(holder);
          isolated = /isolate|plaintext/u.test(unicodeBidi) || (display !== 'inline' && holder.textContent === text);
          if (display !== 'inline') break;
        }
        if (!isolated) complain(`not isolated: ${parent.outerHTML}`);
      }
    }
    for (const element of document.body.querySelectorAll('[title], [aria-label]')) {
      for (const name of ['title', 'aria-label']) {
        const text = element.getAttribute(name) ?? '';
        if (text.includes(marked) && unseen.test(text)) complain(`${name} not legible: ${JSON.stringify(text)}`);
      }
    }
    if (document.documentElement.scrollWidth > window.innerWidth + 1) complain('the page is wider than the window');
    return [...new Set(found)];
  }, { marked: mark, where: screen });
}

function csv(desk: RunningConsole): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = Object.entries(texts).map(([kind, text]) => [`f-${kind}`, `f-${kind}@example.org`, text, text, 'user'].map(quoted).join(','));
  const bad = Object.values(texts).map((text) => [`bad ${text}`, text, text, text, text].map(quoted).join(','));
  const file = path.join(desk.userData, `${mark}‮vsc.elif <b>people.csv`);
  writeFileSync(file, `${['Username', 'Email', 'Display name', `${texts['turned']!} ${texts['markup']!}`, 'Role'].map(quoted).join(',')}\n${[...rows, ...bad].join('\n')}\n`);
  return file;
}

for (const language of ['en', 'fr'] as const) {
  test.describe(language, () => {
    test.use({ preferences: { language, theme: 'light' } });

    test(`C16: markup, turned, hidden, piled-up and long texts are inert and legible on every screen (${language})`, async ({ desk }) => {
      test.setTimeout(300_000);
      const { page } = desk;
      const requests: string[] = [];
      const dialogs: string[] = [];
      page.on('request', (request) => void (request.url().startsWith('app://quarterdeck/') || request.url().startsWith('data:') || requests.push(request.url())));
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await desk.online();
      const refused: string[] = [];
      const ids: string[] = [];
      for (const [kind, text] of Object.entries(texts)) {
        const answer = await page.evaluate((input) => window.quarterdeck.api('users.create', input), { username: `u-${kind}`, email: `u-${kind}@example.org`, displayName: text, firstName: text.slice(0, 100), jobTitle: text, company: text, department: text, externalId: text });
        if (answer.ok) ids.push(answer.data.user.id);
        else refused.push(kind);
      }
      const faults: string[] = [];
      const look = async (screen: string): Promise<void> => void faults.push(...await faultsOf(page, screen));
      const goto = async (location: string): Promise<void> => {
        await desk.app.evaluate(({ BrowserWindow }, where) => BrowserWindow.getAllWindows()[0]!.webContents.send('quarterdeck:event', 'navigate', { location: where }), location);
        await expect.poll(() => new URL(page.url()).pathname + new URL(page.url()).search).toContain(location.split('?')[0]!);
      };

      await goto('/users');
      await expect(page.getByText(mark).first()).toBeVisible();
      await look('users');
      for (const id of ids) {
        await goto(`/users/${id}`);
        await expect(page.getByRole('tab').first()).toBeVisible();
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          await look(`user ${id.slice(-4)} ${await tab.innerText()}`);
        }
      }

      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').last().fill(mark);
      await expect(page.getByRole('option', { name: new RegExp(mark) }).first()).toBeVisible();
      await look('palette');
      await page.keyboard.press('Escape');

      await goto('/import');
      await desk.chooseFile(csv(desk));
      await page.getByRole('main').getByRole('button', { name: /file|fichier/iu }).first().click();
      await expect(page.getByRole('table').first()).toBeVisible();
      await look('import: file');
      const onward = page.getByRole('button', { name: /^(Continue|Continuer)$/u });
      await onward.click();
      await look('import: columns');
      await onward.click();
      await look('import: mode');
      await page.getByRole('button', { name: /Review plan|Examiner le plan|Revoir le plan|plan/u }).last().click();
      await page.waitForURL(/\/plans\//u, { timeout: 90_000 });
      await expect(page.getByText(mark).first()).toBeVisible();
      await look('plan: problems');
      const plan = new URL(page.url()).pathname;
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await look(`plan: ${(await tab.innerText()).slice(0, 30)}`);
      }
      await goto(plan);

      await desk.call('connections.update', { id: 'local', name: texts['turned']!, environment: texts['arabic']!.slice(0, 40) }).catch(() => refused.push('connection'));
      await desk.call('preferences.set', { mappings: { [texts['turned']!]: { headers: [], columns: [] } } });
      for (const location of ['/history', '/connections', '/settings', '/', '/about']) {
        await goto(location);
        await expect(page.getByRole('navigation').locator(`a[href="${location}"]`).first()).toHaveAttribute('aria-current', 'page');
        await expect(page.getByRole('heading').first()).toBeVisible();
        await look(location);
      }
      const tray = page.getByRole('button', { name: /tasks|tâches|travaux|Work|activit/iu }).first();
      if (await tray.isVisible()) {
        await tray.click();
        await look('tray');
      }
      saw(`${language}: refused by the server or the console: ${refused.join(', ') || 'nothing'}; ${faults.length} faults`);
      expect(faults).toEqual([]);
      expect(requests).toEqual([]);
      expect(dialogs).toEqual([]);
    });
  });
}
