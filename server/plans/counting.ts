import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import type { planCounts } from '#shared/schemas/plans.ts';
import type { Schema } from '../db/schema.ts';
import { openRows } from './open-rows.ts';

export type PlanCounts = z.infer<typeof planCounts>;

export const noCounts: PlanCounts = {
  rows: 0, create: 0, update: 0, deactivate: 0, delete: 0, makeUnlicensed: 0, reactivate: 0, restore: 0,
  unchanged: 0, conflict: 0, invalid: 0, kept: 0, impossible: 0, setAside: 0, dangerous: 0, blockedAbsent: 0,
};

/** The actions that change somebody. */
export const actingActions = ['create', 'update', 'deactivate', 'delete', 'makeUnlicensed', 'reactivate', 'restore'] as const;

/** How many people a plan changes. */
export const changesOf = (counts: PlanCounts): number => actingActions.reduce((sum, action) => sum + counts[action], 0);

/** Counts a plan's rows by action; rows set aside count only as such. */
export async function countRows(db: Kysely<Schema>, planId: string, blockedAbsent: number): Promise<PlanCounts> {
  const groups = await db
    .selectFrom('plan_rows')
    .select(['action', 'set_aside', (build) => build.fn.countAll<number>().as('rows'), (build) => build.fn.sum<number>('dangerous').as('dangerous')])
    .where('plan_id', '=', planId)
    .groupBy(['action', 'set_aside'])
    .execute();
  const counts = { ...noCounts, blockedAbsent };
  for (const group of groups) {
    const rows = Number(group.rows);
    counts.rows += rows;
    if (group.set_aside === 1) counts.setAside += rows;
    else {
      counts[(group.action ?? 'invalid') as keyof PlanCounts] += rows;
      counts.dangerous += Number(group.dangerous);
    }
  }
  return counts;
}

/** M14: how many people lose something by this plan. */
export async function countLosing(db: Kysely<Schema>, planId: string): Promise<number> {
  const { people } = await db
    .selectFrom('plan_rows')
    .select((build) => build.fn.countAll<number>().as('people'))
    .where('plan_id', '=', planId).where(openRows).where('loses', '=', 1).where('set_aside', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** M14: people who can sign in now: the base of the brake's percentage. */
export async function countActivePeople(db: Kysely<Schema>): Promise<number> {
  const { people } = await db
    .selectFrom('users')
    .select((build) => build.fn.countAll<number>().as('people'))
    .where('deleted_at', 'is', null).where('kind', '=', 'person').where('platform_role', '<>', 'deactivated')
    .executeTakeFirstOrThrow();
  return Number(people);
}

/**
 * M14: people who lost something since `since` by plans that still stand (not undone) or by single actions, and whom
 * this plan does not count already.
 */
export async function countRecentlyLosing(db: Kysely<Schema>, planId: string, since: string): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from (
      -- "Cross" keeps SQLite from walking the rows of all plans first.
      select plan_rows.user_id as id from plans p cross join plan_rows
      where p.state = 'applied' and p.applied_at >= ${since} and plan_rows.plan_id = p.id and ${openRows} and plan_rows.loses = 1 and plan_rows.applied_version is not null
      union
      select a.record_id as id from audit_entries a
      where a.at >= ${since} and a.table_name = 'users' and a.source_reference is null
        and (a.action in ('users.deactivate', 'users.delete', 'users.makeUnlicensed') or (a.action = 'users.update' and (a.changed_fields like '%"platformRole"%' or a.changed_fields like '%"roles"%')))
    ) as recent
    where not exists (select 1 from plan_rows own where own.plan_id = ${planId} and own.user_id = recent.id and own.loses = 1 and own.set_aside = 0)`.execute(db);
  return Number(rows[0]?.people ?? 0);
}
