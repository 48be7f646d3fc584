import { sql, type Kysely } from 'kysely';
import type { DatabaseKind } from '../kinds.ts';
import { columnsOf } from './foundation/columns.ts';

/** Folded text in which a sigma at the end of a word was a letter of its own; keys are unique. */
const sigmas = [
  { table: 'users', keys: ['username_key', 'email_key'], texts: ['search_text', 'sort_name'] },
  { table: 'organizations', keys: ['slug_key'], texts: ['name_key', 'search_text'] },
] as const;

/** Filters whose people are counted from the index alone, because it holds whatever else is asked. */
const countable = [
  ['users_platform_role', ['platform_role', 'sort_name', 'id', 'deleted_at', 'kind']],
  ['users_company', ['company', 'sort_name', 'id', 'deleted_at', 'department']],
  ['users_department', ['department', 'sort_name', 'id', 'deleted_at', 'company']],
  ['users_licensed', ['licensed', 'id', 'deleted_at']],
  ['users_identity_source', ['identity_source', 'id', 'deleted_at']],
  ['users_mfa_enabled', ['mfa_enabled', 'id', 'deleted_at']],
] as const;

/** Rows of a plan are matched as they are staged, those that change nobody stay out of the way, and lists are counted from indexes. */
export async function up(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { big, flag } = columnsOf(kind);
  // Up to which audit entry the matches hold. -1: of plans made before, nothing is known; they are matched anew.
  await db.schema.alterTable('plans').addColumn('matched_sequence', big, (column) => column.notNull().defaultTo(-1)).execute();
  // 1 as long as rows are only staged: nothing was compared, corrected or set aside.
  await db.schema.alterTable('plans').addColumn('pristine', 'integer', flag(0)).execute();
  await db.schema.dropIndex('plan_rows_action').execute();
  await sql`create index plan_rows_open on plan_rows (plan_id, number) where action <> 'unchanged'`.execute(db);
  for (const [name, columns] of countable) {
    await db.schema.dropIndex(name).execute();
    await db.schema.createIndex(name).on('users').columns([...columns]).execute();
  }
  for (const { table, keys, texts } of sigmas) {
    for (const column of keys) await foldSigma(db, table, column, sql` and not exists (select 1 from ${sql.table(table)} other where other.${sql.ref(column)} = replace(${sql.ref(`${table}.${column}`)}, 'ς', 'σ'))`);
    for (const column of texts) await foldSigma(db, table, column, sql``);
  }
}

async function foldSigma(db: Kysely<unknown>, table: string, column: string, unlessTaken: ReturnType<typeof sql>): Promise<void> {
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = replace(${sql.ref(column)}, 'ς', 'σ') where ${sql.ref(column)} like '%ς%'${unlessTaken}`.execute(db);
}
