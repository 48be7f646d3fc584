import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NativeCallId, NativeCalls } from '#shared/ipc.ts';
import { expect, test, type RunningConsole } from '../support/electron.ts';
import { makeSuperadmin, startStandaloneServer } from '../support/standalone-server.ts';

const setByPolicy = { ok: false, error: { code: 'not_allowed', reason: 'set_by_policy' } };

function policyFile(content: string | object): Record<string, string> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'quarterdeck-policy-')), 'policy.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return { QUARTERDECK_POLICY: file };
}

/** What main answers to a call of the page, refused or not. */
function answerTo<Id extends NativeCallId>(desk: RunningConsole, id: Id, input: NativeCalls[Id]['input']): Promise<unknown> {
  return desk.page.evaluate(({ id: name, input: given }) => window.quarterdeck.call(name, given as never), { id, input });
}

const go = (desk: RunningConsole, place: string): Promise<boolean> => desk.app.evaluate(({ app }, link) => app.emit('second-instance', {}, ['quarterdeck', link], '/', {}), `quarterdeck://${place}`);

const exportOfUsers: NativeCalls['exports.start']['input'] = { what: 'users', filter: {}, sort: 'username', columns: [], format: 'csv', safeForSpreadsheets: false };

test('C8: a policy brings the servers, fixes their list and switches the local server, exports and settings off, in main', async ({ launch }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-server-'));
  const token = makeSuperadmin(folder, 'anna');
  const server = await startStandaloneServer(folder);
  const environment = policyFile({
    version: 1,
    connections: [{ name: 'Acme', url: server.url, colour: '#AA3355', environment: 'Production' }],
    lockConnections: true,
    localServer: false,
    exports: false,
    settings: { theme: 'dark', density: 'compact', safeForSpreadsheets: true },
  });
  const desk = await launch({ environment });
  const { items, current } = await desk.call('connections.list', null);
  expect(items).toMatchObject([{ id: 'local' }, { kind: 'remote', name: 'Acme', url: server.url, colour: '#aa3355', environment: 'Production', preset: true, hasCredential: false }]);
  expect(current).toBe(items[1]!.id);
  expect((await desk.processes()).map(({ name }) => name)).not.toContain('Quarterdeck server');

  const preset = items[1]!.id;
  const fields = { name: 'Own', url: server.url, colour: '#112233', environment: '' };
  expect(await answerTo(desk, 'connections.select', { id: 'local' })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'connections.add', { ...fields, credential: { kind: 'token', token: 'qd_something' } })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'connections.test', { url: server.url })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'connections.update', { id: preset, url: 'https://elsewhere.example' })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'connections.update', { id: preset, name: 'Mine' })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'connections.remove', { id: preset })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'exports.start', exportOfUsers)).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'plans.saveFile', { planId: '0193b1c0-0000-7000-8000-000000000001' })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'preferences.set', { theme: 'light' })).toMatchObject(setByPolicy);
  expect(await answerTo(desk, 'preferences.set', { language: 'en' })).toMatchObject({ ok: true });
  expect(await desk.call('preferences.get', null)).toMatchObject({ theme: 'dark', density: 'compact', safeForSpreadsheets: true });
  expect((await desk.processes()).map(({ name }) => name)).not.toContain('Quarterdeck server');

  await desk.call('connections.update', { id: preset, token });
  await desk.online();
  await go(desk, 'users');
  await expect(desk.page.getByRole('button', { name: 'New user' })).toBeVisible();
  await expect(desk.page.getByRole('button', { name: 'Export' })).toHaveCount(0);
  await go(desk, 'connections');
  await expect(desk.page.getByText('Your organization’s policy fixes this list.')).toBeVisible();
  await expect(desk.page.getByText('From your organization')).toBeVisible();
  await expect(desk.page.getByRole('button', { name: 'Add connection' })).toHaveCount(0);
  await desk.picture('policy-connections');
  await go(desk, 'settings');
  await expect(desk.page.getByRole('button', { name: 'Light' })).toBeDisabled();
  await expect(desk.page.getByText('Set by your organization’s policy.')).toHaveCount(3);
  await go(desk, 'about');
  await expect(desk.page.getByRole('heading', { name: 'Your organization’s policy' })).toBeVisible();
  await desk.picture('policy-about');
  await server.stop();
});

test('C8: what the person had comes back when the policy ends, and a token never follows a preset to another address', async ({ launch }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-server-'));
  const token = makeSuperadmin(folder, 'anna');
  const server = await startStandaloneServer(folder);
  const first = await launch();
  await first.online();
  const own = await first.call('connections.add', { name: 'Own', url: server.url, colour: '#112233', environment: '', credential: { kind: 'token', token } });
  await first.call('connections.select', { id: own.id });
  await first.close();

  const held = await launch({ userData: first.userData, environment: policyFile({ version: 1, lockConnections: true, connections: [{ name: 'Acme', url: 'https://acme.example' }] }) });
  expect((await held.call('connections.list', null)).items.map(({ name }) => name)).toEqual(['This computer', 'Acme']);
  expect(await answerTo(held, 'connections.select', { id: own.id })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await held.close();

  const moved = await launch({ userData: first.userData, environment: policyFile({ version: 1, connections: [{ name: 'Acme', url: 'https://moved.example' }] }) });
  expect((await moved.call('connections.list', null)).items).toMatchObject([{ id: 'local' }, { name: 'Acme', hasCredential: false }, { name: 'Own' }]);
  await moved.close();

  const free = await launch({ userData: first.userData });
  expect((await free.call('connections.list', null)).items.map(({ name }) => name)).toEqual(['This computer', 'Own']);
  expect((await free.call('app.info', null)).policy.state).toBe('none');
  await server.stop();
});

for (const [language, title] of [['en', 'Your organization’s policy for this computer cannot be understood.'], ['fr', 'La stratégie de votre organisation pour cet ordinateur n’est pas compréhensible.']] as const) {
  test(`C8: a broken policy is said on every screen and leaves everything off that it could switch off (${language})`, async ({ launch }) => {
    const desk = await launch({ preferences: { language, theme: 'light' }, environment: policyFile('{ "version": 1, "exports": tru') });
    await expect(desk.page.getByRole('alert').filter({ hasText: title })).toBeVisible();
    await expect(desk.page.getByRole('alert').filter({ hasText: 'policy.json' })).toBeVisible();
    expect((await desk.call('app.info', null)).policy).toMatchObject({ state: 'broken', localServer: false, exports: false, updates: false, lockConnections: true });
    expect((await desk.processes()).map(({ name }) => name)).not.toContain('Quarterdeck server');
    expect(await answerTo(desk, 'exports.start', exportOfUsers)).toMatchObject(setByPolicy);
    expect(await answerTo(desk, 'connections.add', { name: 'Own', url: 'https://own.example', colour: '#112233', environment: '', credential: { kind: 'token', token: 'qd_something' } })).toMatchObject(setByPolicy);
    expect(await answerTo(desk, 'connections.retry', null)).toMatchObject({ ok: true, data: { state: 'signed_out', error: { reason: 'set_by_policy' } } });
    await go(desk, 'connections');
    await expect(desk.page.getByRole('alert').filter({ hasText: title })).toBeVisible();
    await desk.picture(`policy-broken-${language}`);
  });
}
