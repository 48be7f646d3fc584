import type { Kysely } from 'kysely';
import type { Database } from './db/database.ts';
import type { KeysetPage, KeysetPosition } from './db/keyset.ts';
import type { Schema } from './db/schema.ts';

/** Rows that an export reads, and holds in memory, at once. */
export const exportPortion = 500;

/**
 * Everything that a list finds, page by page out of one snapshot: no row is missed or repeated because somebody
 * changes it meanwhile, and memory does not grow with their number (M21). The snapshot ends with the iteration,
 * also when the reader leaves early.
 *
 * @param readPage reads the page after a position, and what belongs to its rows, from the given database.
 */
export async function* snapshotPages<Item>(
  database: Database,
  readPage: (db: Kysely<Schema>, after: KeysetPosition | undefined) => Promise<KeysetPage<Item>>,
): AsyncGenerator<Item, void, void> {
  const builder = database.heavy.startTransaction().setAccessMode('read only');
  const snapshot = await (database.kind === 'postgres' ? builder.setIsolationLevel('repeatable read') : builder).execute();
  try {
    let after: KeysetPosition | undefined;
    do {
      const { items, next } = await readPage(snapshot, after);
      yield* items;
      after = next;
    } while (after);
  } finally {
    await snapshot.rollback().execute();
  }
}
