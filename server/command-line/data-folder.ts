import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { DatabaseSettings } from '../db/database.ts';
import { loadSqliteBinding } from '../db/sqlite-binding.ts';
import { UsageError, type Arguments, type OptionDescription } from './arguments.ts';

/** The options by which every command finds the data. */
export const dataOptions = {
  data: { value: 'DIR', help: 'Folder of the data: the SQLite database (unless --database is given) and the logs.' },
  database: { value: 'URL', help: 'postgres://… of a PostgreSQL database; also read from QUARTERDECK_DATABASE, where other users of the machine do not see it.' },
} as const satisfies Record<string, OptionDescription>;

const defaultPoolSize = 10;

/** Where the data is, from `--data` and `--database`. Makes the folder. @throws UsageError */
export function databaseSettings(given: Arguments): DatabaseSettings {
  const url = given.text('database') ?? process.env['QUARTERDECK_DATABASE'];
  const folder = dataFolder(given);
  if (url !== undefined) {
    if (!/^postgres(?:ql)?:\/\//.test(url)) throw new UsageError('--database must be a postgres:// URL.');
    return { kind: 'postgres', url, poolSize: given.number('pool-size', defaultPoolSize, 2) };
  }
  if (folder === undefined) throw new UsageError('Say where the data is: --data DIR or --database URL.');
  return { kind: 'sqlite', file: path.join(folder, 'quarterdeck.db') };
}

/** The data folder, made when it does not exist; undefined when none was given. */
export function dataFolder(given: Arguments): string | undefined {
  const folder = given.text('data');
  if (folder === undefined) return undefined;
  const absolute = path.resolve(folder);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  return absolute;
}

/**
 * Keeps every other server and offline command out of a SQLite data folder. The lock is the operating system's, on a
 * file of its own, so it ends with the process, however that ends. PostgreSQL is made for several processes and needs none.
 *
 * @returns the function that gives the folder back.
 * @throws AppError `unavailable` when another process has it.
 */
export function lockDataFolder(settings: DatabaseSettings): () => void {
  if (settings.kind === 'postgres') return () => {};
  const { DatabaseSync } = loadSqliteBinding();
  const lock = new DatabaseSync(path.join(path.dirname(settings.file), 'server.lock'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive; create table if not exists held (by_process integer)');
  } catch (error) {
    lock.close();
    throw new AppError('unavailable', `Another Quarterdeck server uses the data in ${path.dirname(settings.file)}. Stop it first.`, {}, { cause: error });
  }
  return () => lock.close();
}
