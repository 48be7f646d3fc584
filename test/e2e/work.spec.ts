import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FileInspection } from '#shared/file-inspection.ts';
import type { ExportRequest, ImportRequest } from '#shared/ipc.ts';
import { expect, test, type RunningConsole } from '../support/electron.ts';

/** Long work through the bridge, as every screen starts it: files, tasks, and what stands on the server afterwards. */

const secret = 'Correct-Horse-Battery-1';
const header = 'Username;Email;Password;Role;Display name;Department';

/** Windows-1252, semicolons, an accent, a password, an invalid email and a duplicate. */
function messyFile(desk: RunningConsole, name = 'people.csv'): string {
  const rows = [header, `anna;anna@example.com;${secret};user;Anna Müller;Vertrieb`, 'bela;bela@example.com;;unlicensed;Béla;Marketing', 'cara;not an address;;user;Cara;', 'dora;dora@example.com;;user;Dora;', 'dora;dora@example.com;;user;Dora again;'];
  const file = path.join(desk.userData, name);
  writeFileSync(file, Buffer.from(`${rows.join('\r\n')}\r\n`, 'latin1'));
  return file;
}

async function inspect(desk: RunningConsole, file: string): Promise<{ handle: string; inspection: FileInspection }> {
  await desk.chooseFile(file);
  const chosen = await desk.call('files.choose', { purpose: 'people' });
  expect(JSON.stringify(chosen)).not.toContain(desk.userData);
  return { handle: chosen!.handle, inspection: await desk.call('files.inspect', { handle: chosen!.handle, overrides: {}, lastRowCount: null }) };
}

async function importFile(desk: RunningConsole, file: string, mode: ImportRequest['mode'] = 'upsert') {
  const { handle, inspection } = await inspect(desk, file);
  const { taskId } = await desk.call('imports.start', { handle, settings: inspection.settings, mode, options: {} });
  const task = await desk.taskEnded(taskId);
  expect(task).toMatchObject({ state: 'done', error: null, kind: 'import' });
  return { plan: await desk.api('plans.get', { id: task.planId! }), inspection };
}

async function apply(desk: RunningConsole, planId: string) {
  const plan = await desk.api('plans.get', { id: planId });
  const { taskId } = await desk.call('plans.apply', { id: planId, hash: plan.hash! });
  return desk.taskEnded(taskId);
}

