import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import { backupDatabase, restoreDatabase } from '../db/backup.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { migrations } from '../db/migrations/index.ts';
import type { Arguments, CommandDescription } from './arguments.ts';
import { databaseSettings, dataOptions, lockDataFolder } from './data-folder.ts';

export const migrateCommand: CommandDescription = {
  name: 'migrate',
  summary: 'Brings the database to the schema of this version, which serve does at its start as well. Prints the migrations that were applied.',
  positionals: [],
  options: dataOptions,
};

export async function runMigrate(given: Arguments): Promise<void> {
  const settings = databaseSettings(given);
  const release = lockDataFolder(settings);
  const database = openDatabase(settings);
  try {
    print({ applied: await migrate(database, migrations) });
  } finally {
    await database.close();
    release();
  }
}

export const backupCommand: CommandDescription = {
  name: 'backup',
  summary: 'Copies the database into a new file while the server goes on. PostgreSQL needs pg_dump on this machine.',
  positionals: ['FILE'],
  options: dataOptions,
};

export async function runBackup(given: Arguments): Promise<void> {
  print(await backupDatabase(databaseSettings(given), path.resolve(given.positional(0))));
}

export const restoreCommand: CommandDescription = {
  name: 'restore',
  summary: 'Puts a backup in the place of the database. The server must be stopped. A SQLite database that was there is kept beside it.',
  positionals: ['FILE'],
  options: { ...dataOptions, yes: { help: 'Confirms that what is in the database now is to be replaced.' } },
};

export async function runRestore(given: Arguments): Promise<void> {
  if (!given.has('yes')) throw new AppError('invalid_input', 'restore replaces what is in the database. Say --yes when that is wanted.');
  const settings = databaseSettings(given);
  const release = lockDataFolder(settings);
  try {
    const { kept } = await restoreDatabase(settings, path.resolve(given.positional(0)), migrations);
    print({ restored: true, kept: kept ?? null });
  } finally {
    release();
  }
}

/** Results are one JSON line on standard output; everything else goes to standard error. */
export const print = (result: unknown): void => void process.stdout.write(`${JSON.stringify(result)}\n`);
