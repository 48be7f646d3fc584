import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { DatabaseSettings } from './database.ts';
import type { Migration } from './migrate.ts';
import { dumpPostgres, restorePostgres } from './postgres-backup.ts';
import { copySqlite, restoreSqlite } from './sqlite-backup.ts';

/** Where a backup went and how large it is, in bytes. */
export type Backup = { file: string; bytes: number };

/**
 * Copies the database as it is at one moment into one file, while the server goes on. The copy is checked before it
 * gets its name, so a file of that name is always a whole one.
 *
 * @param file must not exist yet.
 * @throws AppError `already_exists`; `not_found` when there is no such folder; `storage_full`; `unavailable` when PostgreSQL's programs are missing or fail.
 */
export async function backupDatabase(settings: DatabaseSettings, file: string): Promise<Backup> {
  if (await exists(file)) throw new AppError('already_exists', `There is a file ${file} already; a backup overwrites nothing.`);
  const folder = path.dirname(file);
  if (!(await exists(folder))) throw new AppError('not_found', `There is no folder ${folder}.`);
  const partial = `${file}.partial`;
  try {
    if (settings.kind === 'sqlite') await copySqlite(settings, partial);
    else await dumpPostgres(settings.url, partial);
    await flush(partial);
    await rename(partial, file);
    await flush(folder);
  } catch (error) {
    await rm(partial, { force: true });
    throw toFileError(error);
  }
  return { file, bytes: (await stat(file)).size };
}

/**
 * Puts a backup in the place of the database: all of it or nothing. The server must be stopped. A SQLite file that
 * was there is kept beside the new one.
 *
 * @returns where the former SQLite file is kept now, if there was one.
 * @throws AppError `invalid_input` when the file is not a whole backup, `conflict` when it comes from a newer version
 *   or the database is in use, `storage_full`, `unavailable` when PostgreSQL's programs are missing or fail.
 */
export async function restoreDatabase(settings: DatabaseSettings, file: string, migrations: readonly Migration[]): Promise<{ kept: string | undefined }> {
  if (!(await exists(file))) throw new AppError('not_found', `There is no file ${file}.`);
  try {
    if (settings.kind === 'sqlite') return await restoreSqlite(settings, file, migrations);
    await restorePostgres(settings, file, migrations);
    return { kept: undefined };
  } catch (error) {
    throw toFileError(error);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(() => true, () => false);
}

/** A name in a folder and the bytes of a file are safe only once both are on the disk. */
async function flush(place: string): Promise<void> {
  // Windows cannot flush a folder, and does not need to.
  const handle = await open(place, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function toFileError(error: unknown): unknown {
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return full ? new AppError('storage_full', 'There is no space left for the copy.', {}, { cause: error }) : error;
}
