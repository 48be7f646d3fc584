import { sql, type Kysely } from 'kysely';
import type { DatabaseKind } from '../kinds.ts';
import { createSearchIndex } from '../text-search.ts';
import { columnsOf } from './foundation/columns.ts';
import { createPlanTables } from './foundation/plans.ts';

/**
 * The first schema. Truth values are integers 0 and 1, times are text in UTC (ISO 8601), JSON is text: the same
 * on both databases. Text compares by bytes everywhere (COLLATE "C" on PostgreSQL), so that both sort alike.
 */
export async function up(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await createInstallationTables(db, kind);
  await createUsers(db, kind);
  await createBelongings(db, kind);
  await createCredentials(db, kind);
  await createAuditTables(db, kind);
  await createPlanTables(db, kind);
  for (const [name, on, columns] of indexes) {
    await db.schema.createIndex(name).on(on).columns(columns).execute();
  }
  // Tombstones only: an index over everybody would tempt SQLite to find the living by it, and sort them all.
  await db.schema.createIndex('users_deleted_at').on('users').column('deleted_at').where(sql.ref('deleted_at'), 'is not', null).execute();
}

const indexes: [string, string, string[]][] = [
  ['users_sort_name', 'users', ['sort_name', 'id']],
  ['users_platform_role', 'users', ['platform_role', 'sort_name', 'id']],
  ['users_created_at', 'users', ['created_at', 'id']],
  ['users_last_active_at', 'users', ['last_active_at', 'id', 'deleted_at']],
  ['users_company', 'users', ['company', 'sort_name', 'id', 'deleted_at']],
  ['users_department', 'users', ['department', 'sort_name', 'id', 'deleted_at']],
  ['users_identity_source', 'users', ['identity_source', 'id']],
  ['users_mfa_enabled', 'users', ['mfa_enabled', 'id']],
  ['users_role_rank', 'users', ['role_rank', 'id']],
  ['users_licensed', 'users', ['licensed', 'id']],
  ['users_organization_count', 'users', ['organization_count', 'id']],
  ['users_sort_job_title', 'users', ['sort_job_title', 'id']],
  ['users_sort_company', 'users', ['sort_company', 'id']],
  ['users_sort_department', 'users', ['sort_department', 'id']],
  ['user_roles_role', 'user_roles', ['role_key', 'user_id']],
  ['organizations_name', 'organizations', ['name_key', 'id']],
  ['organization_members_organization', 'organization_members', ['organization_id', 'user_id']],
  ['tokens_user', 'tokens', ['user_id']],
  ['one_time_links_user', 'one_time_links', ['user_id']],
  ['idempotency_keys_created', 'idempotency_keys', ['created_at']],
  ['audit_entries_record', 'audit_entries', ['table_name', 'record_id', 'sequence']],
  ['audit_entries_at', 'audit_entries', ['at']],
  ['audit_entries_reference', 'audit_entries', ['source_reference']],
];

/** Settings and keys of the installation. */
async function createInstallationTables(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required, flag } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('installation')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', text, required)
    .addColumn('deployment', text, required)
    .addColumn('licence_capacity', 'integer')
    .addColumn('admin_level_enabled', 'integer', flag(1))
    .addColumn('brake_percent', 'double precision', (column) => column.notNull().defaultTo(5))
    .addColumn('brake_floor', 'integer', (column) => column.notNull().defaultTo(10))
    .addColumn('brake_maximum', 'integer', (column) => column.notNull().defaultTo(500))
    .addColumn('second_approval', 'integer', flag(0))
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();

  await table('signing_keys')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('public_key', text, required)
    .addColumn('private_key', text, required)
    .addColumn('created_at', text, required)
    .addColumn('retired_at', text)
    .execute();
}

