import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../../kinds.ts';
import { columnsOf } from './columns.ts';

/** Plans, what was staged for them, and what was decided about them (import.md). */
export async function createPlanTables(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await createPlans(db, kind);
  await createPlanParts(db, kind);
  await createPlanRows(db, kind);
  for (const [name, on, columns] of indexes) {
    await db.schema.createIndex(name).on(on).columns(columns).execute();
  }
}

const indexes: [string, string, string[]][] = [
  ['plans_created', 'plans', ['created_at', 'id']],
  ['plan_rows_user', 'plan_rows', ['plan_id', 'user_id']],
  ['plan_rows_action', 'plan_rows', ['plan_id', 'action', 'number']],
  ['plan_rows_rank', 'plan_rows', ['plan_id', 'sort_rank', 'number']],
];

/** A plan: what it is, its seal, its state, and the job that runs on it. */
async function createPlans(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required, flag } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('plans')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('mode', text, required)
    .addColumn('state', text, required)
    .addColumn('title', text, required)
    .addColumn('search_text', text, required)
    .addColumn('bulk', text)
    .addColumn('selection', text)
    .addColumn('options', text)
    .addColumn('counts', text, required)
    .addColumn('brake', text)
    .addColumn('seats', text)
    .addColumn('hash', text)
    .addColumn('key_id', text)
    .addColumn('signature', text)
    // The header of the canonical form as it was signed (M15).
    .addColumn('sealed_header', text)
    .addColumn('created_at', text, required)
    .addColumn('created_by', text, required)
    .addColumn('created_by_name', text, required)
    .addColumn('computed_at', text)
    .addColumn('expires_at', text, required)
    .addColumn('applied_at', text)
    .addColumn('applied_by', text)
    .addColumn('applied_by_name', text)
    .addColumn('undoes', text)
    .addColumn('undone_by', text)
    .addColumn('failure', text)
    // A running job: what, by which server process, and when it was last alive. Never part of the state, so that a
    // killed process leaves the plan as it was (M16).
    .addColumn('job', text)
    .addColumn('job_owner', text)
    .addColumn('job_beat_at', text)
    .addColumn('job_cancelled', 'integer', flag(0))
    .addColumn('job_phase', text)
    .addColumn('job_done', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('job_total', 'integer')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
}

/** Files, approvals and passwords of plans. */
async function createPlanParts(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, big, required } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('plan_files')
    .addColumn('plan_id', text, (column) => column.notNull().references('plans.id').onDelete('cascade'))
    .addColumn('file', 'integer', required)
    .addColumn('name', text, required)
    .addColumn('sha256', text, required)
    .addColumn('size', big, required)
    .addColumn('columns', text, required)
    .addColumn('column_names', text, required)
    .addColumn('rows', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('plan_files_pk', ['plan_id', 'file'])
    .execute();

  await table('plan_approvals')
    .addColumn('plan_id', text, (column) => column.notNull().references('plans.id').onDelete('cascade'))
    .addColumn('user_id', text, required)
    .addColumn('user_name', text, required)
    .addColumn('hash', text, required)
    .addColumn('at', text, required)
    .addPrimaryKeyConstraint('plan_approvals_pk', ['plan_id', 'user_id'])
    .execute();

  // M10: hashes of passwords for people that a plan creates; apart from the plan, dropped when it ends.
  await table('plan_passwords')
    .addColumn('plan_id', text, (column) => column.notNull().references('plans.id').onDelete('cascade'))
    .addColumn('number', 'integer', required)
    .addColumn('password_hash', text, required)
    .addPrimaryKeyConstraint('plan_passwords_pk', ['plan_id', 'number'])
    .execute();
}

/** The stage: a row a person. */
async function createPlanRows(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required, flag } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('plan_rows')
    .addColumn('plan_id', text, required)
    .addColumn('number', 'integer', required)
    .addColumn('file', 'integer')
    .addColumn('line', 'integer')
    // `file`: brought by a file; `absent`: only on the server (M6); `selection`: a bulk action; `undo`: a row undone.
    .addColumn('origin', text, required)
    // Staged values, normalised; null = leave as is.
    .addColumn('username', text)
    .addColumn('username_key', text)
    .addColumn('email', text)
    .addColumn('email_key', text)
    .addColumn('platform_role', text)
    .addColumn('display_name', text)
    .addColumn('can_join_teams', 'integer')
    .addColumn('can_create_organizations', 'integer')
    .addColumn('can_create_workspaces', 'integer')
    .addColumn('can_create_private_workspaces', 'integer')
    .addColumn('can_invite_guests', 'integer')
    .addColumn('must_reset_password', 'integer')
    .addColumn('first_name', text)
    .addColumn('last_name', text)
    .addColumn('job_title', text)
    .addColumn('business_phone', text)
    .addColumn('mobile_phone', text)
    .addColumn('company', text)
    .addColumn('department', text)
    .addColumn('external_id', text)
    .addColumn('organizations', text)
    .addColumn('roles', text)
    .addColumn('has_password', 'integer', flag(0))
    .addColumn('staged_issues', text)
    .addColumn('set_aside', 'integer', flag(0))
    // Filled in by the computation. Who has the row's external id, username and email (M9).
    .addColumn('match_external', text)
    .addColumn('match_username', text)
    .addColumn('match_email', text)
    .addColumn('conflict', text)
    .addColumn('user_id', text)
    .addColumn('user_version', 'integer')
    .addColumn('action', text)
    .addColumn('label', text)
    .addColumn('changes', text)
    .addColumn('issues', text)
    .addColumn('dangerous', 'integer', flag(0))
    // M14: loses access, a licence, a role or a membership.
    .addColumn('loses', 'integer', flag(0))
    // L5: +1 takes a licence, -1 gives one back.
    .addColumn('seat_delta', 'integer', flag(0))
    .addColumn('sort_rank', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('search_text', text)
    .addColumn('last_active_at', text)
    .addColumn('applied_version', 'integer')
    .addPrimaryKeyConstraint('plan_rows_pk', ['plan_id', 'number'])
    .execute();
}
