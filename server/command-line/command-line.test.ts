import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#shared/client.ts';
import { parseSetupLink } from '#shared/setup-link.ts';
import axios from 'axios';

const program = path.resolve(import.meta.dirname, '../main.ts');
const patience = { timeout: 120_000 };

type Ended = { code: number | null; out: string; err: string };

/** Runs a command to its end. */
function command(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });
}

/** The first line that a process prints. */
async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n', 1)[0]!;
}

const clientFor = (url: string, token?: string) => createClient(axios.create({ baseURL: url, headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } }));

describe('the server’s command line', patience, () => {
  let data: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'quarterdeck-server-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(data, { recursive: true, force: true });
  });
  const serve = (...more: string[]): ChildProcess => {
    const child = spawn(process.execPath, [program, 'serve', '--data', data, '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };

  it('helps with every command', async () => {
    const overview = await command('--help');
    expect(overview.code).toBe(0);
    for (const name of ['serve', 'migrate', 'backup', 'restore', 'break-glass']) {
      expect(overview.out).toContain(`  ${name}`);
      const help = await command(name, '--help');
      expect([help.code, help.out]).toEqual([0, expect.stringMatching(new RegExp(`^Usage: server ${name} `))]);
      expect(help.out).toContain('--data DIR');
    }
  });

  it.each([
    [['fly'], 'There is no command fly'],
    [['serve', '--prot', '1'], "Unknown option '--prot'"],
    [['serve'], 'Say where the data is'],
    [['serve', '--data', '/nowhere', '--port', 'many'], '--port must be a whole number'],
    [['serve', '--data', '/nowhere', '--embedded'], '--embedded is for a process'],
    [['backup', '--data', '/nowhere'], 'backup needs FILE'],
    [['break-glass', '--data', '/nowhere'], 'break-glass needs --username'],
  ])('refuses %j with status 2', async (args, message) => {
    const ended = await command(...args.map((arg) => arg.replace('/nowhere', data)));
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  it('X6: serve prints one JSON line, keeps a second server out and ends in order when told', async () => {
    const child = serve('--name', 'Harbour');
    const line = JSON.parse(await firstLine(child)) as { url: string; setupLink: string };
    expect(parseSetupLink(line.setupLink)?.url).toBe(line.url);
    expect((await clientFor(line.url).call('server.info', {})).name).toBe('Harbour');
    expect(await command('serve', '--data', data, '--port', '0')).toMatchObject({ code: 1, err: expect.stringContaining('Another Quarterdeck server uses the data') });
    expect(await command('break-glass', '--data', data, '--username', 'ada')).toMatchObject({ code: 1, err: expect.stringContaining('Another Quarterdeck server') });
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    const log = await readFile(path.join(data, 'logs', 'server.log'), 'utf8');
    expect(log.trim().split('\n').map((entry) => (JSON.parse(entry) as { msg: string }).msg).at(-1)).toBe('server stopped');
    expect(log).not.toContain(parseSetupLink(line.setupLink)!.secret);
  });

  it('a server that was killed leaves its data usable at once', async () => {
    const child = serve();
    await firstLine(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = serve();
    expect(JSON.parse(await firstLine(again))).toHaveProperty('url');
  });

  it('X6: an embedded server tells its parent address and secret, and ends with it', async () => {
    const child = fork(program, ['serve', '--embedded', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.push(child);
    const [{ url, secret }] = (await once(child, 'message')) as [{ url: string; secret: string }];
    const issued = await clientFor(url).call('session.local', { secret, username: 'jane', displayName: 'Jane' });
    expect(issued.session.user.platformRole).toBe('superadmin');
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it('an embedded server ends when its parent says so', async () => {
    const child = fork(program, ['serve', '--embedded', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.push(child);
    await once(child, 'message');
    child.send('stop');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('X7: break-glass makes a superadmin, gives one who is there new ways in, and is audited', async () => {
    const made = JSON.parse((await command('break-glass', '--data', data, '--username', 'ada', '--public-url', 'https://admin.example.com/')).out) as Record<string, string>;
    expect(made).toMatchObject({ username: 'ada', made: true, temporaryPassword: expect.any(String), link: expect.stringMatching(/^https:\/\/admin\.example\.com\/password\//) });
    const again = JSON.parse((await command('break-glass', '--data', data, '--username', 'ADA')).out) as Record<string, string>;
    expect(again).toMatchObject({ username: 'ada', made: false, link: null });
    const child = serve();
    const { url } = JSON.parse(await firstLine(child)) as { url: string };
    const client = clientFor(url, again['token']!);
    const session = await client.call('session.get', {});
    expect(session.user).toMatchObject({ username: 'ada', platformRole: 'superadmin', hasPassword: true });
    const { items } = await client.call('users.activity', { id: session.user.id });
    expect(items.map(({ action, source, sourceReference }) => [action, source, sourceReference])).toEqual([
      ['users.update', 'system', 'break-glass'],
      ['users.create', 'system', 'break-glass'],
    ]);
    expect(JSON.stringify(items)).not.toContain(again['temporaryPassword']);
  });

  it('backup and restore bring everything back, and restore asks for --yes', async () => {
    await command('break-glass', '--data', data, '--username', 'ada');
    const file = path.join(data, 'kept.backup');
    expect(JSON.parse((await command('backup', file, '--data', data)).out)).toMatchObject({ file });
    const { token } = JSON.parse((await command('break-glass', '--data', data, '--username', 'later')).out) as { token: string };
    expect(await command('restore', file, '--data', data)).toMatchObject({ code: 1, err: expect.stringContaining('--yes') });
    expect(await command('restore', file, '--data', data, '--yes')).toMatchObject({ code: 0 });
    const child = serve();
    const { url } = JSON.parse(await firstLine(child)) as { url: string };
    await expect(clientFor(url, token).call('session.get', {})).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('migrate says what it did, and does nothing the second time', async () => {
    expect(JSON.parse((await command('migrate', '--data', data)).out)).toEqual({ applied: expect.arrayContaining([expect.stringMatching(/^0001-/)]) });
    expect(JSON.parse((await command('migrate', '--data', data)).out)).toEqual({ applied: [] });
  });
});
