import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { VaultState } from '#shared/ipc.ts';
import { connections as english } from '../../../renderer/i18n/en/connections.ts';
import { connections as french } from '../../../renderer/i18n/fr/connections.ts';
import { expect, test, type RunningConsole } from '../../support/electron.ts';
import { keyringIsHere, startPrivateBus, startPrivateKeyring } from '../../support/keyring.ts';
import { madeFolder } from '../../support/made-folder.ts';
import { startStandaloneServer } from '../../support/standalone-server.ts';
import { saw } from '../drill.ts';

/** C3: the five states of the keychain, each brought about with a real keyring on a private bus, as the person sees it. */
test.skip(!keyringIsHere, 'needs Linux with dbus-daemon and gnome-keyring-daemon');

const started: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

type Environment = Record<'DBUS_SESSION_BUS_ADDRESS', string>;

async function bus(home: string, keyring: 'unlocked' | 'locked' | 'none'): Promise<{ environment: Environment; daemon: ChildProcess | null }> {
  const { process: child, environment } = await startPrivateBus(home);
  started.push(child);
  const daemon = keyring === 'none' ? null : await startPrivateKeyring(environment, keyring === 'unlocked');
  if (daemon !== null) started.push(daemon);
  return { environment: { DBUS_SESSION_BUS_ADDRESS: environment['DBUS_SESSION_BUS_ADDRESS']! }, daemon };
}

/** The state as main knows it, and as the page says it in both languages. */
async function shows(desk: RunningConsole, state: VaultState, how: string): Promise<void> {
  await expect.poll(() => desk.call('vault.state', null), { timeout: 30_000 }).toBe(state);
  for (const [language, texts] of [['en', english], ['fr', french]] as const) {
    await desk.call('preferences.set', { language });
    await desk.page.getByRole('navigation').locator('a[href="/connections"]').click();
    await expect(desk.page.getByText(texts.vault[state].title)).toBeVisible();
    await expect(desk.page.getByText(texts.vault[state].advice)).toBeVisible();
  }
  await desk.call('preferences.set', { language: 'en' });
  saw(`${how}: ${state}, in both languages`);
}

test('C3: no bus, and a bus without a keyring: no service', async ({ launch }) => {
  await shows(await launch({ environment: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } }), 'no_service', 'no bus');
  const { environment } = await bus(madeFolder('keyring'), 'none');
  await shows(await launch({ environment }), 'no_service', 'a bus without a keyring');
});

test('C3: ok, then a keyring that never answers, then locked, then another one: each told from the others', async ({ launch }) => {
  const home = madeFolder('keyring');
  const first = await bus(home, 'unlocked');
  const server = await startStandaloneServer();
  const desk = await launch({ environment: first.environment });
  await shows(desk, 'ok', 'an unlocked keyring');
  const credential = { kind: 'setup', link: server.setupLink, username: 'anna', email: 'anna@example.com', password: 'correct horse battery staple' } as const;
  const { id } = await desk.call('connections.add', { name: 'Acme', url: server.url, colour: '#aa3355', environment: '', credential });
  const { token } = await tokenOf(desk, id);
  await desk.close();
  await forget(first.environment, id);
  const again = await launch({ userData: desk.userData, environment: first.environment });
  await shows(again, 'absent', 'an entry that was taken out of the keyring');
  first.daemon!.kill('SIGSTOP');
  const began = performance.now();
  await again.call('connections.update', { id, token });
  expect(performance.now() - began).toBeLessThan(10_000);
  await shows(again, 'no_service', 'a keyring that stopped answering');
  first.daemon!.kill('SIGCONT');
  await again.close();
  first.daemon!.kill('SIGKILL');

  const locked = await bus(home, 'locked');
  const second = await launch({ userData: desk.userData, environment: locked.environment });
  await shows(second, 'locked', 'the same keyring, locked');
  await second.close();

  const other = await bus(madeFolder('keyring'), 'unlocked');
  const third = await launch({ userData: desk.userData, environment: other.environment });
  await shows(third, 'backend_changed', 'another keyring');
  await server.stop();
});

async function tokenOf(desk: RunningConsole, id: string): Promise<{ token: string }> {
  await desk.call('connections.select', { id });
  await desk.online();
  return desk.api('tokens.create', { name: 'console', expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
}

/** Takes a connection's entry out of the keyring, as a person does in the keyring's own window. */
async function forget(environment: Environment, account: string): Promise<void> {
  const worker = fork(path.resolve(import.meta.dirname, '../../../electron/workers/keychain-worker.ts'), { env: { PATH: process.env['PATH'], ...environment }, stdio: 'ignore' });
  started.push(worker);
  const answered = new Promise((resolve) => worker.once('message', resolve));
  worker.send({ number: 1, kind: 'remove', account });
  expect(await answered).toMatchObject({ ok: true });
}
