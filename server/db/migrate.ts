import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { AppError } from '#shared/errors.ts';
import type { Database } from './database.ts';
import type { DatabaseKind } from './kinds.ts';

/** One step of the schema, the same for both databases; there is no way back, only a further step. */
export type Migration = {
  /** Sorts after all earlier ones: `0002-what-it-does`. */
  name: string;
  up: (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>;
};

export type MigrationStatus = {
  applied: string[];
  pending: string[];
  /** Applied by a newer version of the program. */
  unknown: string[];
};

const migrationTable = 'schema_migrations';
const lockTable = 'schema_migrations_lock';

/** Which migrations the database has, and which it lacks. Reads only. */
export async function migrationStatus<Tables>(database: Database<Tables>, migrations: readonly Migration[]): Promise<MigrationStatus> {
  const names = migrations.map(({ name }) => name);
  const applied = await appliedNames(database);
  return {
    applied,
    pending: names.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !names.includes(name)),
  };
}

/**
 * Brings the database to the newest schema, in one transaction: all pending migrations or none.
 * Two processes that start together migrate once; the second waits (an advisory lock on PostgreSQL).
 *
 * @returns the names applied now.
 * @throws AppError `conflict` when a newer version of the program has migrated the database; whatever a migration throws.
 */
export async function migrate<Tables>(database: Database<Tables>, migrations: readonly Migration[]): Promise<string[]> {
  const before = await migrationStatus(database, migrations);
  refuseNewer(before);
  if (before.pending.length === 0) return [];
  const list = Object.fromEntries(
    migrations.map(({ name, up }) => [name, { up: (db: Kysely<unknown>) => up(db, database.kind) }]),
  );
  const migrator = new Migrator({
    db: database.heavy,
    provider: { getMigrations: async () => list },
    migrationTableName: migrationTable,
    migrationLockTableName: lockTable,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error });
  return (results ?? []).map(({ migrationName }) => migrationName);
}

function refuseNewer({ unknown }: MigrationStatus): void {
  if (unknown.length === 0) return;
  throw new AppError('conflict', `A newer version of Quarterdeck has used this database (${unknown.join(', ')}). Install that version or a later one.`);
}

async function appliedNames<Tables>({ db }: Database<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === migrationTable)) return [];
  const untyped = db as unknown as Kysely<Record<string, { name: string }>>;
  const rows = await untyped.selectFrom(migrationTable).select('name').execute();
  return rows.map(({ name }) => name).sort();
}
