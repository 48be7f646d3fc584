import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../../db/kinds.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { Schema } from '../../db/schema.ts';

/** L6: how many people there are in all and in each group; each count is what the filter of the same name finds. */
export async function countPeople(db: Kysely<Schema>, activeSince: string): Promise<{ users: number; active: number; deactivated: number; unlicensed: number }> {
  const people = db.selectFrom('users').select((builder) => builder.fn.countAll<number>().as('people'));
  const counted = async (query: typeof people): Promise<number> => Number((await query.executeTakeFirstOrThrow()).people);
  const living = people.where('deleted_at', 'is', null);
  const withRole = (role: 'deactivated' | 'unlicensed'): Promise<number> => counted(living.where('platform_role', '=', role).where('kind', '=', 'person'));
  return {
    // Two counts over small indexes instead of a look at every person.
    users: (await counted(people)) - (await counted(people.where('deleted_at', 'is not', null))),
    active: await counted(living.where('last_active_at', '>=', activeSince)),
    deactivated: await withRole('deactivated'),
    unlicensed: await withRole('unlicensed'),
  };
}

export async function countOrganizations(db: Kysely<Schema>): Promise<number> {
  const { count } = await db.selectFrom('organizations').select((builder) => builder.fn.countAll<number>().as('count')).where('deleted_at', 'is', null).executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * People by the UTC day on which they were last active. Somebody active on several days counts on the last one:
 * that is all that is known of people's days.
 *
 * @returns counts by day, `2026-11-24`; days without anybody are missing.
 */
export async function lastActiveByDay(db: Kysely<Schema>, since: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('users')
    .select((builder) => [sql<string>`substr(last_active_at, 1, 10)`.as('day'), builder.fn.countAll<number>().as('people')])
    .where('last_active_at', '>=', since)
    .where('deleted_at', 'is', null)
    .groupBy('day')
    .execute();
  return new Map(rows.map(({ day, people }) => [day, Number(people)]));
}

/**
 * How many audit entries there are before each moment. The log is numbered without gaps in the order of time, so the
 * number of the last entry before a moment is the count, whatever the size of the log (A2).
 */
export async function entriesBefore(db: Kysely<Schema>, kind: DatabaseKind, moments: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom(rowsFromJson(kind, 'moments', { at: 'text' }, moments.map((at) => ({ at }))))
    .select((builder) => [
      'moments.at',
      builder
        .selectFrom('audit_entries')
        .select('audit_entries.sequence')
        .where((inner) => inner('audit_entries.at', '<', inner.ref('moments.at').$castTo<string>()))
        .orderBy('audit_entries.at', 'desc')
        .orderBy('audit_entries.sequence', 'desc')
        .limit(1)
        .as('sequence'),
    ])
    .execute();
  return new Map(rows.map(({ at, sequence }) => [at ?? '', Number(sequence ?? 0)]));
}
