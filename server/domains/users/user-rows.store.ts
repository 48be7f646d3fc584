import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { User, userSorts } from '#shared/schemas/users.ts';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseKind } from '../../db/kinds.ts';
import type { SortColumn } from '../../db/keyset.ts';
import { compiledOnce } from '../../db/compiled-once.ts';
import type { Schema } from '../../db/schema.ts';
import { stateColumns, toState } from './user-columns.ts';
import { groupByUser, idsText, rolesOf, wantedIds } from './user.store.ts';

/** U1: the columns of a person as the console sees one. */
const shownColumns = [...stateColumns, 'id', 'mfa_enabled', 'licensed', 'last_active_at', 'created_at', 'version'] as const;

export const selectPeople = (db: Kysely<Schema>) =>
  db
    .selectFrom('users')
    .select(shownColumns.map((column) => `users.${column}` as const))
    // The hash itself does not leave the database for this (U12).
    .select(sql<number>`case when users.password_hash is null then 0 else 1 end`.as('has_password'));

type PersonRow = Awaited<ReturnType<ReturnType<typeof selectPeople>['executeTakeFirstOrThrow']>>;

type Sort = (typeof userSorts)[number];

/** U14: every shown column can be sorted by; all of them have an index with the id. */
const sortColumns: Record<Sort, { column: `users.${string}`; nullable?: true }> = {
  name: { column: 'users.sort_name' },
  username: { column: 'users.username_key' },
  email: { column: 'users.email_key' },
  platformRole: { column: 'users.role_rank' },
  jobTitle: { column: 'users.sort_job_title' },
  company: { column: 'users.sort_company' },
  department: { column: 'users.sort_department' },
  identitySource: { column: 'users.identity_source' },
  mfaEnabled: { column: 'users.mfa_enabled' },
  lastActiveAt: { column: 'users.last_active_at', nullable: true },
  createdAt: { column: 'users.created_at' },
  organizations: { column: 'users.organization_count' },
  licensed: { column: 'users.licensed' },
};

/** The order that a sort such as `-lastActiveAt` stands for. */
export function sortOf(sort: Sort | `-${Sort}`): SortColumn[] {
  const name = (sort.startsWith('-') ? sort.slice(1) : sort) as Sort;
  const { column, nullable = false } = sortColumns[name];
  return [{ name, column, direction: sort.startsWith('-') ? 'desc' : 'asc', nullable }];
}

/** People as the console sees them: their roles and organizations in one further statement each, however many they are. */
export async function toUsers(db: Kysely<Schema>, kind: DatabaseKind, rows: readonly PersonRow[]): Promise<User[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const roles = await rolesOf(db, kind, ids);
  const organizations = await organizationsOf(db, kind, ids);
  return rows.map((row) => toUser(row, roles.get(row.id) ?? [], organizations.get(row.id) ?? []));
}

function toUser(row: PersonRow, roles: string[], organizations: User['organizations']): User {
  const { formerRole: _former, deactivatedBy: _by, ...shown } = toState(row, roles, []);
  return {
    ...shown,
    id: row.id,
    mfaEnabled: row.mfa_enabled === 1,
    licensed: row.licensed === 1,
    roles,
    organizations,
    hasPassword: row.has_password === 1,
    lastActiveAt: row.last_active_at,
    createdAt: row.created_at,
    version: row.version,
  };
}

async function organizationsOf(db: Kysely<Schema>, kind: DatabaseKind, ids: readonly string[]): Promise<Map<string, User['organizations']>> {
  return groupByUser(await findOrganizations(db, kind, idsText(ids)), ({ id, slug, name, role }) => ({ id, slug, name, role }));
}

const findOrganizations = compiledOnce((db, kind, ids) =>
  db
    .selectFrom(wantedIds(kind, ids))
    .innerJoin('organization_members', 'organization_members.user_id', 'wanted.id')
    .innerJoin('organizations', 'organizations.id', 'organization_members.organization_id')
    .select(['organization_members.user_id', 'organization_members.role', 'organizations.id', 'organizations.slug', 'organizations.name'])
    .where('organizations.deleted_at', 'is', null)
    .orderBy('organization_members.user_id')
    .orderBy('organizations.name_key'));

/** One person as the console sees them, deleted ones too; undefined when there is none. */
export async function findUser(db: Kysely<Schema>, kind: DatabaseKind, id: string): Promise<User | undefined> {
  return (await toUsers(db, kind, await findPerson(db, kind, id)))[0];
}

const findPerson = compiledOnce((db, _kind, id) => selectPeople(db).where('users.id', '=', id));

const valueColumns = { company: 'company', department: 'department', identitySource: 'identity_source' } as const;
const mostValues = 100;

/** The values of a column among living people, most frequent first; `q` is searched in them as U13 searches. */
export async function frequentValues(db: Kysely<Schema>, kind: DatabaseKind, field: keyof typeof valueColumns, q: string): Promise<{ value: string; people: number }[]> {
  const column = valueColumns[field];
  const found = db
    .selectFrom('users')
    .select((builder) => [builder.ref(`users.${column}`).as('value'), builder.fn.countAll<number>().as('people')])
    .where('users.deleted_at', 'is', null)
    .where(`users.${column}`, 'is not', null)
    .groupBy(`users.${column}`)
    .orderBy('people', 'desc')
    .orderBy('value');
  const fragment = foldSearch(q).trim();
  const rows = await (fragment === '' ? found : containing(found, kind, column, fragment)).limit(mostValues).execute();
  return rows.map(({ value, people }) => ({ value: value ?? '', people: Number(people) }));
}

function containing<Row>(query: SelectQueryBuilder<Schema, 'users', Row>, kind: DatabaseKind, column: (typeof valueColumns)[keyof typeof valueColumns], fragment: string) {
  // Sources are ids of providers, written in lower case without accents; the others have a folded twin.
  const folded = sql.ref(column === 'identity_source' ? 'users.identity_source' : `users.sort_${column}`);
  return query.where(kind === 'sqlite' ? sql<boolean>`instr(${folded}, ${fragment}) > 0` : sql<boolean>`strpos(${folded}, ${fragment}) > 0`);
}
