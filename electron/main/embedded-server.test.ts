import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderOfTest } from '../../test/support/temporary-folder.ts';
import { createEmbeddedServer, type EmbeddedAddress, type ServerProcess } from './embedded-server.ts';
import { openLog } from './rotated-log.ts';

/** A busy machine is slow to start processes and to run timers. */
const patience = { timeout: 20_000 };

function open(program: string) {
  const folder = folderOfTest();
  const file = path.join(folder, 'server.mjs');
  writeFileSync(file, program);
  const children: ChildProcess[] = [];
  const ready: EmbeddedAddress[] = [];
  let lost = 0;
  const start = (): ServerProcess => {
    const child = fork(file, { stdio: 'ignore' });
    children.push(child);
    return { onMessage: (listener) => void child.on('message', listener), onExit: (listener) => void child.on('exit', (code) => listener(code ?? -1)), terminate: () => void child.kill('SIGTERM'), kill: () => void child.kill('SIGKILL') };
  };
  const logFile = path.join(folder, 'log');
  const server = createEmbeddedServer({ start, log: openLog(logFile), onReady: (address) => ready.push(address), onLost: () => (lost += 1), pauses: [20, 40] });
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL');
    await server.stop();
  });
  server.start();
  return { server, children, ready, lost: () => lost, log: () => readFileSync(logFile, 'utf8') };
}

const listening = 'process.send({ url: `http://127.0.0.1:${10_000 + process.pid % 1000}`, secret: `secret-of-this-process-${process.pid}` }); setInterval(() => undefined, 1000);';

describe('the embedded server', () => {
  it('C2, C5: comes back with a new secret after being killed', async () => {
    const { children, ready, lost, log } = open(listening);
    await expect.poll(() => ready.length, patience).toBe(1);
    children[0]!.kill('SIGKILL');
    await expect.poll(() => ready.length, patience).toBe(2);
    expect(lost()).toBe(1);
    expect(ready[0]!.secret).not.toBe(ready[1]!.secret);
    expect(log()).not.toContain('secret-of');
  });

  it('keeps trying when it fails at its start', async () => {
    const { children, ready } = open('process.exit(3)');
    await expect.poll(() => children.length, patience).toBeGreaterThan(3);
    expect(ready).toEqual([]);
  });

  it('ends with the application and stays ended', async () => {
    const { server, children, ready } = open(listening);
    await expect.poll(() => ready.length, patience).toBe(1);
    await server.stop();
    expect(children[0]!.signalCode).toBe('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(children.length).toBe(1);
  });

  it('X6: an address that is not this computer’s is not believed', async () => {
    const { children, ready } = open('process.send({ url: "http://evil.example", secret: "0123456789abcdef" }); process.send({ url: "http://localhost:1", secret: "" }); process.exit(0);');
    await expect.poll(() => children.length, patience).toBeGreaterThan(1);
    expect(ready).toEqual([]);
  });
});