test('M1, M10, M11, M12, M16, M18: a messy file becomes a plan, is applied with its password, its rejected rows come back, and it is undone', async ({ desk }) => {
  await desk.online();
  const { plan, inspection } = await importFile(desk, messyFile(desk));
  expect(inspection.settings).toMatchObject({ format: 'csv', encoding: 'windows-1252', delimiter: ';', headerRow: true });
  expect(plan.counts).toMatchObject({ rows: 5, create: 2, invalid: 1, conflict: 2 });
  expect(plan.files[0]).toMatchObject({ name: 'people.csv', columnNames: header.split(';') });

  const rejected = path.join(desk.userData, 'rejected.csv');
  await desk.saveAs(rejected);
  const saving = await desk.call('imports.saveRejected', { planId: plan.id });
  expect(await desk.taskEnded(saving!.taskId)).toMatchObject({ state: 'done', savedAs: 'rejected.csv' });
  const written = readFileSync(rejected, 'latin1');
  expect(written).toContain('not an email address');
  expect(written.split('\r\n').filter((line) => line !== '').length).toBe(4);

  const corrected = path.join(desk.userData, 'corrected.csv');
  writeFileSync(corrected, Buffer.from(`${header}\r\ncara;cara@example.com;;user;Cara;\r\ndora;dora@example.com;;user;Dora;\r\n`, 'latin1'));
  const addition = await inspect(desk, corrected);
  const adding = await desk.call('imports.add', { planId: plan.id, handle: addition.handle, settings: addition.inspection.settings });
  expect(await desk.taskEnded(adding.taskId)).toMatchObject({ state: 'done', planId: plan.id });
  expect((await desk.api('plans.get', { id: plan.id })).counts).toMatchObject({ create: 4, setAside: 3 });

  expect(await apply(desk, plan.id)).toMatchObject({ state: 'done', error: null });
  const people = await desk.api('users.list', { q: 'example.com' });
  expect(people.items.map(({ username, displayName, hasPassword }) => [username, displayName, hasPassword]).toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([['anna', 'Anna Müller', true], ['bela', 'Béla', false], ['cara', 'Cara', false], ['dora', 'Dora', false]]);

  const undo = await desk.api('plans.undo', { id: plan.id });
  await expect.poll(async () => (await desk.api('plans.get', { id: undo.id })).hash).not.toBeNull();
  const { state } = await desk.api('plans.get', { id: undo.id });
  expect(['draft', 'held']).toContain(state);
  expect(await apply(desk, undo.id)).toMatchObject({ state: 'done' });
  expect((await desk.api('users.list', { q: 'example.com' })).items).toEqual([]);
});

test('M10: a file that changed since its plan was made is not used', async ({ desk }) => {
  await desk.online();
  const file = messyFile(desk);
  const { plan } = await importFile(desk, file);
  writeFileSync(file, `${header}\nanna;anna@example.com;another password 1;user;Anna;\n`);
  expect(await apply(desk, plan.id)).toMatchObject({ state: 'failed', error: { code: 'conflict', details: { fileProblem: 'changed_while_reading', fileName: 'people.csv' } } });
  expect((await desk.api('users.list', { q: 'example.com' })).items).toEqual([]);
});

test('M10: passwords that are too easy to guess are named by line, and nobody is created', async ({ desk }) => {
  await desk.online();
  const file = path.join(desk.userData, 'weak.csv');
  writeFileSync(file, `${header}\nanna;anna@example.com;${secret};user;Anna;\nbela;bela@example.com;password1234;user;Béla;\ncara;cara@example.com;short;user;Cara;\n`);
  const { plan } = await importFile(desk, file);
  expect(await apply(desk, plan.id)).toMatchObject({ state: 'failed', error: { code: 'invalid_input', details: { fileProblem: 'weak_passwords', lines: '3, 4' } } });
  expect((await desk.api('users.list', { q: 'example.com' })).items).toEqual([]);
  expect(await desk.api('plans.get', { id: plan.id })).toMatchObject({ state: 'draft' });
});

test('M4: a hostile file ends in a clear error, and the next file works', async ({ desk }) => {
  await desk.online();
  const hostile = path.join(desk.userData, 'hostile.xlsx');
  writeFileSync(hostile, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(4_000, 0xff)]));
  await desk.chooseFile(hostile);
  const chosen = await desk.call('files.choose', { purpose: 'people' });
  const refused = await desk.page.evaluate((handle) => window.quarterdeck.call('files.inspect', { handle, overrides: {}, lastRowCount: null }), chosen!.handle);
  expect(refused).toMatchObject({ ok: false, error: { details: { fileProblem: expect.stringMatching(/archive|spreadsheet/) as unknown } } });
  expect((await inspect(desk, messyFile(desk))).inspection.rowCount).toBe(5);
});

test('C7, M4: a long import tells its progress, survives a reload of the page, is cancelled and leaves no plan open', async ({ desk }) => {
  await desk.online();
  const file = path.join(desk.userData, 'large.csv');
  const rows = Array.from({ length: 120_000 }, (_, index) => `user${index},user${index}@example.org,User ${index}`);
  writeFileSync(file, `Username,Email,Display name\n${rows.join('\n')}\n`);
  const { handle, inspection } = await inspect(desk, file);
  const { taskId } = await desk.call('imports.start', { handle, settings: inspection.settings, mode: 'upsert', options: {} });
  const task = async () => (await desk.call('tasks.list', null)).find(({ id }) => id === taskId)!;
  await expect.poll(async () => (await task()).done, { intervals: [100] }).toBeGreaterThan(0);
  const news = await desk.page.evaluate(() => new Promise<number>((resolve) => {
    let heard = 0;
    window.quarterdeck.on('tasks', () => (heard += 1));
    setTimeout(() => resolve(heard), 2_000);
  }));
  expect(news).toBeGreaterThanOrEqual(3);
  expect(news).toBeLessThanOrEqual(20);
  await desk.page.reload();
  await desk.page.waitForFunction(() => 'quarterdeck' in window);
  expect((await task()).state).toBe('running');
  await desk.call('tasks.cancel', { id: taskId });
  expect(await desk.taskEnded(taskId)).toMatchObject({ state: 'cancelled' });
  const { items } = await desk.api('plans.list', {});
  expect(items.map(({ state }) => state)).toEqual(['refused']);
  await expect.poll(async () => (await desk.processes()).filter(({ name }) => name === 'Quarterdeck files').length).toBe(0);
});

