import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bootstrap = path.join(import.meta.dirname, 'bootstrap.mjs');

describe('the door to every script', () => {
  let folder = '';
  const script = (name: string, code: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, code);
    return file;
  };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-bootstrap-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('runs TypeScript on Node 24, hands every argument on and leaves standard output to the script', () => {
    const file = script('say.ts', 'const words: string[] = process.argv.slice(2); console.log(JSON.stringify([process.version, ...words]));');
    const run = spawnSync(process.execPath, [bootstrap, file, 'serve', '--help', 'a b'], { encoding: 'utf8' });
    const [version, ...words] = JSON.parse(run.stdout) as string[];
    expect(version).toMatch(/^v24\./);
    expect(words).toEqual(['serve', '--help', 'a b']);
  });

  it('ends with the exit code of the script', () => {
    const run = spawnSync(process.execPath, [bootstrap, script('fail.ts', 'process.exit(7);')]);
    expect(run.status).toBe(7);
  });

  it('passes a request to end on, so that a server can shut down in order', async () => {
    const file = script('wait.ts', "process.on('SIGTERM', () => process.exit(42)); console.log('ready'); setInterval(() => undefined, 1000);");
    const run = spawn(process.execPath, [bootstrap, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => run.stdout.once('data', resolve));
    run.kill('SIGTERM');
    expect(await new Promise((resolve) => run.once('exit', resolve))).toBe(42);
  });

  it('explains itself', () => {
    const run = spawnSync(process.execPath, [bootstrap, '--help'], { encoding: 'utf8' });
    expect(run.stderr).toContain('Usage:');
    expect(run.status).toBe(0);
  });
});
