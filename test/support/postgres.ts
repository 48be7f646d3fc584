import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that answers where this run's PostgreSQL is, and starts it at the first question. */
    postgresAddress: string;
  }
}

/** Where the cluster of this run listens, or why there is none. */
export type PostgresCluster = { url: string } | { reason: string };

type Running = { cluster: Promise<PostgresCluster>; process?: ChildProcess };

/** One cluster for the whole run, however many projects ask; each loads this file anew, so it is kept globally. */
type Shared = { users: number; running: Running | undefined; server: Server; address: Promise<string> };
const place = globalThis as typeof globalThis & { quarterdeckPostgres?: Shared };

/** Vitest's global set-up. It costs nothing until a test asks for PostgreSQL; the teardown ends the cluster, also after failures. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place.quarterdeckPostgres ??= share());
  shared.users += 1;
  project.provide('postgresAddress', await shared.address);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete place.quarterdeckPostgres;
    shared.server.close();
    shared.server.closeAllConnections();
    if (shared.running) await stop(shared.running);
  };
}

function share(): Shared {
  const server = createServer((_request, response) => {
    const running = (shared.running ??= startCluster());
    running.cluster.then(
      (cluster) => response.end(JSON.stringify(cluster)),
      (error: unknown) => response.end(JSON.stringify({ reason: String(error) })),
    );
  });
  const address = new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  });
  const shared: Shared = { users: 0, running: undefined, server, address };
  return shared;
}

/**
 * A cluster outside of Vitest.
 * @throws Error when the machine has no PostgreSQL and cannot get one.
 */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const running = startCluster();
  const cluster = await running.cluster;
  if ('reason' in cluster) throw new Error(cluster.reason);
  return { url: cluster.url, stop: () => stop(running) };
}

/**
 * The server runs under a shell that lives as long as its standard input: when the test run ends, however it ends,
 * the pipe closes, the shell stops the server and removes its folder. It is in a process group of its own, so that
 * Ctrl+C reaches the test run alone.
 */
const keeper = `
trap '' INT TERM HUP
"$1"/postgres -D "$2"/data -k "$2" -p "$3" -c listen_addresses= -c max_connections=200 \
  -c shared_buffers=128MB -c full_page_writes=off -c max_wal_size=2GB -c log_min_messages=fatal &
server=$!
cat > /dev/null
kill -INT $server
wait $server
rm -rf "$2"
`;

/**
 * Starts an own cluster in a temporary folder: as the user `postgres` when this is root (PostgreSQL refuses root),
 * on a socket in that folder. Its default collation is ICU English, so that a column without COLLATE "C" is noticed.
 */
function startCluster(): Running {
  const found = findBinaries();
  if ('reason' in found) return { cluster: Promise.resolve(found) };
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-postgres-'));
  if (isRoot()) run('chown', ['postgres', folder]);
  chmodSync(folder, 0o755);
  const port = String(20_000 + Math.floor(Math.random() * 30_000));
  const initialized = asServerUser(`${found.binaries}/initdb`, [
    '-D', `${folder}/data`, '-U', 'quarterdeck', '-A', 'trust', '-E', 'UTF8', '--no-sync',
    '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US',
  ]);
  const initialization = run(initialized.command, initialized.parameters);
  if (initialization !== '') return { cluster: Promise.resolve({ reason: `initdb: ${initialization}` }) };
  const kept = asServerUser('sh', ['-c', keeper, 'keeper', found.binaries, folder, port]);
  const child = spawn(kept.command, kept.parameters, { stdio: ['pipe', 'ignore', 'ignore'], cwd: folder, detached: true, env: withSystemPrograms() });
  const url = `postgres://quarterdeck@localhost:${port}/postgres?host=${encodeURIComponent(folder)}`;
  return { cluster: whenListening(`${folder}/.s.PGSQL.${port}`, found.binaries, folder, port).then((reason) => (reason ? { reason } : { url })), process: child };
}

async function whenListening(socket: string, binaries: string, folder: string, port: string): Promise<string | undefined> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (existsSync(socket) && run(`${binaries}/pg_isready`, ['-q', '-h', folder, '-p', port, '-U', 'quarterdeck', '-d', 'postgres']) === '') return undefined;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'PostgreSQL did not start within 30 seconds.';
}

async function stop({ cluster, process: child }: Running): Promise<void> {
  await cluster;
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await ended;
}

function findBinaries(): { binaries: string } | { reason: string } {
  const known = lookForBinaries();
  if (known) return { binaries: known };
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return { reason: 'PostgreSQL is not installed on this machine.' };
  run('apt-get', ['install', '-y', '-q', 'postgresql']);
  const installed = lookForBinaries();
  return installed ? { binaries: installed } : { reason: 'PostgreSQL is not installed, and apt-get could not install it.' };
}

function lookForBinaries(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...newestFirst, ...onPath].find((folder) => existsSync(`${folder}/initdb`) && existsSync(`${folder}/postgres`));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function asServerUser(command: string, parameters: readonly string[]): { command: string; parameters: string[] } {
  if (!isRoot()) return { command, parameters: [...parameters] };
  return { command: 'runuser', parameters: ['-u', 'postgres', '--', command, ...parameters] };
}

/** `runuser` stands where only the superuser's path leads. */
function withSystemPrograms(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}

/** Runs a program to its end; answers what it complained about, or the empty text when all went well. */
function run(command: string, parameters: readonly string[]): string {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8', cwd: '/', env: { ...withSystemPrograms(), DEBIAN_FRONTEND: 'noninteractive' } });
  if (status === 0) return '';
  return error?.message ?? (stderr.trim() || `${command} ended with ${status}`);
}
