import { Kysely, sql } from 'kysely';
import type { DatabaseKind } from './kinds.ts';
import { createPostgresPool, QuarterdeckPostgresDialect } from './postgres-dialect.ts';
import type { Schema } from './schema.ts';
import type { SqliteBindingName } from './sqlite-binding.ts';
import { SqliteDialect } from './sqlite-dialect.ts';
import { LocalSqliteThread } from './sqlite-thread.ts';
import { WorkerSqliteThread } from './sqlite-worker-thread.ts';
import { WriteLock } from './write-lock.ts';

export type DatabaseSettings =
  | { kind: 'sqlite'; file: string; binding?: SqliteBindingName | undefined }
  | { kind: 'postgres'; url: string; poolSize: number };

/** An open database: the same tables and the same behaviour on both kinds. */
export type Database<Tables = Schema> = {
  readonly kind: DatabaseKind;
  /** For short statements. On SQLite they run at once, on this thread. */
  readonly db: Kysely<Tables>;
  /** For long statements (plans, applying, exports, migrations). On SQLite they run on workers: the event loop stays free. */
  readonly heavy: Kysely<Tables>;
  /** How many writers stand in the queue, and on PostgreSQL how many callers wait for a connection. */
  waiting(): number;
  /**
   * Waits for the turn of a writer of which there is one at a time, such as of the audit chain. On PostgreSQL it waits
   * here and not on a connection, which readers need; on SQLite the dialect lets every writer wait like this.
   *
   * @returns the function that gives the turn back.
   * @throws AppError `unavailable` after the time limit of short or heavy work, `cancelled` when the signal fires first.
   */
  writersTurn(options: { heavy: boolean; signal?: AbortSignal | undefined }): Promise<() => void>;
  /** Waits for what runs, then closes everything. */
  close(): Promise<void>;
};

/** Time limits in milliseconds: short requests give up soon, long work stands behind other long work. */
const limits = {
  short: { waitAtMost: 10_000, statementTimeout: 30_000 },
  heavy: { waitAtMost: 120_000, statementTimeout: 30 * 60_000 },
} as const;

/** Opens a database; the SQLite file is made when it does not exist. Nothing is migrated here. */
export function openDatabase<Tables = Schema>(settings: DatabaseSettings): Database<Tables> {
  return settings.kind === 'sqlite' ? openSqlite(settings.file, settings.binding) : openPostgres(settings.url, settings.poolSize);
}

/** Opens a database for one piece of work and closes it afterwards, whatever happens. */
export async function withDatabase<Tables, Result>(settings: DatabaseSettings, work: (database: Database<Tables>) => Promise<Result>): Promise<Result> {
  const database = openDatabase<Tables>(settings);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function openSqlite<Tables>(file: string, binding: SqliteBindingName | undefined): Database<Tables> {
  const lock = new WriteLock();
  // On this thread nothing waits inside SQLite and no commit copies the log: the workers do both.
  const here = new LocalSqliteThread({ file, binding, busyTimeout: 0, autoCheckpoint: 0, cacheSize: 8_192 });
  const onWorker = { file, binding, busyTimeout: 5_000, autoCheckpoint: 8_000, cacheSize: 32_768 };
  // Two workers: an export must not stand still while a plan is computed.
  const writing = new WorkerSqliteThread(onWorker);
  const reading = new WorkerSqliteThread(onWorker);
  const checkpoint = checkpointSoon(() => writing.run('writer', 'pragma wal_checkpoint(passive)', []));
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ writing: here, reading: here, lock, waitAtMost: limits.short.waitAtMost, onWrite: checkpoint.request }),
  });
  const heavy = new Kysely<Tables>({
    dialect: new SqliteDialect({ writing, reading, lock, waitAtMost: limits.heavy.waitAtMost, onWrite: () => {} }),
  });
  const close = async (): Promise<void> => {
    checkpoint.stop();
    // Whoever writes now finishes first; whoever comes later finds closed connections.
    const giveBack = await lock.acquire({ waitAtMost: limits.heavy.waitAtMost });
    await Promise.all([db.destroy(), heavy.destroy()]);
    await Promise.all([writing.close(), reading.close()]);
    await here.close();
    giveBack();
  };
  return { kind: 'sqlite', db, heavy, waiting: () => lock.waiting, writersTurn: async () => () => {}, close };
}

/** Between a write on the main thread and copying the log into the database, in milliseconds. */
const checkpointDelay = 1_000;

/** At most once a second, and only after writes. A checkpoint that fails is made up for by the next one. */
function checkpointSoon(run: () => Promise<unknown>): { request: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  return {
    request: () => {
      if (timer || stopped) return;
      timer = setTimeout(() => {
        timer = undefined;
        run().catch(() => {});
      }, checkpointDelay).unref();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function openPostgres<Tables>(url: string, poolSize: number): Database<Tables> {
  // Two pools: long work that holds its connections for minutes cannot starve short requests.
  const shortPool = createPostgresPool({ url, size: poolSize, ...limits.short });
  const heavyPool = createPostgresPool({ url, size: Math.max(2, Math.min(4, poolSize)), ...limits.heavy });
  const db = new Kysely<Tables>({ dialect: new QuarterdeckPostgresDialect(shortPool) });
  const heavy = new Kysely<Tables>({ dialect: new QuarterdeckPostgresDialect(heavyPool) });
  const writers = new WriteLock();
  const writersTurn: Database['writersTurn'] = ({ heavy: isHeavy, signal }) => writers.acquire({ waitAtMost: limits[isHeavy ? 'heavy' : 'short'].waitAtMost, signal });
  const close = async (): Promise<void> => {
    await Promise.all([db.destroy(), heavy.destroy()]);
    // Kysely ends only the pools it has used.
    for (const pool of [shortPool, heavyPool]) if (!pool.ended) await pool.end();
  };
  return { kind: 'postgres', db, heavy, waiting: () => shortPool.waitingCount + heavyPool.waitingCount + writers.waiting, writersTurn, close };
}

/** One trivial round trip, for readiness. Throws what the database throws. */
export async function pingDatabase<Tables>(database: Database<Tables>): Promise<void> {
  await sql`select 1`.execute(database.db);
}
