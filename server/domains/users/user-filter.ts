import { type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql, type Expression } from 'kysely';
import { licensedRoles } from '#shared/roles.ts';
import type { UserFilter } from '#shared/schemas/users.ts';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseKind } from '../../db/kinds.ts';
import type { Schema } from '../../db/schema.ts';
import { matchesSearch } from '../../db/text-search.ts';

type Builder = ExpressionBuilder<Schema, 'users'>;
type Condition = Expression<SqlBool>;

const day = 24 * 60 * 60_000;

/** U10: how long a deleted person can be seen and restored, in milliseconds. */
export const restorableFor = 30 * day;

/**
 * U13: the conditions of a filter, all of them inside the query, so that a list, its count, an export and a bulk
 * action speak of the same people. Needs the table `users` under its own name.
 *
 * @param now cuts the days of `activity` and of the tombstones.
 */
export function filterUsers<Row>(query: SelectQueryBuilder<Schema, 'users', Row>, kind: DatabaseKind, filter: UserFilter, now: Date): SelectQueryBuilder<Schema, 'users', Row> {
  return query.where((builder) =>
    builder.and([
      ...presence(builder, filter, now),
      ...search(builder, kind, filter),
      ...roles(builder, filter),
      ...values(builder, filter),
      ...activity(builder, filter, now),
      ...licence(builder, kind, filter),
      ...created(builder, filter),
    ]),
  );
}

function presence(builder: Builder, { deleted }: UserFilter, now: Date): Condition[] {
  if (!deleted) return [builder('users.deleted_at', 'is', null)];
  const since = new Date(now.getTime() - restorableFor).toISOString();
  // Found first and sorted then: tombstones are few, and SQLite would else walk through everybody in order to find them.
  const tombstones = builder.selectFrom('users as tombstones').select('tombstones.id').where('tombstones.deleted_at', '>', since);
  return [builder('users.id', 'in', tombstones)];
}

const fragmentOf = ({ q }: Pick<UserFilter, 'q'>): string => foldSearch(q ?? '').trim();

/** Whether there is nothing to search for, or enough for an index of three letters at a time. */
export function isIndexedSearch(filter: Pick<UserFilter, 'q'>): boolean {
  const letters = [...fragmentOf(filter)].length;
  return letters === 0 || letters >= 3;
}

/** The person's own fields and id, and the names of organizations they belong to; any of them contains the fragment. */
function search(builder: Builder, kind: DatabaseKind, filter: UserFilter): Condition[] {
  const fragment = fragmentOf(filter);
  if (fragment === '') return [];
  // Search texts keep one field a line: a fragment that spans lines is in no field.
  if (/[\r\n]/.test(fragment)) return [sql<SqlBool>`1 = 0`];
  const ofOrganizations = builder
    .selectFrom('organizations')
    .innerJoin('organization_members', 'organization_members.organization_id', 'organizations.id')
    .select('organization_members.user_id')
    .where('organizations.deleted_at', 'is', null)
    .where(matchesSearch(kind, 'organizations', fragment));
  return [builder.or([matchesSearch(kind, 'users', fragment), builder('users.id', 'in', ofOrganizations)])];
}

function roles(builder: Builder, filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  // U5: a contact has no platform role that anyone would look for.
  if (filter.platformRole?.length) conditions.push(builder('users.platform_role', 'in', filter.platformRole), builder('users.kind', '=', 'person'));
  if (filter.role?.length) {
    const wanted = filter.role;
    conditions.push(builder.exists((inner) => inner.selectFrom('user_roles').select('user_roles.user_id').whereRef('user_roles.user_id', '=', 'users.id').where('user_roles.role_key', 'in', wanted)));
  }
  if (filter.organization?.length) {
    const wanted = filter.organization;
    conditions.push(builder.exists((inner) => inner.selectFrom('organization_members').select('organization_members.user_id').whereRef('organization_members.user_id', '=', 'users.id').where('organization_members.organization_id', 'in', wanted)));
  }
  return conditions;
}

function values(builder: Builder, filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.company?.length) conditions.push(builder('users.company', 'in', filter.company));
  if (filter.department?.length) conditions.push(builder('users.department', 'in', filter.department));
  if (filter.identitySource?.length) conditions.push(builder('users.identity_source', 'in', filter.identitySource));
  if (filter.kind) conditions.push(builder('users.kind', '=', filter.kind));
  if (filter.mfa !== undefined) conditions.push(builder('users.mfa_enabled', '=', filter.mfa ? 1 : 0));
  return conditions;
}

/** `active`: within the last days; `inactive`: once, but not within them; `never`: has not signed in yet. */
function activity(builder: Builder, filter: UserFilter, now: Date): Condition[] {
  const since = new Date(now.getTime() - filter.activityDays * day).toISOString();
  switch (filter.activity) {
    case undefined:
      return [];
    case 'active':
      return [builder('users.last_active_at', '>=', since)];
    case 'inactive':
      return [builder('users.last_active_at', '<', since)];
    case 'never':
      return [builder('users.last_active_at', 'is', null)];
  }
}

/** L1: `licensed` takes a licence; `free` is free access; `none` is everybody else: deactivated, contacts, not counted. */
function licence(builder: Builder, kind: DatabaseKind, filter: UserFilter): Condition[] {
  const free: Condition[] = [builder('users.platform_role', '=', 'unlicensed'), builder('users.kind', '=', 'person')];
  switch (filter.licence) {
    case undefined:
      return [];
    case 'licensed':
      // Most people: SQLite, which keeps no statistics, would else find them all and then sort them.
      return [kind === 'sqlite' ? sql<SqlBool>`likely(users.licensed = 1)` : builder('users.licensed', '=', 1)];
    case 'free':
      return free;
    case 'none':
      return [builder('users.licensed', '=', 0), builder.or([builder('users.platform_role', 'in', ['deactivated', ...licensedRoles]), builder('users.kind', '=', 'contact')])];
  }
}

/** Both ends belong to it. The same moment can be written with three or six decimals; stored ones have three. */
function created(builder: Builder, filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.createdFrom) conditions.push(builder('users.created_at', '>=', new Date(filter.createdFrom).toISOString()));
  if (filter.createdTo) conditions.push(builder('users.created_at', '<=', new Date(filter.createdTo).toISOString()));
  return conditions;
}
