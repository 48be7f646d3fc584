import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';

/** How many living people hold each role. */
export async function holdersByRole(db: Kysely<Schema>): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('user_roles')
    .innerJoin('users', 'users.id', 'user_roles.user_id')
    .where('users.deleted_at', 'is', null)
    .select(['user_roles.role_key as key', (builder) => builder.fn.countAll<number>().as('people')])
    .groupBy('user_roles.role_key')
    .execute();
  return new Map(rows.map(({ key, people }) => [key, Number(people)]));
}
