import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type RunningConsole } from '../support/electron.ts';
import { keyringIsHere, startPrivateBus, startPrivateKeyring } from '../support/keyring.ts';
import { madeFolder } from '../support/made-folder.ts';
import { startStandaloneServer } from '../support/standalone-server.ts';

const colours = { colour: '#aa3355', environment: 'Production' };
const person = { username: 'anna', email: 'anna@example.com', password: 'correct horse battery staple' };

const helpers: ChildProcess[] = [];
test.afterEach(() => {
  for (const helper of helpers.splice(0)) helper.kill('SIGKILL');
});

/** Whether any file of the console's folder, its own server's left out, contains a text. */
function standsOnDisk(desk: RunningConsole, text: string): string[] {
  return readdirSync(desk.userData, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(path.join(desk.userData, 'server')))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

test('C2, C3, X6: a server elsewhere by its setup link, its token in memory only without a keychain, gone after a restart', async ({ launch }) => {
  const server = await startStandaloneServer();
  const desk = await launch();
  await desk.online();
  expect(await desk.call('connections.test', { url: server.url })).toMatchObject({ setupNeeded: true });
  const added = await desk.call('connections.add', { name: 'Acme', url: server.url, ...colours, credential: { kind: 'setup', link: server.setupLink, ...person } });
  expect(added).toMatchObject({ kind: 'remote', name: 'Acme', url: server.url, hasCredential: true, ...colours });
  await desk.call('connections.select', { id: added.id });
  await desk.online();
  expect((await desk.api('session.get', {})).user).toMatchObject({ username: 'anna', platformRole: 'superadmin' });
  const { token } = await desk.api('tokens.create', { name: 'console', expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
  await desk.call('connections.update', { id: added.id, token });
  await desk.online();
  expect(await desk.call('vault.state', null)).toBe('no_service');
  expect(standsOnDisk(desk, token)).toEqual([]);
  expect(standsOnDisk(desk, person.password)).toEqual([]);
  await desk.close();

  const again = await launch({ userData: desk.userData });
  await expect.poll(async () => (await again.call('connections.status', null)).state).toBe('signed_out');
  expect((await again.call('connections.list', null)).items[1]).toMatchObject({ name: 'Acme', hasCredential: false });
  await again.call('connections.update', { id: added.id, token });
  await again.online();
  expect((await again.api('session.get', {})).via).toBe('token');
  await again.picture('connection-colour');
  await server.stop();
});

test('C3: with a keychain the token survives a restart, and stands nowhere else', async ({ launch }) => {
  test.skip(!keyringIsHere, 'needs Linux with dbus-daemon and gnome-keyring-daemon');
  const bus = await startPrivateBus(madeFolder('keyring'));
  helpers.push(bus.process);
  helpers.push(await startPrivateKeyring(bus.environment, true));
  const environment = { DBUS_SESSION_BUS_ADDRESS: bus.environment['DBUS_SESSION_BUS_ADDRESS']! };
  const server = await startStandaloneServer();
  const desk = await launch({ environment });
  const { id } = await desk.call('connections.add', { name: 'Acme', url: server.url, ...colours, credential: { kind: 'setup', link: server.setupLink, ...person } });
  await desk.call('connections.select', { id });
  await desk.online();
  const { token } = await desk.api('tokens.create', { name: 'console', expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
  await desk.call('connections.update', { id, token });
  expect(await desk.call('vault.state', null)).toBe('ok');
  await desk.close();
  expect(standsOnDisk(desk, token)).toEqual([]);
  const again = await launch({ userData: desk.userData, environment });
  await again.online();
  expect((await again.api('session.get', {})).user.username).toBe('anna');
  await server.stop();
});

test('C5: a server that goes away and comes back', async ({ launch }) => {
  const server = await startStandaloneServer();
  const desk = await launch();
  const { id } = await desk.call('connections.add', { name: 'Acme', url: server.url, ...colours, credential: { kind: 'setup', link: server.setupLink, ...person } });
  await desk.call('connections.select', { id });
  await desk.online();
  await server.stop();
  await expect.poll(async () => (await desk.call('connections.status', null)).state).toBe('offline');
  await desk.picture('offline');
  const second = await startStandaloneServer(server.folder, server.port);
  await desk.online();
  await desk.call('connections.remove', { id });
  expect((await desk.call('connections.list', null)).current).toBe('local');
  await desk.online();
  await second.stop();
});

test('C4: addresses, tokens and certificates that cannot be used are refused with the reason', async ({ desk }) => {
  const add = (url: string, token = 'qd_not_a_token') => desk.page.evaluate((input) => window.quarterdeck.call('connections.add', input), { name: 'X', url, ...colours, credential: { kind: 'token' as const, token } });
  expect(await add('http://192.0.2.1')).toMatchObject({ ok: false, error: { code: 'invalid_input', errors: [{ path: 'url' }] } });
  expect(await add('http://127.0.0.1:9')).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  const server = await startStandaloneServer();
  expect(await add(server.url, 'qd_unknown')).toMatchObject({ ok: false, error: { code: 'not_signed_in' } });
  await server.stop();
  await desk.call('preferences.set', { density: 'compact' });
  await desk.chooseFile(path.join(desk.userData, 'preferences.json'));
  const file = await desk.call('files.choose', { purpose: 'ca' });
  const tested = await desk.page.evaluate((caHandle) => window.quarterdeck.call('connections.test', { url: 'https://localhost:9', caHandle }), file!.handle);
  expect(tested).toMatchObject({ ok: false, error: { code: 'invalid_input', errors: [{ path: 'caHandle' }] } });
});
