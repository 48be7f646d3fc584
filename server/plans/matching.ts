import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { comparedColumns } from './fields.ts';

/**
 * Finds the person of every row of a file and whether anything differs (M9), in one statement: by external id where
 * the row has one, else by username or email, either of which is enough. One name of this person and one of that
 * is a conflict and never guessed. Afterwards `action` is `create`, `candidate` (to be looked at), `unchanged`,
 * `conflict` or `invalid`. Rows set aside are matched too, so that their people do not count as absent.
 */
export async function matchRows(db: Kysely<Schema>, planId: string): Promise<void> {
  const differs = sql.join(comparedColumns.map((column) => sql`(r.${sql.ref(column)} is not null and r.${sql.ref(column)} is distinct from u.${sql.ref(column)})`), sql` or `);
  await sql`
    update plan_rows set
      match_external = m.by_external, match_username = m.by_username, match_email = m.by_email,
      user_id = m.user_id, user_version = m.user_version, conflict = m.conflict,
      action = case
        when plan_rows.staged_issues is not null then 'invalid'
        when m.conflict is not null then 'conflict'
        when m.user_id is null then 'create'
        when m.differs = 1 then 'candidate'
        else 'unchanged' end,
      changes = null, issues = null, dangerous = 0, loses = 0, seat_delta = 0, applied_version = null,
      sort_rank = case when m.differs = 0 and m.conflict is null and plan_rows.staged_issues is null then 8 else 4 end
    from (
      select r.number, x.id as by_external, n.id as by_username, e.id as by_email, u.id as user_id, u.version as user_version,
        case
          when x.id is not null and n.id is not null and n.id <> x.id then 'username_taken'
          when x.id is not null and e.id is not null and e.id <> x.id then 'email_taken'
          when x.id is null and n.id is not null and e.id is not null and n.id <> e.id then 'two_people'
          when x.id is null and r.external_id is not null and u.external_id is not null then 'external_id_taken'
        end as conflict,
        case when r.organizations is not null or r.roles is not null or r.has_password = 1 or (${differs}) then 1 else 0 end as differs
      from plan_rows r
      left join users x on x.external_id = r.external_id and x.deleted_at is null
      left join users n on n.username_key = r.username_key and n.deleted_at is null
      left join users e on e.email_key = r.email_key and e.deleted_at is null
      left join users u on u.id = coalesce(x.id, n.id, e.id)
      where r.plan_id = ${planId} and r.origin = 'file'
    ) as m
    where plan_rows.plan_id = ${planId} and plan_rows.number = m.number`.execute(db);
}

/** A removal file (M8) has nothing to compare: everybody found is looked at. */
export async function examineEveryMatch(db: Kysely<Schema>, planId: string): Promise<void> {
  await db.updateTable('plan_rows').set({ action: 'candidate' }).where('plan_id', '=', planId).where('action', '=', 'unchanged').execute();
}

/**
 * M9: two rows for one person, or two rows that claim one username, email or external id, conflict on both. Names that
 * belong to somebody already are compared through that person; here only free names need to be looked at.
 */
export async function markDuplicates(db: Kysely<Schema>, planId: string): Promise<void> {
  const twice = (column: RawBuilder<unknown>, free: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select ${column} from plan_rows
    where plan_id = ${planId} and origin = 'file' and set_aside = 0 and ${column} is not null and ${free}
    group by ${column} having count(*) > 1`;
  const mark = async (code: string, name: string, free: RawBuilder<unknown>): Promise<void> => {
    const column = sql.ref(name);
    const found = await sql<{ some: number }>`select 1 as some from (${twice(column, free)}) as twice limit 1`.execute(db);
    if (found.rows.length === 0) return;
    await sql`update plan_rows set conflict = coalesce(conflict, ${code}), action = case when action = 'invalid' then action else 'conflict' end
      where plan_id = ${planId} and origin = 'file' and set_aside = 0 and ${column} in (${twice(column, free)})`.execute(db);
  };
  await mark('same_person_twice', 'user_id', sql`conflict is null`);
  await mark('duplicate_in_file', 'username_key', sql`match_username is null`);
  await mark('duplicate_in_file', 'email_key', sql`match_email is null`);
  await mark('duplicate_in_file', 'external_id', sql`match_external is null`);
}

/** M13: whether a row of the file is wrong and was not set aside. */
export async function hasOpenProblems(db: Kysely<Schema>, planId: string): Promise<boolean> {
  const found = await db
    .selectFrom('plan_rows')
    .select('number')
    .where('plan_id', '=', planId)
    .where('origin', '=', 'file')
    .where('set_aside', '=', 0)
    .where('action', 'in', ['invalid', 'conflict'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
