import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { keyringIsHere, startPrivateBus, startPrivateKeyring } from '../../test/support/keyring.ts';
import { openJsonFile } from '../api/json-file.ts';
import { KeychainError, openKeychain, type Keychain, type KeychainProcess } from './keychain.ts';
import { createVault, newVaultMarker, vaultMarkerSchema } from './vault.ts';

const worker = path.resolve(import.meta.dirname, '../workers/keychain-worker.ts');
const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-vault-'));
  folders.push(folder);
  return folder;
}

/** The real worker with the real keytar, on a bus of our own. */
function startWorker(environment: NodeJS.ProcessEnv): KeychainProcess {
  const child = fork(worker, { env: { PATH: process.env['PATH'], ...environment }, stdio: 'ignore' });
  children.push(child);
  return {
    post: (message) => void child.send(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

function openVault(folder: string, environment: NodeJS.ProcessEnv, time?: number) {
  const marker = openJsonFile({ path: path.join(folder, 'vault.json'), schema: vaultMarkerSchema, initial: newVaultMarker, onDamaged: () => undefined });
  const keychain = openKeychain(() => startWorker(environment), time);
  onTestFinished(() => keychain.stop());
  return createVault(keychain, marker);
}

const missingReason = keyringIsHere ? '' : ' (skipped: needs Linux with dbus-daemon and gnome-keyring-daemon)';

async function startBus(home: string): Promise<NodeJS.ProcessEnv> {
  const bus = await startPrivateBus(home);
  children.push(bus.process);
  return bus.environment;
}

async function startKeyring(environment: NodeJS.ProcessEnv, unlock: boolean): Promise<ChildProcess> {
  const daemon = await startPrivateKeyring(environment, unlock);
  children.push(daemon);
  return daemon;
}

afterAll(() => {
  expect(children).toEqual([]);
});

describe.skipIf(!keyringIsHere)(`C3: the keychain on a real bus${missingReason}`, () => {
  it('C3: ok: keeps a credential, gives it back to the next start, forgets it on demand', async () => {
    const folder = newFolder();
    const environment = await startBus(newFolder());
    await startKeyring(environment, true);
    const vault = openVault(folder, environment);
    expect(await vault.examine()).toBe('ok');
    expect(await vault.save('connection', 'qd_secret')).toBe(true);
    const next = openVault(folder, environment);
    expect(await next.read('connection')).toBe('qd_secret');
    expect(next.state()).toBe('ok');
    await next.remove('connection');
    const last = openVault(folder, environment);
    expect(await last.read('connection')).toBeNull();
  });

  it('C3: absent: an entry that was expected is gone', async () => {
    const environment = await startBus(newFolder());
    await startKeyring(environment, true);
    const vault = openVault(newFolder(), environment);
    await vault.examine();
    expect(await vault.read('removed by somebody')).toBeNull();
    expect(vault.state()).toBe('absent');
    await vault.save('removed by somebody', 'qd_again');
    expect(vault.state()).toBe('ok');
  });

  it('C3: locked: told from absent, before and after something was kept', async () => {
    const home = newFolder();
    const folder = newFolder();
    const unlocked = await startBus(home);
    const daemon = await startKeyring(unlocked, true);
    const vault = openVault(folder, unlocked);
    await vault.examine();
    await vault.save('connection', 'qd_secret');
    daemon.kill('SIGKILL');
    const locked = await startBus(home);
    await startKeyring(locked, false);
    const next = openVault(folder, locked);
    expect(await next.examine()).toBe('locked');
    expect(await next.read('connection')).toBeNull();
    expect(await next.save('connection', 'qd_other')).toBe(false);
    expect(next.state()).toBe('locked');
    expect(await openVault(newFolder(), locked).examine()).toBe('locked');
  });

  it('C3: backend changed: another keyring answers; saving anew accepts it', async () => {
    const folder = newFolder();
    const first = await startBus(newFolder());
    await startKeyring(first, true);
    expect(await openVault(folder, first).examine()).toBe('ok');
    const other = await startBus(newFolder());
    await startKeyring(other, true);
    const vault = openVault(folder, other);
    expect(await vault.examine()).toBe('backend_changed');
    expect(await vault.examine()).toBe('backend_changed');
    expect(await vault.save('connection', 'qd_new')).toBe(true);
    expect(await openVault(folder, other).examine()).toBe('ok');
  });

  it('C3: no service: a bus without a keyring', async () => {
    expect(await openVault(newFolder(), await startBus(newFolder())).examine()).toBe('no_service');
  });

  it('C3: no service: a keyring that stopped answering', async () => {
    const environment = await startBus(newFolder());
    const daemon = await startKeyring(environment, true);
    const vault = openVault(newFolder(), environment, 4_000);
    expect(await vault.examine()).toBe('ok');
    daemon.kill('SIGSTOP');
    const started = performance.now();
    expect(await vault.save('connection', 'qd_secret')).toBe(false);
    expect(vault.state()).toBe('no_service');
    expect(performance.now() - started).toBeLessThan(5_000);
    daemon.kill('SIGCONT');
    expect(await vault.examine()).toBe('ok');
  });

  it('C3: a keychain that was too slow for the first look keeps what is saved later, and the next start knows it', async () => {
    const folder = newFolder();
    const entries = new Map<string, string>();
    let slow = true;
    const keychain: Keychain = {
      get: (account) => (slow ? Promise.reject(new KeychainError('The keychain did not answer', false)) : Promise.resolve(entries.get(account) ?? null)),
      set: (account, secret) => Promise.resolve(void entries.set(account, secret)),
      remove: (account) => Promise.resolve(void entries.delete(account)),
      stop: () => undefined,
    };
    const marker = () => openJsonFile({ path: path.join(folder, 'vault.json'), schema: vaultMarkerSchema, initial: newVaultMarker, onDamaged: () => undefined });
    const vault = createVault(keychain, marker());
    expect(await vault.examine()).toBe('no_service');
    slow = false;
    expect(await vault.save('acme', 'secret')).toBe(true);
    expect(vault.state()).toBe('ok');
    const next = createVault(keychain, marker());
    expect(await next.examine()).toBe('ok');
    expect(await next.read('acme')).toBe('secret');
  });

  it('C3: nothing that was kept stands on disk in plain text', async () => {
    const home = newFolder();
    const folder = newFolder();
    const environment = await startBus(home);
    await startKeyring(environment, true);
    const vault = openVault(folder, environment);
    await vault.examine();
    await vault.save('connection', 'qd_plainly_visible');
    for (const place of [home, folder]) {
      for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) expect(readFileSync(path.join(entry.parentPath, entry.name)).includes('qd_plainly_visible')).toBe(false);
      }
    }
  });
});

describe('C3: without a keychain', () => {
  const noBus = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

  it.skipIf(process.platform !== 'linux')('C3: no service: there is no bus (Linux only)', async () => {
    const vault = openVault(newFolder(), noBus);
    const told: string[] = [];
    vault.onChange((state) => told.push(state));
    expect(await vault.examine()).toBe('no_service');
    expect(await vault.save('connection', 'qd_secret')).toBe(false);
    expect(await vault.read('connection')).toBeNull();
    expect(told).toEqual(['no_service']);
  });

  it('C3: no service: a process that never answers is killed, one that ends is noticed', async () => {
    let killed = 0;
    const silent = (): KeychainProcess => ({ post: () => undefined, onMessage: () => undefined, onExit: () => undefined, kill: () => (killed += 1) });
    const marker = openJsonFile({ path: path.join(newFolder(), 'vault.json'), schema: vaultMarkerSchema, initial: newVaultMarker, onDamaged: () => undefined });
    expect(await createVault(openKeychain(silent, 50), marker).examine()).toBe('no_service');
    expect(killed).toBe(1);
    const file = path.join(newFolder(), 'ends.mjs');
    writeFileSync(file, 'process.on("message", () => process.exit(139));');
    const ending = (): KeychainProcess => {
      const child = fork(file);
      return { post: (message) => void child.send(message), onMessage: () => undefined, onExit: (listener) => void child.on('exit', listener), kill: () => void child.kill() };
    };
    expect(await createVault(openKeychain(ending), marker).examine()).toBe('no_service');
  });
});
