import { type IsolationLevel, type Kysely, type KyselyPlugin, sql, type Transaction } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { Database } from './database.ts';
import { isRetryable, isStatementCancelled } from './database-errors.ts';

export type TransactionOptions<Tables> = {
  /** Long work: off the event loop (SQLite), in the pool with long time limits (PostgreSQL). */
  heavy?: boolean;
  /** A snapshot: several reads that see one moment, and no writer is waited for. */
  readOnly?: boolean;
  /** Stops before the next statement, until the commit has begun; on PostgreSQL the running statement too. */
  signal?: AbortSignal | undefined;
  /**
   * PostgreSQL only; SQLite is always serializable. By default `serializable` (a guard such as "the last superadmin
   * stays" reads rows that another transaction may change), and for heavy work `repeatable read`, whose million
   * rows would make every other transaction conflict.
   */
  isolation?: IsolationLevel;
  /**
   * Tables that only one transaction at a time may write, such as the head of a hash chain: PostgreSQL locks them
   * before the snapshot is taken, so that the transaction waits instead of failing. SQLite has one writer anyway.
   */
  lockTables?: readonly (keyof Tables & string)[];
};

const attempts = { short: 8, heavy: 3 } as const;
/** Before the second attempt, in milliseconds; doubled each time, half of it by chance. */
const firstPause = 10;

const hooks = new WeakMap<object, (() => void)[]>();

/**
 * Runs `work` in one transaction: all of it or nothing. On PostgreSQL `work` is run again when it lost against
 * another transaction, so it changes nothing but the database; what must happen outside goes to `onCommit`.
 *
 * @throws AppError `unavailable` when the queue or the pool is full too long, `storage_full`, `cancelled`;
 *   whatever `work` throws, unchanged.
 */
export async function transaction<Tables, Result>(
  database: Database<Tables>,
  work: (trx: Transaction<Tables>) => Promise<Result>,
  options: TransactionOptions<Tables> = {},
): Promise<Result> {
  const most = options.heavy ? attempts.heavy : attempts.short;
  for (let attempt = 1; ; attempt += 1) {
    const committed: (() => void)[] = [];
    try {
      const result = await runOnce(database, work, options, committed);
      for (const hook of committed) hook();
      return result;
    } catch (error) {
      if (options.signal?.aborted && isStatementCancelled(error)) throw cancelled();
      if (!isRetryable(error)) throw error;
      if (attempt === most) {
        throw new AppError('unavailable', 'Too many changes at the same time. Try again in a moment.', { reason: 'overloaded' }, { cause: error });
      }
      await pause(attempt);
    }
  }
}

/**
 * Calls `hook` once the transaction is committed, and not at all when it is rolled back: events, metrics, mail.
 * A hook does not throw and does not wait.
 *
 * @param trx what `transaction` gave to its work.
 */
export function onCommit<Tables>(trx: Transaction<Tables>, hook: () => void): void {
  const list = hooks.get(trx);
  if (!list) throw new Error('onCommit needs the transaction that transaction() gave.');
  list.push(hook);
}

async function runOnce<Tables, Result>(
  database: Database<Tables>,
  work: (trx: Transaction<Tables>) => Promise<Result>,
  options: TransactionOptions<Tables>,
  committed: (() => void)[],
): Promise<Result> {
  const { signal } = options;
  refuseWhenAborted(signal);
  return builder(database, options).execute(async (plain) => {
    if (database.kind === 'postgres') await lockTables(plain, options.lockTables ?? []);
    const forget = signal ? await cancelOnAbort(database, plain, signal) : undefined;
    try {
      const trx = signal ? plain.withPlugin(new StopBeforeStatement(signal)) : plain;
      hooks.set(trx, committed);
      const result = await work(trx);
      refuseWhenAborted(signal);
      return result;
    } finally {
      forget?.();
    }
  });
}

function builder<Tables>(database: Database<Tables>, { heavy, readOnly, isolation }: TransactionOptions<Tables>) {
  const start = (heavy ? database.heavy : database.db).transaction().setAccessMode(readOnly ? 'read only' : 'read write');
  if (database.kind === 'sqlite') return start;
  return start.setIsolationLevel(isolation ?? (heavy || readOnly ? 'repeatable read' : 'serializable'));
}

/** `lock table` is the one statement that does not take the snapshot yet. */
async function lockTables<Tables>(trx: Kysely<Tables>, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(trx);
}

/** Asks PostgreSQL to stop the running statement when the signal fires; SQLite cannot stop one, only not begin the next. */
async function cancelOnAbort<Tables>(database: Database<Tables>, trx: Kysely<Tables>, signal: AbortSignal): Promise<() => void> {
  if (database.kind === 'sqlite') return () => {};
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
  const stop = (): void => {
    sql`select pg_cancel_backend(${rows[0]?.pid})`.execute(database.db).catch(() => {});
  };
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
}

/** Kysely compiles each statement just before it runs: the place to notice that nobody wants it any more. */
class StopBeforeStatement implements KyselyPlugin {
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]): ReturnType<KyselyPlugin['transformQuery']> {
    refuseWhenAborted(this.#signal);
    return node;
  }

  async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]): ReturnType<KyselyPlugin['transformResult']> {
    return result;
  }
}

function refuseWhenAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled. Nothing was changed.');
}

function pause(attempt: number): Promise<void> {
  const longest = firstPause * 2 ** (attempt - 1);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
