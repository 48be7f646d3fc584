import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { loadSqliteBinding, type SqliteBindingName } from './sqlite-binding.ts';
import type { StoredValue } from './parameters.ts';

export type Row = Record<string, unknown>;

/** What one statement did: rows when it returns columns, else the number of rows it changed. */
export type StatementResult = { rows: Row[]; changes?: number | bigint; lastInsertRowid?: number | bigint };

export type SqliteConnectionSettings = {
  /** Path of the database file. */
  file: string;
  mode: 'read' | 'write';
  /** How long SQLite itself may wait for another process, in milliseconds; it blocks the thread meanwhile. */
  busyTimeout: number;
  /** Pages in the write-ahead log after which a commit copies them into the database; 0 leaves that to others. */
  autoCheckpoint: number;
  /** Pages kept in memory, in KiB. */
  cacheSize: number;
  binding?: SqliteBindingName | undefined;
};

type Prepared = { statement: StatementSync; returnsRows: boolean; booleans: readonly string[] };

/** A log that one large transaction left behind is cut back to this, in bytes. */
const largestIdleLog = 64 * 1024 * 1024;

/** Enough for all statements of the product; beyond it the one unused for longest is forgotten. */
const cachedStatements = 256;

/** One connection to a SQLite file, with its settings and its prepared statements. Everything here is synchronous. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  constructor(settings: SqliteConnectionSettings) {
    const { DatabaseSync } = loadSqliteBinding(settings.binding);
    this.#database = new DatabaseSync(settings.file, {
      timeout: settings.busyTimeout,
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: false,
      allowExtension: false,
    });
    this.#database.enableDefensive(true);
    this.#database.exec('pragma trusted_schema = off');
    // The journal mode lives in the file, all else in the connection: no connection may be without it.
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    this.#database.exec(`pragma wal_autocheckpoint = ${settings.autoCheckpoint}`);
    this.#database.exec(`pragma cache_size = -${settings.cacheSize}; pragma journal_size_limit = ${largestIdleLog}`);
    if (settings.mode === 'read') this.#database.exec('pragma query_only = on');
  }

  /** Runs one statement to its end. */
  execute(sql: string, parameters: readonly StoredValue[]): StatementResult {
    // A full disk may already have rolled back: asking again would hide the first error behind a second.
    if (sql === 'rollback' && !this.#database.isTransaction) return { rows: [] };
    const { statement, returnsRows, booleans } = this.#prepared(sql);
    if (!returnsRows) return { rows: [], ...statement.run(...parameters) };
    const rows = statement.all(...parameters) as Row[];
    for (const row of rows) readBooleans(row, booleans);
    return { rows };
  }

  /** The rows of one statement, one after the other. The connection keeps its snapshot until the end. */
  *iterate(sql: string, parameters: readonly StoredValue[]): IterableIterator<Row> {
    // Not from the cache: a second use of the same statement would end the first.
    const { statement, booleans } = this.#prepare(sql);
    for (const row of statement.iterate(...parameters) as IterableIterator<Row>) {
      readBooleans(row, booleans);
      yield row;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const prepared = this.#prepare(sql);
    this.#statements.set(sql, prepared);
    if (this.#statements.size > cachedStatements) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return prepared;
  }

  #prepare(sql: string): Prepared {
    const statement = this.#database.prepare(sql);
    const columns = statement.columns();
    const booleans = columns.filter((column) => column.type?.toLowerCase() === 'boolean').map((column) => column.name);
    return { statement, returnsRows: columns.length > 0, booleans };
  }
}

/** SQLite keeps 0 and 1 in a column declared `boolean`; PostgreSQL answers true and false, so both do. */
function readBooleans(row: Row, booleans: readonly string[]): void {
  for (const name of booleans) {
    const value = row[name];
    if (value !== null) row[name] = value === 1;
  }
}
