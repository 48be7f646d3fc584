import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../../db/kinds.ts';
import { compiledOnce } from '../../db/compiled-once.ts';
import { rowsFromJson, rowsFromText } from '../../db/rows-from-json.ts';
import type { Schema } from '../../db/schema.ts';
import { stateColumns, toState } from './user-columns.ts';
import type { Membership, StoredUser } from './user-state.ts';

/** People asked for in one statement. */
const portion = 5_000;

/**
 * The people with these ids, deleted ones too, in the order of the ids; unknown ids are left out.
 * Three statements for every 5,000 people.
 */
export async function loadUsers(db: Kysely<Schema>, kind: DatabaseKind, ids: readonly string[]): Promise<StoredUser[]> {
  const found: StoredUser[] = [];
  for (let start = 0; start < ids.length; start += portion) found.push(...(await loadPortion(db, kind, ids.slice(start, start + portion))));
  return found;
}

async function loadPortion(db: Kysely<Schema>, kind: DatabaseKind, ids: readonly string[]): Promise<StoredUser[]> {
  const wanted = () => rowsFromJson(kind, 'wanted', { id: 'text' }, ids.map((id) => ({ id })));
  const rows = await db
    .selectFrom(wanted())
    .innerJoin('users', 'users.id', 'wanted.id')
    .select(['users.id', 'users.version', 'users.last_active_at', 'users.password_hash'])
    .select(stateColumns.map((column) => `users.${column}` as const))
    .execute();
  const roles = await rolesOf(db, kind, ids);
  const memberships = await membershipsOf(db, kind, ids);
  const byId = new Map(
    rows.map((row): [string, StoredUser] => [
      row.id,
      { id: row.id, version: row.version, lastActiveAt: row.last_active_at, hasPassword: row.password_hash !== null, state: toState(row, roles.get(row.id) ?? [], memberships.get(row.id) ?? []) },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The keys of each person's platform roles, sorted. */
export async function rolesOf(db: Kysely<Schema>, kind: DatabaseKind, ids: readonly string[]): Promise<Map<string, string[]>> {
  return groupByUser(await findRoles(db, kind, idsText(ids)), (row) => row.role_key);
}

/** Ids as the one parameter of a statement that joins with `wanted`. */
export const idsText = (ids: readonly string[]): string => JSON.stringify(ids.map((id) => [id]));
export const wantedIds = (kind: DatabaseKind, ids: string) => rowsFromText(kind, 'wanted', { id: 'text' }, ids);

const findRoles = compiledOnce((db, kind, ids) =>
  db
    .selectFrom(wantedIds(kind, ids))
    .innerJoin('user_roles', 'user_roles.user_id', 'wanted.id')
    .select(['user_id', 'role_key'])
    .orderBy('user_id')
    .orderBy('role_key'));

async function membershipsOf(db: Kysely<Schema>, kind: DatabaseKind, ids: readonly string[]): Promise<Map<string, Membership[]>> {
  const rows = await db
    .selectFrom(rowsFromJson(kind, 'wanted', { id: 'text' }, ids.map((id) => ({ id }))))
    .innerJoin('organization_members', 'organization_members.user_id', 'wanted.id')
    .select(['user_id', 'organization_id', 'role'])
    .orderBy('user_id')
    .orderBy('organization_id')
    .execute();
  return groupByUser(rows, (row) => ({ organizationId: row.organization_id, role: row.role }));
}

export function groupByUser<Row extends { user_id: string }, Item>(rows: readonly Row[], itemOf: (row: Row) => Item): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const row of rows) {
    const group = groups.get(row.user_id);
    if (group) group.push(itemOf(row));
    else groups.set(row.user_id, [itemOf(row)]);
  }
  return groups;
}
