import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeServerArchive } from '../../scripts/package/server-archive.ts';
import { expect, test } from '../support/electron.ts';
import manifest from '../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..', '..');
const onWindows = process.platform === 'win32';
const onAnotherNode = process.version !== `v${manifest.devDependencies.node}`;
const bare = { PATH: '/usr/bin:/bin' };

test('the server’s archive runs in an empty folder on the Node it brings, and ends in order', async () => {
  test.skip(onWindows, 'its launcher is a shell script');
  test.skip(onAnotherNode, 'needs the Node that the server is shipped with');
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-archive-'));
  expect(spawnSync('tar', ['-xzf', makeServerArchive(root, folder), '-C', folder]).status).toBe(0);
  const home = path.join(folder, readdirSync(folder).find((name) => !name.endsWith('.gz'))!);
  const program = path.join(home, 'bin', 'quarterdeck-server');
  expect(spawnSync(program, ['--version'], { encoding: 'utf8', env: bare }).stdout.trim()).toBe(manifest.version);

  const data = path.join(folder, 'data');
  const server = spawn(program, ['serve', '--data', data, '--port', '0'], { cwd: folder, env: bare, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const { url } = JSON.parse(await new Promise<string>((resolve) => server.stdout.once('data', (text: Buffer) => resolve(text.toString().split('\n')[0]!)))) as { url: string };
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(spawnSync(program, ['backup', path.join(folder, 'a.backup'), '--data', data], { env: bare }).status).toBe(0);
  server.kill('SIGTERM');
  expect(await ended).toBe(0);
  // Hashes a password: the one native module.
  expect(spawnSync(program, ['break-glass', '--data', data, '--username', 'root'], { env: bare }).status).toBe(0);
  expect(readFileSync(path.join(home, 'THIRD-PARTY-LICENSES.txt'), 'utf8')).toContain('fastify 5');
  const { components } = JSON.parse(readFileSync(path.join(home, 'sbom.cdx.json'), 'utf8')) as { components: { name: string }[] };
  expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['Node.js', 'fastify', '@node-rs/argon2']));
  expect(components.map(({ name }) => name)).not.toContain('react');
});

test('About shows the licences of everything in the console', async ({ desk }) => {
  await desk.app.evaluate(({ app }) => app.emit('second-instance', {}, ['quarterdeck', 'quarterdeck://about'], '/', {}));
  await desk.page.getByRole('button', { name: 'Read their licences' }).click();
  const text = desk.page.getByRole('dialog', { name: 'Licences of others' });
  await expect(text).toContainText('Electron 45');
  await expect(text).toContainText('@mui/material 9');
  await expect(text).toContainText('Permission is hereby granted, free of charge');
  await desk.picture('licences');
});
