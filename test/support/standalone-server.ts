import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** A server run as a program, as `npm run server -- serve` does. */
export type StandaloneServer = { url: string; setupLink: string; port: number; stop(): Promise<void> };

/** Starts a server on an empty folder, or again on the folder and port of one that was stopped. */
export async function startStandaloneServer(folder: string = mkdtempSync(path.join(tmpdir(), 'quarterdeck-server-')), port = 0): Promise<StandaloneServer & { folder: string }> {
  const child = spawn(process.execPath, [path.join(root, 'server', 'main.ts'), 'serve', '--data', folder, '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  const { url, setupLink = '' } = JSON.parse(line) as { url: string; setupLink?: string };
  return {
    folder,
    url,
    setupLink,
    port: Number(new URL(url).port),
    stop: () => new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code ?? 'none'}`)));
  });
}
