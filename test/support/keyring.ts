import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const searchPath = { PATH: process.env['PATH'] };
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Whether this machine can run a keyring of its own for tests. */
export const keyringIsHere = process.platform === 'linux' && has('dbus-daemon') && has('gnome-keyring-daemon');

/** A private D-Bus session; `home` decides which keyring a daemon on it opens. The caller ends the process. */
export async function startPrivateBus(home: string): Promise<{ process: ChildProcess; environment: NodeJS.ProcessEnv }> {
  const runtime = path.join(home, 'run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address', `--address=unix:path=${path.join(runtime, 'bus')}`], { env: { ...searchPath, HOME: home, XDG_DATA_DIRS: path.join(home, 'nothing') }, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    bus.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
    bus.once('exit', () => reject(new Error('The bus did not start')));
  });
  return { process: bus, environment: { DBUS_SESSION_BUS_ADDRESS: address, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: runtime } };
}

/** A keyring daemon on a private bus, unlocked with a password of its own or locked. The caller ends it. */
export async function startPrivateKeyring(environment: NodeJS.ProcessEnv, unlock: boolean): Promise<ChildProcess> {
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...(unlock ? ['--unlock'] : [])], { env: { ...searchPath, ...environment }, stdio: ['pipe', 'ignore', 'ignore'] });
  daemon.stdin.end(unlock ? 'a password' : '');
  const question = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = spawnSync('dbus-send', question, { env: { ...searchPath, ...environment }, encoding: 'utf8' });
    if (answer.stdout.includes('true')) return daemon;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  daemon.kill('SIGKILL');
  throw new Error('The keyring did not come up');
}
