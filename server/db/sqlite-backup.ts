import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { withDatabase } from './database.ts';
import { toDatabaseError } from './database-errors.ts';
import { type Migration, migrationStatus } from './migrate.ts';
import { loadSqliteBinding, type SqliteBindingName } from './sqlite-binding.ts';
import { WorkerSqliteThread } from './sqlite-worker-thread.ts';

type SqliteFile = { file: string; binding?: SqliteBindingName | undefined };

/** All pages in one step: in steps, a server that keeps writing would make SQLite begin again and again. */
const allPages = 0x7fff_ffff;

/**
 * Copies a SQLite file page by page on a thread of the pool, as it is at one moment; writers go on meanwhile.
 * Pages and not rows, because the search index refers to rows by their place (text-search.ts).
 */
export async function copySqlite({ file, binding }: SqliteFile, target: string): Promise<void> {
  const { DatabaseSync, backup } = loadSqliteBinding(binding);
  await rm(target, { force: true });
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, target, { rate: allPages });
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    source.close();
  }
  await checkSqlite({ file: target, binding });
}

/**
 * Puts a copy of a backup in the place of a SQLite file that nobody has open.
 *
 * @returns where the file that was there is kept.
 */
export async function restoreSqlite({ file, binding }: SqliteFile, backup: string, migrations: readonly Migration[]): Promise<{ kept: string | undefined }> {
  const restoring = `${file}.restoring`;
  try {
    await copyFile(backup, restoring);
    await checkSqlite({ file: restoring, binding });
    await refuseNewer({ file: restoring, binding }, migrations);
    const kept = await setAside({ file, binding });
    await rename(restoring, file);
    return { kept };
  } catch (error) {
    await rm(restoring, { force: true });
    throw error;
  }
}

/** Reads every page and every reference; leaves the file whole, without a log beside it. */
async function checkSqlite({ file, binding }: SqliteFile): Promise<void> {
  const thread = new WorkerSqliteThread({ file, binding, busyTimeout: 5_000, autoCheckpoint: 0, cacheSize: 8_192 });
  try {
    const integrity = await thread.run('writer', 'pragma integrity_check', []);
    const lost = await thread.run('writer', 'pragma foreign_key_check', []);
    const complaints = integrity.rows.flatMap(Object.values).filter((word) => word !== 'ok');
    if (complaints.length > 0 || lost.rows.length > 0) {
      throw new AppError('invalid_input', `${file} is damaged: ${String(complaints[0] ?? 'a reference leads nowhere')}.`);
    }
    await thread.run('writer', 'pragma journal_mode = delete', []);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_input', `${file} is not a whole SQLite database.`, {}, { cause: error });
  } finally {
    await thread.close();
  }
}

async function refuseNewer(settings: SqliteFile, migrations: readonly Migration[]): Promise<void> {
  const { applied, unknown } = await withDatabase({ kind: 'sqlite', ...settings }, (database) => migrationStatus(database, migrations));
  if (applied.length === 0) throw new AppError('invalid_input', 'The file is a SQLite database, but not one of Quarterdeck.');
  if (unknown.length > 0) throw new AppError('conflict', `The backup comes from a newer version of Quarterdeck (${unknown.join(', ')}).`);
}

/** Moves the present file away, log and all. Only who is alone can leave the write-ahead mode: that is the test for "in use". */
async function setAside({ file, binding }: SqliteFile): Promise<string | undefined> {
  if (!(await stat(file).catch(() => undefined))) return undefined;
  const { DatabaseSync } = loadSqliteBinding(binding);
  try {
    const present = new DatabaseSync(file, { timeout: 1_000 });
    try {
      present.exec('pragma journal_mode = delete');
    } finally {
      present.close();
    }
  } catch (error) {
    throw new AppError('conflict', `${file} is in use. Stop the server, then restore.`, {}, { cause: error });
  }
  const kept = `${file}.before-restore`;
  await rename(file, kept);
  return kept;
}
