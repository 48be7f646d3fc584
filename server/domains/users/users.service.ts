import type { Kysely } from 'kysely';
import type { ParsedInputOf, OutputOf } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { resources, type Grants } from '#shared/permissions.ts';
import { effectiveGrants, isLicensedRole, platformRoleGrants, roleOf } from '#shared/roles.ts';
import type { User } from '#shared/schemas/users.ts';
import { fromCursor, toCursor } from '../../cursor.ts';
import { countUpTo, readKeysetPage, type KeysetPosition } from '../../db/keyset.ts';
import type { Schema } from '../../db/schema.ts';
import type { Foundation } from '../../foundation.ts';
import { exportPortion, snapshotPages } from '../../snapshot-pages.ts';
import { filterUsers, isIndexedSearch, restorableFor } from './user-filter.ts';
import { findUser, frequentValues, selectPeople, sortOf, toUsers } from './user-rows.store.ts';

/** api.md: totals are exact up to here. */
const countedExactly = 10_000;

/** Reading people: lists, one person, exports. Writing them is in user-changes.service.ts. */
export type Users = {
  list(input: ParsedInputOf<'users.list'>): Promise<OutputOf<'users.list'>>;
  values(input: ParsedInputOf<'users.values'>): Promise<OutputOf<'users.values'>>;
  /** @throws AppError `not_found`, also for someone deleted more than 30 days ago (U10). */
  get(id: string): Promise<User>;
  permissions(id: string): Promise<OutputOf<'users.permissions'>>;
  /** Everybody that the filter finds, in the order of the list, out of one snapshot. */
  export(input: ParsedInputOf<'users.export'>): AsyncIterable<User>;
};

export function createUsers({ database, clock }: Foundation): Users {
  const { db, heavy, kind } = database;
  const get = async (id: string): Promise<User> => {
    const user = await findUser(db, kind, id);
    if (!user || isGone(user, clock())) throw new AppError('not_found', 'There is no such user.');
    return user;
  };
  return {
    list: async (input) => {
      const now = clock();
      // A search that no index helps looks at everybody: off the event loop.
      const reader = isIndexedSearch(input) ? db : heavy;
      const query = filterUsers(selectPeople(reader), kind, input, now);
      const { items, next } = await readKeysetPage(query, { sort: sortOf(input.sort), id: 'users.id', limit: input.limit, after: fromCursor(input.cursor) });
      const total = await countUpTo(reader, filterUsers(reader.selectFrom('users').select('users.id'), kind, input, now), countedExactly);
      return { items: await toUsers(reader, kind, items), nextCursor: toCursor(next), total };
    },
    // Groups everybody: off the event loop.
    values: async ({ field, q }) => ({ items: await frequentValues(heavy, kind, field, q ?? '') }),
    get,
    permissions: async (id) => {
      const { platformRole, roles } = await get(id);
      return { platformRole, roles, resources: explainGrants(platformRole, roles) };
    },
    export: (input) => {
      const now = clock();
      const readPage = async (snapshot: Kysely<Schema>, after: KeysetPosition | undefined) => {
        const query = filterUsers(selectPeople(snapshot), kind, input, now);
        const { items, next } = await readKeysetPage(query, { sort: sortOf(input.sort), id: 'users.id', limit: exportPortion, after });
        return { items: await toUsers(snapshot, kind, items), next };
      };
      return snapshotPages(database, readPage);
    },
  };
}

/** U10: a tombstone can be seen for 30 days. */
const isGone = ({ deletedAt }: User, now: Date): boolean => deletedAt !== null && Date.parse(deletedAt) <= now.getTime() - restorableFor;

/** R11: for every resource of the catalogue the level that holds, and all grants that give something on it. */
export function explainGrants(platformRole: User['platformRole'], roles: readonly string[]): OutputOf<'users.permissions'>['resources'] {
  const effective = effectiveGrants(platformRole, roles);
  const sources: { kind: 'platformRole' | 'role'; key: string; grants: Grants }[] = isLicensedRole(platformRole)
    ? [{ kind: 'platformRole', key: platformRole, grants: platformRoleGrants[platformRole] }, ...roles.map((key) => ({ kind: 'role' as const, key, grants: roleOf(key)?.grants ?? {} }))]
    : [];
  return resources.map((resource) => ({
    resource,
    level: effective[resource] ?? 'none',
    from: sources.flatMap(({ kind, key, grants }) => {
      const level = grants[resource];
      return level === undefined || level === 'none' ? [] : [{ kind, key, level }];
    }),
  }));
}
