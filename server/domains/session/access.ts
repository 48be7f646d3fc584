import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../../db/kinds.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { Schema } from '../../db/schema.ts';

/**
 * U9: ends every way in that these people have, at once and on every server process (tokens are looked up at each
 * request): sessions, API tokens, one-time links. Belongs into the transaction of the change that ends their access.
 *
 * @param now UTC, ISO 8601.
 */
export async function endAccess(db: Kysely<Schema>, kind: DatabaseKind, userIds: readonly string[], now: string): Promise<void> {
  if (userIds.length === 0) return;
  const people = rowsFromJson(kind, 'people', { id: 'text' }, userIds.map((id) => ({ id })));
  await db
    .updateTable('tokens')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .where('user_id', 'in', (builder) => builder.selectFrom(people).select('people.id').$castTo<{ id: string }>())
    .execute();
  await db
    .updateTable('one_time_links')
    .set({ used_at: now })
    .where('used_at', 'is', null)
    .where('user_id', 'in', (builder) => builder.selectFrom(people).select('people.id').$castTo<{ id: string }>())
    .execute();
}
