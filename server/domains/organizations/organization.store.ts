import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import type { organization } from '#shared/schemas/server.ts';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseKind } from '../../db/kinds.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { OrganizationRecord, Schema } from '../../db/schema.ts';
import { matchesSearch } from '../../db/text-search.ts';

export type Organization = z.output<typeof organization>;

const shownColumns = ['organizations.id', 'organizations.slug', 'organizations.name', 'organizations.description', 'organizations.created_at'] as const;

/** Living organizations whose name or slug contains `q`. */
export function selectOrganizations(db: Kysely<Schema>, kind: DatabaseKind, q: string) {
  const living = db.selectFrom('organizations').select(shownColumns).where('organizations.deleted_at', 'is', null);
  const fragment = foldSearch(q).trim();
  return fragment === '' ? living : living.where(matchesSearch(kind, 'organizations', fragment));
}

type Row = Pick<Selectable<OrganizationRecord>, 'id' | 'slug' | 'name' | 'description' | 'created_at'>;

/** The rows as the console sees them; living members are counted in one statement for all of them. */
export async function toOrganizations(db: Kysely<Schema>, kind: DatabaseKind, rows: readonly Row[]): Promise<Organization[]> {
  if (rows.length === 0) return [];
  const counted = await db
    .selectFrom(rowsFromJson(kind, 'wanted', { id: 'text' }, rows.map(({ id }) => ({ id }))))
    .innerJoin('organization_members', 'organization_members.organization_id', 'wanted.id')
    .innerJoin('users', 'users.id', 'organization_members.user_id')
    .select((builder) => ['organization_members.organization_id', builder.fn.countAll<number>().as('members')])
    .where('users.deleted_at', 'is', null)
    .groupBy('organization_members.organization_id')
    .execute();
  const members = new Map(counted.map((row) => [row.organization_id, Number(row.members)]));
  return rows.map(({ id, slug, name, description, created_at }) => ({ id, slug, name, description, members: members.get(id) ?? 0, createdAt: created_at }));
}
