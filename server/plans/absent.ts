import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { planOptions } from '#shared/schemas/plans.ts';
import type { Schema } from '../db/schema.ts';
import { countStaged } from './plan.store.ts';

export type PlanOptions = z.output<typeof planOptions>;

/**
 * Everybody in scope whom no row of the file means (M6): people only, never contacts, non-counting or protected
 * accounts, and nobody to whom the action would do nothing. A person named by a row that is wrong, conflicting or
 * set aside is in the file all the same.
 */
function absentPeople(planId: string, options: PlanOptions): RawBuilder<unknown> {
  const concerned = {
    deactivate: sql`u.platform_role <> 'deactivated'`,
    makeUnlicensed: sql`u.platform_role not in ('deactivated', 'unlicensed')`,
    delete: sql`1 = 1`,
    keep: sql`1 = 0`,
  }[options.absent];
  return sql`
    from users u
    where u.deleted_at is null and u.kind = 'person' and u.non_counting = 0 and u.protected = 0
      and ${concerned} and ${inScope(options.scope)}
      and not exists (select 1 from plan_rows r where r.plan_id = ${planId} and r.user_id = u.id)
      and u.id not in (
        select c.match_username from plan_rows c where c.plan_id = ${planId} and c.action <> 'unchanged' and c.conflict is not null and c.match_username is not null
        union all
        select c.match_email from plan_rows c where c.plan_id = ${planId} and c.action <> 'unchanged' and c.conflict is not null and c.match_email is not null)`;
}

function inScope(scope: PlanOptions['scope']): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'all': return sql`1 = 1`;
    case 'organization': return sql`exists (select 1 from organization_members o where o.user_id = u.id and o.organization_id = ${scope.organizationId})`;
    case 'company': return sql`u.company = ${scope.company}`;
    case 'identitySource': return sql`u.identity_source = ${scope.identitySource}`;
    case 'createdByImport': return sql`u.created_source = 'import'`;
  }
}

/** Adds a row for each absent person, behind the rows of the file, by name. */
export async function addAbsentPeople(db: Kysely<Schema>, planId: string, options: PlanOptions): Promise<void> {
  await sql`
    insert into plan_rows (plan_id, number, origin, user_id, action, sort_rank)
    select ${planId}, coalesce((select max(number) from plan_rows where plan_id = ${planId}), 0) + row_number() over (order by u.sort_name, u.id), 'absent', u.id, 'candidate', 4
    ${absentPeople(planId, options)}`.execute(db);
}

/** Takes the rows of absent people away again, found by their numbers; answers how many. */
export async function dropAbsentPeople(db: Kysely<Schema>, planId: string): Promise<number> {
  const removed = await db.deleteFrom('plan_rows').where('plan_id', '=', planId).where('number', '>', await countStaged(db, planId)).where('origin', '=', 'absent').executeTakeFirst();
  return Number(removed.numDeletedRows);
}

/** M13: how many people a synchronization leaves alone because the file has open problems. */
export async function countAbsentPeople(db: Kysely<Schema>, planId: string, options: PlanOptions): Promise<number> {
  const { rows } = await sql<{ people: number }>`select count(*) as people ${absentPeople(planId, options)}`.execute(db);
  return Number(rows[0]?.people ?? 0);
}
