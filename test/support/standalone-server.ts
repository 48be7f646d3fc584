import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { madeFolder } from './made-folder.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const program = path.join(root, 'server', 'main.ts');

/** A server run as a program, as `npm run server -- serve` does. */
export type StandaloneServer = {
  url: string;
  setupLink: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL), as a crash does; resolves when the process is gone. */
  kill(): Promise<void>;
};

export type StandaloneOptions = {
  /** The URL of a PostgreSQL database; the folder then has the logs only. */
  database?: string | undefined;
  /** Further parameters of `serve`. */
  parameters?: readonly string[] | undefined;
};

/** Starts a server on an empty folder, or again on the folder and port of one that was stopped. */
export async function startStandaloneServer(folder: string = madeFolder('server'), port = 0, { database, parameters = [] }: StandaloneOptions = {}): Promise<StandaloneServer & { folder: string }> {
  const child = spawn(process.execPath, [program, 'serve', '--data', folder, '--port', String(port), ...parameters], { stdio: ['ignore', 'pipe', 'inherit'], env: environment(database) });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await firstLine(child);
  const { url, setupLink = '' } = JSON.parse(line) as { url: string; setupLink?: string };
  const end = (signal: NodeJS.Signals) => (): Promise<void> => {
    child.kill(signal);
    return exited;
  };
  return { folder, url, setupLink, port: Number(new URL(url).port), pid: child.pid!, stop: end('SIGTERM'), kill: end('SIGKILL') };
}

/** Makes a superadmin where no server runs yet (X7), and answers an API token of theirs. */
export function makeSuperadmin(folder: string, username: string, database?: string): string {
  const made = spawnSync(process.execPath, [program, 'break-glass', '--data', folder, '--username', username], { encoding: 'utf8', env: environment(database) });
  if (made.status !== 0) throw new Error(made.stderr);
  return (JSON.parse(made.stdout) as { token: string }).token;
}

const environment = (database: string | undefined): NodeJS.ProcessEnv => ({ ...process.env, ...(database === undefined ? {} : { QUARTERDECK_DATABASE: database }) });

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
