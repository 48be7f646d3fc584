import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { comparedColumns } from './fields.ts';
import { openRows } from './open-rows.ts';

/**
 * How a staged row `r` finds its person and whether anything differs (M9): by external id where the row has one, else
 * by username or email, either of which is enough. One name of this person and one of that is a conflict and never
 * guessed. `action` becomes `create`, `candidate` (to be looked at), `unchanged`, `conflict` or `invalid`.
 *
 * @param present the staged columns that can hold anything; the others need not be compared.
 * @returns columns of `plan_rows`, their values, and the joins behind `r` that these values need.
 */
export function matchOf(present: ReadonlySet<string>): { columns: readonly string[]; values: RawBuilder<unknown>[]; joins: RawBuilder<unknown> } {
  const has = (column: string): boolean => present.has(column);
  const cell = (column: string): RawBuilder<unknown> => (has(column) ? sql.ref(`r.${column}`) : sql`null`);
  const compared = comparedColumns.filter(has).map((column) => sql`(r.${sql.ref(column)} is not null and r.${sql.ref(column)} is distinct from u.${sql.ref(column)})`);
  const lists = ['organizations', 'roles'].filter(has).map((column) => sql`r.${sql.ref(column)} is not null`);
  const differs = sql`(${sql.join([...lists, ...(has('has_password') ? [sql`r.has_password = 1`] : []), ...compared, sql`1 = 0`], sql` or `)})`;
  const conflict = sql`case
    when x.id is not null and n.id is not null and n.id <> x.id then 'username_taken'
    when x.id is not null and e.id is not null and e.id <> x.id then 'email_taken'
    when x.id is null and n.id is not null and e.id is not null and n.id <> e.id then 'two_people'
    when x.id is null and ${cell('external_id')} is not null and u.external_id is not null then 'external_id_taken' end`;
  return {
    columns: ['match_external', 'match_username', 'match_email', 'user_id', 'user_version', 'conflict', 'action', 'sort_rank'],
    values: [
      sql`x.id`, sql`n.id`, sql`e.id`, sql`u.id`, sql`u.version`, conflict,
      sql`case when r.staged_issues is not null then 'invalid' when ${conflict} is not null then 'conflict' when u.id is null then 'create' when ${differs} then 'candidate' else 'unchanged' end`,
      sql`case when r.staged_issues is not null or ${conflict} is not null or u.id is null or ${differs} then 4 else 8 end`,
    ],
    joins: sql`
      left join users x on x.external_id = ${cell('external_id')} and x.deleted_at is null
      left join users n on n.username_key = ${cell('username_key')} and n.deleted_at is null
      left join users e on e.email_key = ${cell('email_key')} and e.deleted_at is null
      left join users u on u.id = coalesce(x.id, n.id, e.id)`,
  };
}

const everyColumn: ReadonlySet<string> = new Set([...comparedColumns, 'username_key', 'email_key', 'external_id', 'organizations', 'roles', 'has_password']);

/**
 * Matches rows that are on the stage once more: people may have changed since, or a person has worked on the rows.
 * Rows set aside are matched too, so that their people do not count as absent.
 *
 * @param which `all`, or only rows that may come to something: a row that brings nothing new to its person does so as
 *   long as no person has changed.
 */
export async function matchRows(db: Kysely<Schema>, planId: string, which: 'all' | 'open'): Promise<void> {
  const { columns, values, joins } = matchOf(everyColumn);
  const assigned = columns.map((column) => sql`${sql.ref(column)} = m.${sql.ref(column)}`);
  const open = which === 'all' ? sql`1 = 1` : sql`(r.action <> 'unchanged' or r.issues is not null or r.organizations is not null or r.roles is not null or r.has_password = 1)`;
  await sql`
    update plan_rows set ${sql.join(assigned)}, changes = null, issues = null, dangerous = 0, loses = 0, seat_delta = 0, applied_version = null
    from (
      select r.number as row_number, ${sql.join(columns.map((column, index) => sql`${values[index]!} as ${sql.ref(column)}`))}
      from plan_rows r ${joins}
      where r.plan_id = ${planId} and r.origin = 'file' and ${open}
    ) as m
    where plan_rows.plan_id = ${planId} and plan_rows.number = m.row_number`.execute(db);
}

/** A removal file (M8) has nothing to compare: everybody found is looked at. */
export async function examineEveryMatch(db: Kysely<Schema>, planId: string): Promise<void> {
  await db.updateTable('plan_rows').set({ action: 'candidate' }).where('plan_id', '=', planId).where('action', '=', 'unchanged').execute();
}

/**
 * M9: two rows for one person, or two rows that claim one username, email or external id, conflict on both. Names that
 * belong to somebody already are compared through that person; here only free names need to be looked at, which an
 * unchanged row has none of.
 */
export async function markDuplicates(db: Kysely<Schema>, planId: string): Promise<void> {
  const mark = async (code: string, name: string, candidates: RawBuilder<unknown>): Promise<void> => {
    const column = sql.ref(name);
    const twice = sql`
      select ${column} from plan_rows
      where plan_id = ${planId} and origin = 'file' and set_aside = 0 and ${column} is not null and ${candidates}
      group by ${column} having count(*) > 1`;
    const found = await sql<{ some: number }>`select 1 as some from (${twice}) as twice limit 1`.execute(db);
    if (found.rows.length === 0) return;
    await sql`update plan_rows set conflict = coalesce(conflict, ${code}), action = case when action = 'invalid' then action else 'conflict' end
      where plan_id = ${planId} and origin = 'file' and set_aside = 0 and ${column} in (${twice})`.execute(db);
  };
  // Found by the index alone; only rows of people who come up twice are looked at.
  const often = sql`user_id in (select user_id from plan_rows where plan_id = ${planId} and user_id is not null group by user_id having count(*) > 1)`;
  await mark('same_person_twice', 'user_id', sql`conflict is null and ${often}`);
  await mark('duplicate_in_file', 'username_key', sql`match_username is null and ${openRows}`);
  await mark('duplicate_in_file', 'email_key', sql`match_email is null and ${openRows}`);
  await mark('duplicate_in_file', 'external_id', sql`match_external is null and ${openRows}`);
}

/** M13: whether a row of the file is wrong and was not set aside. */
export async function hasOpenProblems(db: Kysely<Schema>, planId: string): Promise<boolean> {
  const found = await db
    .selectFrom('plan_rows')
    .select('number')
    .where('plan_id', '=', planId)
    .where(openRows)
    .where('origin', '=', 'file')
    .where('set_aside', '=', 0)
    .where('action', 'in', ['invalid', 'conflict'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