/** People (U1). */
async function createUsers(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required, flag } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('users')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('username', text, required)
    .addColumn('username_key', text, (column) => column.notNull().unique())
    .addColumn('email', text, required)
    .addColumn('email_key', text, (column) => column.notNull().unique())
    .addColumn('display_name', text, required)
    .addColumn('first_name', text)
    .addColumn('last_name', text)
    .addColumn('job_title', text)
    .addColumn('business_phone', text)
    .addColumn('mobile_phone', text)
    .addColumn('company', text)
    .addColumn('department', text)
    .addColumn('external_id', text, (column) => column.unique())
    .addColumn('locale', text, required)
    .addColumn('platform_role', text, required)
    // What a deactivated person comes back as (U9).
    .addColumn('former_role', text)
    // Who deactivated: a person's decision is never undone by an automatic sync (U9).
    .addColumn('deactivated_by', text)
    .addColumn('kind', text, required)
    .addColumn('identity_source', text, required)
    .addColumn('created_source', text, required)
    .addColumn('mfa_enabled', 'integer', flag(0))
    .addColumn('can_join_teams', 'integer', flag(1))
    .addColumn('can_create_organizations', 'integer', flag(0))
    .addColumn('can_create_workspaces', 'integer', flag(1))
    .addColumn('can_create_private_workspaces', 'integer', flag(1))
    .addColumn('can_invite_guests', 'integer', flag(0))
    .addColumn('must_reset_password', 'integer', flag(0))
    .addColumn('non_counting', 'integer', flag(0))
    .addColumn('protected', 'integer', flag(0))
    .addColumn('password_hash', text)
    .addColumn('last_active_at', text)
    .addColumn('created_at', text, required)
    .addColumn('updated_at', text, required)
    .addColumn('deleted_at', text)
    // U10: JSON of the username, email and external id that the tombstone freed.
    .addColumn('deleted_identity', text)
    // Folded text for search and for sorting by name: computed in shared/text.ts.
    .addColumn('search_text', text, required)
    .addColumn('sort_name', text, required)
    .addColumn('sort_job_title', text, required)
    .addColumn('sort_company', text, required)
    .addColumn('sort_department', text, required)
    // How many organizations the person belongs to; written together with the memberships.
    .addColumn('organization_count', 'integer', (column) => column.notNull().defaultTo(0))
    // U3: 0 for the weakest role, for sorting.
    .addColumn('role_rank', 'integer', required)
    // L1: whether this person takes a licence; plain columns, because SQLite does not count by an index on a computed one.
    .addColumn('licensed', 'integer', required)
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await createSearchIndex(db, kind, 'users');
}

/** Roles, organizations and memberships. */
async function createBelongings(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('user_roles')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role_key', text, required)
    .addColumn('granted_by', text)
    .addColumn('granted_at', text, required)
    .addPrimaryKeyConstraint('user_roles_pk', ['user_id', 'role_key'])
    .execute();

  await table('organizations')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('slug', text, required)
    .addColumn('slug_key', text, (column) => column.notNull().unique())
    .addColumn('name', text, required)
    .addColumn('name_key', text, required)
    .addColumn('search_text', text, required)
    .addColumn('description', text, (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', text, required)
    .addColumn('updated_at', text, required)
    .addColumn('deleted_at', text)
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await createSearchIndex(db, kind, 'organizations');

  await table('organization_members')
    .addColumn('organization_id', text, (column) => column.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role', text, required)
    .addColumn('added_at', text, required)
    .addPrimaryKeyConstraint('organization_members_pk', ['user_id', 'organization_id'])
    .execute();
}

/** Tokens, one-time links and answers to repeated requests. */
async function createCredentials(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, required } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('tokens')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    // `local` is the session of the embedded server's own console (X6); `api` is made by a person (X5).
    .addColumn('kind', text, required)
    .addColumn('name', text, required)
    .addColumn('secret_hash', text, (column) => column.notNull().unique())
    .addColumn('scope', text)
    .addColumn('created_at', text, required)
    .addColumn('expires_at', text, required)
    .addColumn('last_used_at', text)
    .addColumn('ended_at', text)
    .execute();

  await table('one_time_links')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('purpose', text, required)
    .addColumn('user_id', text, (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('secret_hash', text, (column) => column.notNull().unique())
    .addColumn('created_at', text, required)
    .addColumn('expires_at', text, required)
    .addColumn('used_at', text)
    .execute();

  await table('idempotency_keys')
    .addColumn('owner', text, required)
    .addColumn('key', text, required)
    .addColumn('operation', text, required)
    .addColumn('body_hash', text, required)
    .addColumn('status', 'integer')
    .addColumn('answer', text)
    .addColumn('created_at', text, required)
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['owner', 'key'])
    .execute();
}

/** The audit log and its checkpoints (A2, A4). */
async function createAuditTables(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, big, required } = columnsOf(kind);
  const table = (name: string) => db.schema.createTable(name);
  await table('audit_entries')
    .addColumn('sequence', big, (column) => column.primaryKey())
    .addColumn('at', text, required)
    .addColumn('actor_id', text)
    .addColumn('actor_name', text, required)
    .addColumn('actor_email', text, required)
    .addColumn('on_behalf_id', text)
    .addColumn('on_behalf_name', text)
    .addColumn('source', text, required)
    .addColumn('source_reference', text)
    .addColumn('table_name', text, required)
    .addColumn('record_id', text, required)
    .addColumn('record_label', text, required)
    .addColumn('action', text, required)
    .addColumn('before', text)
    .addColumn('after', text)
    .addColumn('changed_fields', text, required)
    .addColumn('request_id', text)
    .addColumn('client_name', text)
    .addColumn('client_version', text)
    .addColumn('client_address', text)
    // A4: personal values enter the chain as salted commitments, so that they can be erased later.
    .addColumn('salt', text)
    .addColumn('commitments', text, required)
    .addColumn('previous_hash', text, required)
    .addColumn('hash', text, required)
    .execute();

  await table('audit_checkpoints')
    .addColumn('sequence', big, (column) => column.primaryKey())
    .addColumn('hash', text, required)
    .addColumn('at', text, required)
    .addColumn('count', big, required)
    .addColumn('reason', text, required)
    .addColumn('key_id', text, required)
    .addColumn('signature', text, required)
    .execute();
}
