import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, inject } from 'vitest';
import { type Database, type DatabaseSettings, openDatabase } from '../../server/db/database.ts';
import type { DatabaseKind } from '../../server/db/kinds.ts';
import { migrate } from '../../server/db/migrate.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import type { PostgresCluster } from './postgres.ts';

/** Fresh databases for one test; each is closed and removed after it. */
export type DatabaseOpener = {
  /** An open database with the product's schema and no rows. */
  migrated(): Promise<Database>;
  /** An open database without any table. */
  empty<Tables>(): Promise<Database<Tables>>;
  /** Where a fresh database with the product's schema is, for a test that opens it itself or starts a server on it. */
  settings(): Promise<DatabaseSettings>;
  /** The same, without any table. */
  emptySettings(): Promise<DatabaseSettings>;
};

type Place = { settings: DatabaseSettings; remove: () => Promise<void> };
type Maker = { make: (migrated: boolean) => Promise<Place>; end: () => Promise<void> };

const cluster = (await (await fetch(inject('postgresAddress'))).json()) as PostgresCluster;

/** Registers the same tests once for each database the server runs on, in `describe` blocks that name it. */
export function forEachDatabase(tests: (kind: DatabaseKind, open: DatabaseOpener) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    onDatabase(kind, (open) => {
      tests(kind, open);
    });
  }
}

/**
 * Registers tests that are about one of the databases. Where a machine has no PostgreSQL and cannot get it, those
 * tests count as skipped and say why.
 */
export function onDatabase(kind: DatabaseKind, tests: (open: DatabaseOpener) => void): void {
  const missing = kind === 'postgres' && 'reason' in cluster ? cluster.reason : undefined;
  const name = kind === 'sqlite' ? 'SQLite' : 'PostgreSQL';
  describe.skipIf(missing !== undefined)(`on ${name}${missing === undefined ? '' : ` (not run: ${missing})`}`, () => {
    tests(register(kind === 'sqlite' ? sqliteMaker() : postgresMaker()));
  });
}

function register({ make, end }: Maker): DatabaseOpener {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  afterAll(end);
  const settings = async (migrated: boolean): Promise<DatabaseSettings> => {
    const place = await make(migrated);
    cleanups.push(place.remove);
    return place.settings;
  };
  const open = async <Tables>(migrated: boolean): Promise<Database<Tables>> => {
    const database = openDatabase<Tables>(await settings(migrated));
    cleanups.push(() => database.close());
    return database;
  };
  return {
    migrated: () => open(true),
    empty: () => open(false),
    settings: () => settings(true),
    emptySettings: () => settings(false),
  };
}

function sqliteMaker(): Maker {
  let template: Promise<Place> | undefined;
  const makeEmpty = async (): Promise<Place> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'quarterdeck-sqlite-'));
    return { settings: { kind: 'sqlite', file: path.join(folder, 'test.db') }, remove: () => rm(folder, { recursive: true, force: true }) };
  };
  const makeTemplate = async (): Promise<Place> => {
    const place = await makeEmpty();
    await migrateAt(place.settings);
    return place;
  };
  return {
    make: async (migrated) => {
      const place = await makeEmpty();
      if (migrated) await copyFile(fileOf((await (template ??= makeTemplate())).settings), fileOf(place.settings));
      return place;
    },
    end: async () => (await template)?.remove(),
  };
}

function fileOf(settings: DatabaseSettings): string {
  if (settings.kind !== 'sqlite') throw new Error('Only SQLite is a file.');
  return settings.file;
}

const templateName = 'quarterdeck_template';
/** Connections of the product's pool in tests: several test files share one cluster. */
const poolSize = 4;

function postgresMaker(): Maker {
  let maintenance: Promise<pg.Client> | undefined;
  let template: Promise<void> | undefined;
  const ask = async (statement: string): Promise<pg.QueryResult<Record<string, unknown>>> =>
    (await (maintenance ??= connect(urlOf('postgres')))).query<Record<string, unknown>>(statement);
  return {
    make: async (migrated) => {
      const name = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
      if (migrated) await (template ??= makeTemplate(ask));
      await ask(`create database ${name}${migrated ? ` template ${templateName}` : ''}`);
      return {
        settings: { kind: 'postgres', url: urlOf(name), poolSize },
        remove: async () => void (await ask(`drop database ${name} with (force)`)),
      };
    },
    end: async () => (await maintenance)?.end(),
  };
}

/** One template for the whole run: whoever holds the lock first makes it, the other test files find it. */
async function makeTemplate(ask: (statement: string) => Promise<pg.QueryResult<Record<string, unknown>>>): Promise<void> {
  await ask('select pg_advisory_lock(1)');
  try {
    const { rowCount } = await ask(`select from pg_database where datname = '${templateName}'`);
    if (rowCount === 1) return;
    const building = `${templateName}_building`;
    await ask(`drop database if exists ${building} with (force)`);
    await ask(`create database ${building}`);
    await migrateAt({ kind: 'postgres', url: urlOf(building), poolSize });
    await ask(`alter database ${building} rename to ${templateName}`);
  } finally {
    await ask('select pg_advisory_unlock(1)');
  }
}

async function migrateAt(settings: DatabaseSettings): Promise<void> {
  const database = openDatabase(settings);
  await migrate(database, migrations);
  await database.close();
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

function urlOf(database: string): string {
  if ('reason' in cluster) throw new Error(cluster.reason);
  const url = new URL(cluster.url);
  url.pathname = `/${database}`;
  return url.href;
}
