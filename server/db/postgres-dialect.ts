import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { toDatabaseError } from './database-errors.ts';
import { toStoredValue } from './parameters.ts';

export type PostgresPoolSettings = {
  url: string;
  /** The most connections this pool opens. */
  size: number;
  /** How long a caller may wait for one of them, and a statement for a lock, in milliseconds. */
  waitAtMost: number;
  /** How long one statement may run, in milliseconds. */
  statementTimeout: number;
};

/** Object ids of PostgreSQL's types (its catalogue `pg_type`). */
const types = { bigint: 20, numeric: 1700, json: 114, jsonb: 3802, timestamp: 1114, timestamptz: 1184, date: 1082 } as const;

/** Values as SQLite gives them: numbers as numbers, times and JSON as the text they were. */
const readers = new Map<number, (text: string) => unknown>([
  [types.bigint, toSafeNumber],
  [types.numeric, Number],
  [types.json, String],
  [types.jsonb, String],
  [types.date, String],
  [types.timestamp, (text) => new Date(`${text.replace(' ', 'T')}Z`).toISOString()],
  [types.timestamptz, (text) => new Date(text).toISOString()],
]);

function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be represented as a number.`);
  return value;
}

/** A pool of connections, each with its time limits: nothing in it waits for ever. */
export function createPostgresPool({ url, size, waitAtMost, statementTimeout }: PostgresPoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: waitAtMost,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    application_name: 'quarterdeck',
    statement_timeout: statementTimeout,
    lock_timeout: waitAtMost,
    idle_in_transaction_session_timeout: 60_000,
    types: {
      getTypeParser: ((oid: number, format: 'text' | 'binary'): unknown =>
        readers.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A connection that dies while nobody uses it: the pool replaces it, the next statement tells if the server is gone.
  pool.on('error', () => {});
  // One that dies between two statements of its user tells nobody else: without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Kysely's PostgreSQL dialect with this product's parameters and errors. */
export class QuarterdeckPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(pool: pg.Pool) {
    const config = { pool, cursor: Cursor } as unknown as PostgresDialectConfig;
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new TranslatingDriver(new PostgresDriver(this.#config));
  }
}

/** Passes everything to Kysely's driver; values in and errors out are translated on the way. */
class TranslatingDriver implements Driver {
  readonly #inner: Driver;

  constructor(inner: Driver) {
    this.#inner = inner;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<TranslatingConnection> {
    return new TranslatingConnection(await translated(() => this.#inner.acquireConnection()));
  }

  beginTransaction({ inner }: TranslatingConnection, settings: TransactionSettings): Promise<void> {
    return translated(() => this.#inner.beginTransaction(inner, settings));
  }

  commitTransaction({ inner }: TranslatingConnection): Promise<void> {
    return translated(() => this.#inner.commitTransaction(inner));
  }

  rollbackTransaction({ inner }: TranslatingConnection): Promise<void> {
    return translated(() => this.#inner.rollbackTransaction(inner));
  }

  async savepoint({ inner }: TranslatingConnection, name: string, compileQuery: QueryCompiler['compileQuery']): Promise<void> {
    await this.#inner.savepoint?.(inner, name, compileQuery);
  }

  async rollbackToSavepoint({ inner }: TranslatingConnection, name: string, compileQuery: QueryCompiler['compileQuery']): Promise<void> {
    await this.#inner.rollbackToSavepoint?.(inner, name, compileQuery);
  }

  async releaseSavepoint({ inner }: TranslatingConnection, name: string, compileQuery: QueryCompiler['compileQuery']): Promise<void> {
    await this.#inner.releaseSavepoint?.(inner, name, compileQuery);
  }

  releaseConnection({ inner }: TranslatingConnection): Promise<void> {
    return this.#inner.releaseConnection(inner);
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

class TranslatingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return translated(() => this.inner.executeQuery<R>(withStoredValues(query)));
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    try {
      yield* this.inner.streamQuery<R>(withStoredValues(query), chunkSize);
    } catch (error) {
      throw toDatabaseError(error);
    }
  }
}

function withStoredValues(query: CompiledQuery): CompiledQuery {
  return { ...query, parameters: query.parameters.map(toStoredValue) };
}

async function translated<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw toDatabaseError(error);
  }
}
