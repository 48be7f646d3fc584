import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import { type DatabaseSettings, withDatabase } from './database.ts';
import { type Migration, migrationStatus } from './migrate.ts';

type PostgresSettings = Extract<DatabaseSettings, { kind: 'postgres' }>;

/** Dumps the database of a URL into a file, as it is at one moment, with PostgreSQL's own pg_dump. */
export async function dumpPostgres(url: string, file: string): Promise<void> {
  await runProgram('pg_dump', ['--format=custom', '--no-owner', '--lock-wait-timeout=30s', `--file=${file}`], url);
  await listContents(file);
}

/** Replaces everything in the database by what the dump holds, in one transaction. */
export async function restorePostgres(settings: PostgresSettings, file: string, migrations: readonly Migration[]): Promise<void> {
  if (!/TABLE DATA .*schema_migrations/.test(await listContents(file))) {
    throw new AppError('invalid_input', 'The file is a PostgreSQL dump, but not one of Quarterdeck.');
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'quarterdeck-restore-'));
  try {
    const script = path.join(folder, 'restore.sql');
    await runProgram('pg_restore', ['--no-owner', `--file=${script}`, file]);
    // Tables that came after the backup must go as well, or the next migration finds them in its way.
    const commands = ['drop schema public cascade', 'create schema public', 'grant usage on schema public to public'];
    await runProgram('psql', [
      '--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1', '--output=/dev/null',
      ...commands.map((command) => `--command=${command}`), `--file=${script}`,
      ...refuseNewerCommand(migrations),
    ], settings.url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await checkRestored(settings, migrations);
}

/** Asked inside the same transaction: a backup of a newer version is not restored at all. */
function refuseNewerCommand(migrations: readonly Migration[]): string[] {
  const known = migrations.map(({ name }) => `'${name.replaceAll("'", "''")}'`).join(', ');
  return [
    `--command=do $$ declare newer text; begin select string_agg(name, ', ') into newer from public.schema_migrations where name not in (${known});`
    + ` if newer is not null then raise exception 'newer version: %', newer; end if; end $$`,
  ];
}

async function checkRestored(settings: PostgresSettings, migrations: readonly Migration[]): Promise<void> {
  const { applied } = await withDatabase(settings, (database) => migrationStatus(database, migrations));
  if (applied.length === 0) throw new AppError('internal', 'The database is empty after restoring.');
}

async function listContents(file: string): Promise<string> {
  try {
    return await runProgram('pg_restore', ['--list', file]);
  } catch (error) {
    if (error instanceof AppError && error.message.includes('not installed')) throw error;
    throw new AppError('invalid_input', `${file} is not a whole PostgreSQL dump.`, {}, { cause: error });
  }
}

/** Debian keeps the programs of each version apart; the newest can talk to all older servers. */
function programFile(name: string): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin/${name}`);
  return newestFirst.find((file) => existsSync(file)) ?? name;
}

/** The password travels in the environment: what stands on a command line can be read by everybody on the machine. */
function connectionOf(url: string): { parameters: string[]; environment: Record<string, string> } {
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  parsed.password = '';
  return { parameters: [`--dbname=${parsed.href}`], environment: password === '' ? {} : { PGPASSWORD: password } };
}

/** Runs one of PostgreSQL's programs and answers what it wrote. Its messages are English, because some are looked at. */
function runProgram(name: string, parameters: readonly string[], url?: string): Promise<string> {
  const connection = url === undefined ? { parameters: [], environment: {} } : connectionOf(url);
  const child = spawn(programFile(name), [...connection.parameters, ...parameters], {
    env: { ...process.env, ...connection.environment, LC_ALL: 'C', PGOPTIONS: '-c lock_timeout=30s' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT' ? `${name} is not installed on this machine; it comes with PostgreSQL's client programs.` : error.message;
      reject(new AppError('unavailable', missing, {}, { cause: error }));
    });
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(toProgramError(name, complaint.trim()));
    });
  });
}

function toProgramError(name: string, complaint: string): AppError {
  if (/no space left on device/i.test(complaint)) return new AppError('storage_full', complaint);
  const newer = /newer version: (.*)/.exec(complaint)?.[1];
  if (newer !== undefined) return new AppError('conflict', `The backup comes from a newer version of Quarterdeck (${newer}). Nothing was changed.`);
  if (/lock timeout/i.test(complaint)) return new AppError('conflict', 'The database is in use. Stop the server, then restore.');
  return new AppError('unavailable', `${name}: ${complaint}`);
}
