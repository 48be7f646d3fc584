import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';

export type LatestChange = { by: string; at: string; fields: string[] };

/** Who last changed each of these records, and when, leaving out what a given source reference did. */
export async function latestChanges(db: Kysely<Schema>, table: string, recordIds: readonly string[], except: string): Promise<Map<string, LatestChange>> {
  if (recordIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('audit_entries')
    .select(['record_id', 'actor_name', 'at', 'changed_fields'])
    .where('table_name', '=', table)
    .where('record_id', 'in', recordIds)
    .where((build) => build.or([build('source_reference', 'is', null), build('source_reference', '<>', except)]))
    .orderBy('sequence')
    .execute();
  return new Map(rows.map((row) => [row.record_id, { by: row.actor_name, at: row.at, fields: JSON.parse(row.changed_fields) as string[] }]));
}
