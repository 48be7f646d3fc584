import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../actor.ts';
import type { DatabaseKind } from '../../db/kinds.ts';
import type { AuditCheckpoint, Schema } from '../../db/schema.ts';
import { onCommit, transaction } from '../../db/transaction.ts';
import type { Foundation } from '../../foundation.ts';
import type { AuditInput } from './audit-input.ts';
import { insertCheckpoints, insertEntries, readHead } from './audit.store.ts';
import { checkpointForm, type ChainEntry } from './chain.ts';
import { composeEntries, type Head } from './compose-entries.ts';

/** What audited work gets: the transaction, and the one way to write into the log (A1). */
export type AuditedTransaction = {
  readonly db: Transaction<Schema>;
  /** Which database it is, for statements that read rows from JSON. */
  readonly kind: DatabaseKind;
  /** Appends entries to the log, thousands in one call. Fails the transaction when it cannot. */
  audit(entries: readonly AuditInput[]): Promise<void>;
  /** Calls `hook` after the commit, and not at all when there is none. It does not throw and does not wait. */
  onCommit(hook: () => void): void;
};

export type AuditedOptions = {
  /** Long work, off the event loop. */
  heavy?: boolean | undefined;
  /** Stops before the next statement, until the commit has begun. */
  signal?: AbortSignal | undefined;
};

/** A4: a signed checkpoint every so many entries. */
export const checkpointInterval = 1_000;

/** Entries that are hashed and inserted at once; between two portions the event loop is free. */
const portion = 500;

/** The key of PostgreSQL's advisory lock that makes audited writes serial: the head of the chain is written by one at a time. */
const chainLock = 7_101_884;

/** The name under which PostgreSQL's processes tell each other of new entries. */
export const changesChannel = 'quarterdeck_changes';

/**
 * Runs a change of state and writes its audit entries in the same transaction (A1). Audited writes are serial on both
 * databases, so what `work` reads stays true until it commits; guards belong inside it. Whatever `work` writes, it
 * tells to `audit`; work that finds nothing to change writes neither.
 *
 * @throws AppError whatever `work` refuses; `unavailable`, `storage_full`, `cancelled` as `transaction` does.
 */
export async function auditedTransaction<Result>(
  foundation: Foundation,
  actor: Actor,
  work: (tx: AuditedTransaction) => Promise<Result>,
  options: AuditedOptions = {},
): Promise<Result> {
  const { database } = foundation;
  const giveBack = await database.writersTurn({ heavy: options.heavy === true, signal: options.signal });
  return transaction(
    database,
    async (trx) => {
      // Other processes on this database wait here.
      if (database.kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(chainLock)})`.execute(trx);
      const chain = openChain(foundation, actor, trx);
      const result = await work({ db: trx, kind: database.kind, audit: chain.append, onCommit: (hook) => onCommit(trx, hook) });
      await chain.finish();
      return result;
    },
    { isolation: 'read committed', ...(options.heavy ? { heavy: true } : {}), signal: options.signal },
  ).finally(giveBack);
}

function openChain(foundation: Foundation, actor: Actor, trx: Transaction<Schema>) {
  const { database, preciseTime, signing, feed } = foundation;
  let head: Head | undefined;

  const append = async (inputs: readonly AuditInput[]): Promise<void> => {
    for (let start = 0; start < inputs.length; start += portion) {
      head ??= await readHead(trx);
      const entries = composeEntries(head, preciseTime(), actor, inputs.slice(start, start + portion));
      await insertEntries(trx, database.kind, entries);
      await insertCheckpoints(trx, entries.filter((entry) => entry.sequence % checkpointInterval === 0).map((entry) => signCheckpoint(signing, entry, 'interval')));
      const last = entries.at(-1)!;
      head = { sequence: last.sequence, hash: last.hash };
    }
  };

  const finish = async (): Promise<void> => {
    if (!head) return;
    const { sequence } = head;
    // PostgreSQL delivers it when the transaction commits, and not at all when it does not.
    if (database.kind === 'postgres') await sql`select pg_notify(${changesChannel}, ${JSON.stringify({ kind: 'committed', sequence })})`.execute(trx);
    onCommit(trx, () => feed.committed(sequence));
  };
  return { append, finish };
}

/** A checkpoint over the chain up to and including an entry (A4). Numbers begin at one without gaps: the number is the count. */
export function signCheckpoint(signing: Foundation['signing'], entry: Pick<ChainEntry, 'sequence' | 'hash' | 'at'>, reason: 'interval' | 'daily' | 'export'): AuditCheckpoint {
  const { keyId } = signing;
  const content = { sequence: entry.sequence, hash: entry.hash, at: entry.at, count: entry.sequence, reason, keyId };
  const { signature } = signing.sign(checkpointForm(content));
  return { sequence: content.sequence, hash: content.hash, at: content.at, count: content.count, reason, key_id: keyId, signature };
}