test('M15, M20: a plan is saved, opened again, refused when one byte was changed, and its report is exported', async ({ desk }) => {
  await desk.online();
  const { plan } = await importFile(desk, messyFile(desk));
  const saved = path.join(desk.userData, 'reviewed.quarterdeck-plan');
  await desk.saveAs(saved);
  const saving = await desk.call('plans.saveFile', { planId: plan.id });
  expect(await desk.taskEnded(saving!.taskId)).toMatchObject({ state: 'done' });
  expect(readFileSync(saved, 'utf8')).not.toContain(secret);
  const open = async () => {
    await desk.chooseFile(saved);
    const chosen = await desk.call('files.choose', { purpose: 'plan' });
    return desk.page.evaluate((handle) => window.quarterdeck.call('plans.openFile', { handle }), chosen!.handle);
  };
  expect(await open()).toEqual({ ok: true, data: { planId: plan.id } });
  writeFileSync(saved, readFileSync(saved, 'utf8').replace('bela@example.com', 'bela@example.org'));
  expect(await open()).toMatchObject({ ok: false, error: { reason: 'plan_file_altered' } });

  const report = path.join(desk.userData, 'report.csv');
  await desk.saveAs(report);
  const exporting = await desk.call('exports.start', { format: 'csv', safeForSpreadsheets: true, what: 'planReport', planId: plan.id, show: 'all' });
  expect(await desk.taskEnded(exporting!.taskId)).toMatchObject({ state: 'done', savedAs: 'report.csv' });
  const lines = readFileSync(report, 'utf8');
  expect(lines).toContain('not an email address');
  expect(lines).not.toContain(secret);
});

for (const language of ['en', 'fr'] as const) {
  for (const format of ['csv', 'xlsx'] as const) {
    test(`M21: an export of users brought back changes nothing (${format}, ${language})`, async ({ launch }) => {
      const desk = await launch({ preferences: { language, theme: 'light' } });
      await desk.online();
      await desk.api('samples.load', {});
      await desk.api('users.create', { username: 'formula', email: 'formula@example.com', displayName: '=1+1', firstName: '-Zoë', company: '007' });
      const file = path.join(desk.userData, `users.${format}`);
      await desk.saveAs(file);
      const request: ExportRequest = { format, safeForSpreadsheets: true, what: 'users', filter: {}, sort: 'name', columns: [] };
      const exporting = await desk.call('exports.start', request);
      const task = await desk.taskEnded(exporting!.taskId);
      expect(task).toMatchObject({ state: 'done', savedAs: `users.${format}` });
      const total = (await desk.api('users.list', { limit: 1 })).total.count;
      expect(task.done).toBe(total);
      const { plan } = await importFile(desk, file, 'synchronize');
      expect(plan.counts).toMatchObject({ rows: total, unchanged: total, create: 0, update: 0, deactivate: 0, invalid: 0, conflict: 0 });
    });
  }
}

test('C7: a person who changes their mind in a dialog starts nothing', async ({ desk }) => {
  await desk.online();
  await desk.chooseFile(null);
  await desk.saveAs(null);
  expect(await desk.call('files.choose', { purpose: 'people' })).toBeNull();
  expect(await desk.call('exports.start', { format: 'xlsx', safeForSpreadsheets: true, what: 'organizations', q: '' })).toBeNull();
  expect(await desk.call('tasks.list', null)).toEqual([]);
});
