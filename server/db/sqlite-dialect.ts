import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { AppError } from '#shared/errors.ts';
import { isSqliteBusy, isSqliteReadOnly, toDatabaseError } from './database-errors.ts';
import { toStoredValue, type StoredValue } from './parameters.ts';
import type { Row, StatementResult } from './sqlite-connection.ts';
import type { ConnectionName, SqliteThread } from './sqlite-thread.ts';
import type { WriteLock } from './write-lock.ts';

export type SqliteDialectSettings = {
  /** Where transactions and writing statements run. */
  writing: SqliteThread;
  /** Where reading statements, snapshots and streams run; may be the same thread. */
  reading: SqliteThread;
  /** The queue of all writers of this process. */
  lock: WriteLock;
  /** How long a write may stand in that queue, in milliseconds. */
  waitAtMost: number;
  /** Called after each commit. */
  onWrite: () => void;
};

/** Kysely over the connections of one or two threads. Writers never wait inside SQLite, readers never wait for writers. */
export class SqliteDialect implements Dialect {
  readonly #settings: SqliteDialectSettings;

  constructor(settings: SqliteDialectSettings) {
    this.#settings = settings;
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#settings);
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }
}

/** SQLite can take back `create table`; without saying so, a failing migration would leave its tables behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #settings: SqliteDialectSettings;

  constructor(settings: SqliteDialectSettings) {
    this.#settings = settings;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteDialectConnection> {
    return new SqliteDialectConnection(this.#settings);
  }

  beginTransaction(connection: SqliteDialectConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings.accessMode === 'read only');
  }

  commitTransaction(connection: SqliteDialectConnection): Promise<void> {
    return connection.end('commit');
  }

  rollbackTransaction(connection: SqliteDialectConnection): Promise<void> {
    return connection.end('rollback');
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint ${quoted(name)}`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to ${quoted(name)}`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release ${quoted(name)}`));
  }

  releaseConnection(connection: SqliteDialectConnection): Promise<void> {
    return connection.release();
  }

  async destroy(): Promise<void> {}
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Between two looks at a lock that another process holds, in milliseconds. */
const busyPause = 25;

/** What Kysely takes for a connection: statements find their way to the writer or to a reader one by one. */
class SqliteDialectConnection implements DatabaseConnection {
  readonly #settings: SqliteDialectSettings;
  /** Set while a transaction is open: where all its statements go, and how it ends. */
  #transaction: { thread: SqliteThread; connection: ConnectionName; leave: () => Promise<void> } | undefined;

  constructor(settings: SqliteDialectSettings) {
    this.#settings = settings;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const parameters = query.parameters.map(toStoredValue);
    try {
      return toQueryResult<R>(await this.#execute(query, parameters));
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    const { thread, connection, leave } = this.#transaction
      ? { ...this.#transaction, leave: async () => {} }
      : await this.#lendReader();
    try {
      const cursor = await thread.openCursor(connection, query.sql, query.parameters.map(toStoredValue));
      try {
        yield* this.#chunks<R>(thread, cursor, chunkSize);
      } finally {
        await thread.closeCursor(cursor);
      }
    } catch (error) {
      throw toDatabaseError(error);
    } finally {
      await leave();
    }
  }

  async begin(readOnly: boolean): Promise<void> {
    if (readOnly) {
      const reader = await this.#lendReader();
      this.#transaction = reader;
      await reader.thread.run(reader.connection, 'begin', []);
      return;
    }
    const { writing, lock, waitAtMost } = this.#settings;
    const giveBack = await lock.acquire({ waitAtMost });
    this.#transaction = { thread: writing, connection: 'writer', leave: async () => giveBack() };
    try {
      await this.#whenFree(() => writing.run('writer', 'begin immediate', []));
    } catch (error) {
      await this.release();
      throw toDatabaseError(error);
    }
  }

  async end(command: 'commit' | 'rollback'): Promise<void> {
    const transaction = this.#transaction;
    if (!transaction) return;
    try {
      await transaction.thread.run(transaction.connection, command, []);
    } catch (error) {
      throw toDatabaseError(error);
    }
    if (command === 'commit' && transaction.connection === 'writer') this.#settings.onWrite();
    await this.release();
  }

  /** Gives back the lock or the reader; called again when Kysely releases the connection. */
  async release(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    await transaction?.leave();
  }

  async #execute(query: CompiledQuery, parameters: readonly StoredValue[]): Promise<StatementResult> {
    if (this.#transaction) return this.#transaction.thread.run(this.#transaction.connection, query.sql, parameters);
    if (mayOnlyRead(query)) {
      try {
        return await this.#settings.reading.run('reader', query.sql, parameters);
      } catch (error) {
        // `with … insert` looks like a reading statement; the reader refuses it before anything happens.
        if (!isSqliteReadOnly(error)) throw error;
      }
    }
    return this.#writeAlone(query.sql, parameters);
  }

  /** One writing statement outside a transaction is a transaction of its own. */
  async #writeAlone(sql: string, parameters: readonly StoredValue[]): Promise<StatementResult> {
    const { writing, lock, waitAtMost, onWrite } = this.#settings;
    const giveBack = await lock.acquire({ waitAtMost });
    try {
      return await this.#whenFree(() => writing.run('writer', sql, parameters));
    } finally {
      giveBack();
      onWrite();
    }
  }

  /** Another process (a backup, a shell) may hold the file: look again after a pause instead of blocking the thread. */
  async #whenFree(attempt: () => Promise<StatementResult>): Promise<StatementResult> {
    const deadline = Date.now() + this.#settings.waitAtMost;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isSqliteBusy(error) || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, busyPause * (0.5 + Math.random())));
      }
    }
  }

  async #lendReader(): Promise<{ thread: SqliteThread; connection: number; leave: () => Promise<void> }> {
    const thread = this.#settings.reading;
    const reader = await thread.lend();
    return { thread, connection: reader, leave: () => thread.giveBack(reader) };
  }

  /** The next chunk is read (on a worker: at the same time) while the consumer works on this one. */
  async *#chunks<R>(thread: SqliteThread, cursor: number, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!(chunkSize > 0)) throw new AppError('internal', 'A stream reads at least one row at a time.');
    let coming = thread.fetch(cursor, chunkSize);
    for (;;) {
      const rows: Row[] = await coming;
      const last = rows.length < chunkSize;
      if (!last) coming = thread.fetch(cursor, chunkSize);
      // A consumer that stops early leaves this promise alone; its failure is then nobody's business.
      coming.catch(() => {});
      if (rows.length > 0) yield { rows: rows as R[] };
      if (last) return;
    }
  }
}

/** Whether a statement can be tried on a reading connection first. */
function mayOnlyRead({ query, sql }: CompiledQuery): boolean {
  if (query.kind === 'SelectQueryNode') return true;
  return query.kind === 'RawNode' && /^\s*(select|with|values|explain|pragma)\b/i.test(sql);
}

function toQueryResult<R>({ rows, changes, lastInsertRowid }: StatementResult): QueryResult<R> {
  return {
    rows: rows as R[],
    ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }),
    ...(lastInsertRowid === undefined ? {} : { insertId: BigInt(lastInsertRowid) }),
  };
}
