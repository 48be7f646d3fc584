import { EventLoopTurn } from './event-loop-turn.ts';
import type { StoredValue } from './parameters.ts';
import type { SqliteBindingName } from './sqlite-binding.ts';
import { SqliteConnection, type Row, type StatementResult } from './sqlite-connection.ts';

/** Which connection of a thread: its one writer, its shared reader, or a reader lent for a snapshot or a stream. */
export type ConnectionName = 'writer' | 'reader' | number;

/**
 * The SQLite connections of one thread, the same whether the thread is this one or a worker: `db` answers short
 * requests here, `heavy` sends long statements to workers, and the dialect does not see the difference.
 */
export interface SqliteThread {
  /** Runs one statement to its end. */
  run(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<StatementResult>;
  /** A reader of one's own, because a snapshot or an open stream on the shared one would show others the past. */
  lend(): Promise<number>;
  giveBack(reader: number): Promise<void>;
  /** Begins a stream on a lent reader or on the writer; `fetch` answers fewer rows than asked only at its end. */
  openCursor(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<number>;
  fetch(cursor: number, count: number): Promise<Row[]>;
  closeCursor(cursor: number): Promise<void>;
  close(): Promise<void>;
}

export type ThreadSettings = {
  file: string;
  busyTimeout: number;
  autoCheckpoint: number;
  /** Pages that the writer and the shared reader each keep in memory, in KiB; lent readers keep few. */
  cacheSize: number;
  binding?: SqliteBindingName | undefined;
};

/** Readers kept open for the next stream; more are opened when needed and closed afterwards. */
const idleReaders = 4;
/** A stream passes each page once; in KiB. */
const lentCacheSize = 2_048;

/** The connections that live in the thread this object lives in. A statement holds that thread until it ends. */
export class LocalSqliteThread implements SqliteThread {
  readonly #settings: ThreadSettings;
  readonly #lent = new Map<number, SqliteConnection>();
  readonly #idle: SqliteConnection[] = [];
  readonly #cursors = new Map<number, IterableIterator<Row>>();
  #writer: SqliteConnection | undefined;
  #reader: SqliteConnection | undefined;
  readonly #turn = new EventLoopTurn();
  #lastNumber = 0;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  async run(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<StatementResult> {
    if (this.#turn.isLong) await this.#turn.next();
    return this.#connection(connection).execute(sql, parameters);
  }

  async lend(): Promise<number> {
    const number = ++this.#lastNumber;
    this.#lent.set(number, this.#idle.pop() ?? this.#open('read', lentCacheSize));
    return number;
  }

  async giveBack(reader: number): Promise<void> {
    const connection = this.#lent.get(reader);
    if (!connection) return;
    this.#lent.delete(reader);
    if (this.#idle.length < idleReaders) this.#idle.push(connection);
    else connection.close();
  }

  async openCursor(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<number> {
    const cursor = ++this.#lastNumber;
    this.#cursors.set(cursor, this.#connection(connection).iterate(sql, parameters));
    return cursor;
  }

  async fetch(cursor: number, count: number): Promise<Row[]> {
    const rows: Row[] = [];
    const iterator = this.#cursors.get(cursor);
    while (iterator && rows.length < count) {
      const next = iterator.next();
      if (next.done) break;
      rows.push(next.value);
    }
    return rows;
  }

  async closeCursor(cursor: number): Promise<void> {
    this.#cursors.get(cursor)?.return?.();
    this.#cursors.delete(cursor);
  }

  async close(): Promise<void> {
    for (const cursor of this.#cursors.values()) cursor.return?.();
    this.#cursors.clear();
    // The writer last: the last connection to close copies the write-ahead log into the database.
    for (const connection of [...this.#lent.values(), ...this.#idle, this.#reader, this.#writer]) connection?.close();
    this.#lent.clear();
    this.#idle.length = 0;
    this.#reader = undefined;
    this.#writer = undefined;
  }

  #connection(name: ConnectionName): SqliteConnection {
    if (name === 'writer') return (this.#writer ??= this.#open('write'));
    if (name === 'reader') return (this.#reader ??= this.#open('read'));
    const lent = this.#lent.get(name);
    if (!lent) throw new Error('This reader was given back already.');
    return lent;
  }

  #open(mode: 'read' | 'write', cacheSize = this.#settings.cacheSize): SqliteConnection {
    return new SqliteConnection({ ...this.#settings, mode, cacheSize });
  }
}
