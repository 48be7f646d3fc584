import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts';
import { fromCursor, toCursor } from '../../cursor.ts';
import { countUpTo, readKeysetPage, type SortColumn } from '../../db/keyset.ts';
import type { Foundation } from '../../foundation.ts';
import { exportPortion, snapshotPages } from '../../snapshot-pages.ts';
import { selectOrganizations, toOrganizations, type Organization } from './organization.store.ts';

export type Organizations = {
  /** By name. */
  list(input: ParsedInputOf<'organizations.list'>): Promise<OutputOf<'organizations.list'>>;
  export(input: ParsedInputOf<'organizations.export'>): AsyncIterable<Organization>;
};

const byName: SortColumn[] = [{ name: 'name', column: 'organizations.name_key', direction: 'asc', nullable: false }];
const countedExactly = 10_000;

export function createOrganizations({ database }: Foundation): Organizations {
  const { db, kind } = database;
  return {
    list: async ({ q = '', limit, cursor }) => {
      const query = selectOrganizations(db, kind, q);
      const { items, next } = await readKeysetPage(query, { sort: byName, id: 'organizations.id', limit, after: fromCursor(cursor) });
      return { items: await toOrganizations(db, kind, items), nextCursor: toCursor(next), total: await countUpTo(db, query, countedExactly) };
    },
    export: ({ q = '' }) =>
      snapshotPages(database, async (snapshot, after) => {
        const { items, next } = await readKeysetPage(selectOrganizations(snapshot, kind, q), { sort: byName, id: 'organizations.id', limit: exportPortion, after });
        return { items: await toOrganizations(snapshot, kind, items), next };
      }),
  };
}
