import type { Kysely, Selectable } from 'kysely';
import type { AuditEntry } from '#shared/schemas/server.ts';
import type { DatabaseKind } from '../../db/kinds.ts';
import { rowsFromJson, type IncomingType } from '../../db/rows-from-json.ts';
import type { AuditCheckpoint, AuditRecord, Schema } from '../../db/schema.ts';
import type { Subject, ChainEntry } from './chain.ts';
import { beginningOfChain } from './chain.ts';
import type { Head } from './compose-entries.ts';

const columns = {
  sequence: 'integer',
  at: 'text',
  actor_id: 'text',
  actor_name: 'text',
  actor_email: 'text',
  on_behalf_id: 'text',
  on_behalf_name: 'text',
  source: 'text',
  source_reference: 'text',
  table_name: 'text',
  record_id: 'text',
  record_label: 'text',
  action: 'text',
  before: 'text',
  after: 'text',
  changed_fields: 'text',
  request_id: 'text',
  client_name: 'text',
  client_version: 'text',
  client_address: 'text',
  salt: 'text',
  commitments: 'text',
  previous_hash: 'text',
  hash: 'text',
} as const satisfies Record<keyof AuditRecord, IncomingType>;

const columnNames = Object.keys(columns) as (keyof AuditRecord)[];

/** The last entry of the chain, or the beginning before the first. */
export async function readHead(db: Kysely<Schema>): Promise<Head> {
  return (await lastEntry(db)) ?? { sequence: 0, hash: beginningOfChain };
}

export function lastEntry(db: Kysely<Schema>): Promise<Pick<AuditRecord, 'sequence' | 'hash'> | undefined> {
  return db.selectFrom('audit_entries').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
}

/** Inserts the entries in one statement; give it at most some thousands. */
export async function insertEntries(db: Kysely<Schema>, kind: DatabaseKind, entries: readonly ChainEntry[]): Promise<void> {
  const incoming = rowsFromJson(kind, 'incoming', columns, entries.map(toRecord));
  await db
    .insertInto('audit_entries')
    .columns(columnNames)
    .expression((builder) => builder.selectFrom(incoming).select(columnNames))
    .execute();
}

export async function insertCheckpoints(db: Kysely<Schema>, checkpoints: readonly AuditCheckpoint[]): Promise<void> {
  if (checkpoints.length > 0) await db.insertInto('audit_checkpoints').values([...checkpoints]).execute();
}

export async function lastCheckpoint(db: Kysely<Schema>): Promise<AuditCheckpoint | undefined> {
  return db.selectFrom('audit_checkpoints').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst();
}

/** Entries after `sequence`, oldest first. */
export async function entriesAfter(db: Kysely<Schema>, sequence: number, limit: number): Promise<ChainEntry[]> {
  const rows = await db.selectFrom('audit_entries').selectAll().where('sequence', '>', sequence).orderBy('sequence').limit(limit).execute();
  return rows.map(toEntry);
}

export async function checkpointsBetween(db: Kysely<Schema>, after: number, upTo: number): Promise<AuditCheckpoint[]> {
  return db.selectFrom('audit_checkpoints').selectAll().where('sequence', '>', after).where('sequence', '<=', upTo).orderBy('sequence').execute();
}

/** A page of what happened to one record, newest first, and how often in all (counted up to `countAtMost`). */
export async function entriesOfRecord(
  db: Kysely<Schema>,
  record: { table: string; recordId: string; before: number | null; limit: number; countAtMost: number },
): Promise<{ entries: ChainEntry[]; count: number }> {
  const ofRecord = db.selectFrom('audit_entries').where('table_name', '=', record.table).where('record_id', '=', record.recordId);
  const page = record.before === null ? ofRecord : ofRecord.where('sequence', '<', record.before);
  const rows = await page.selectAll().orderBy('sequence', 'desc').limit(record.limit).execute();
  const counted = await db
    .selectFrom(ofRecord.select('sequence').limit(record.countAtMost).as('found'))
    .select((builder) => builder.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { entries: rows.map(toEntry), count: Number(counted.count) };
}

/** Entries about these people, oldest first, after an entry. */
export async function entriesAbout(db: Kysely<Schema>, kind: DatabaseKind, userIds: readonly string[], after: number, limit: number): Promise<ChainEntry[]> {
  const people = rowsFromJson(kind, 'people', { id: 'text' }, userIds.map((id) => ({ id })));
  const rows = await db
    .selectFrom('audit_entries')
    .innerJoin(people, 'people.id', 'audit_entries.record_id')
    .selectAll('audit_entries')
    .where('table_name', '=', 'users')
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}

function toRecord(entry: ChainEntry): AuditRecord {
  return {
    sequence: entry.sequence,
    at: entry.at,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    actor_email: entry.actor.email,
    on_behalf_id: entry.onBehalfOf?.id ?? null,
    on_behalf_name: entry.onBehalfOf?.name ?? null,
    source: entry.source,
    source_reference: entry.sourceReference,
    table_name: entry.table,
    record_id: entry.recordId,
    record_label: entry.recordLabel,
    action: entry.action,
    before: entry.before && JSON.stringify(entry.before),
    after: entry.after && JSON.stringify(entry.after),
    changed_fields: JSON.stringify(entry.changedFields),
    request_id: entry.requestId,
    client_name: entry.client?.name ?? null,
    client_version: entry.client?.version ?? null,
    client_address: entry.client?.address ?? null,
    salt: JSON.stringify(entry.salts),
    commitments: JSON.stringify(entry.commitments),
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

/** The entry of a row. Altered rows must be reported, not trip the reader: JSON that is none reads as nothing. */
export function toEntry(row: Selectable<AuditRecord>): ChainEntry {
  return {
    sequence: row.sequence,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name, email: row.actor_email },
    onBehalfOf: row.on_behalf_id === null ? null : { id: row.on_behalf_id, name: row.on_behalf_name ?? '' },
    source: row.source as AuditEntry['source'],
    sourceReference: row.source_reference,
    table: row.table_name,
    recordId: row.record_id,
    recordLabel: row.record_label,
    action: row.action,
    before: parsed<Record<string, unknown> | null>(row.before, null),
    after: parsed<Record<string, unknown> | null>(row.after, null),
    changedFields: parsed<string[]>(row.changed_fields, []),
    requestId: row.request_id,
    client: row.client_name === null ? null : { name: row.client_name, version: row.client_version ?? '', address: row.client_address ?? '' },
    hash: row.hash,
    salts: parsed<Partial<Record<Subject, string>>>(row.salt, {}),
    commitments: parsed<Record<string, string>>(row.commitments, {}),
    previousHash: row.previous_hash,
  };
}

function parsed<Value>(json: string | null, otherwise: Value): Value {
  if (json === null) return otherwise;
  try {
    return (JSON.parse(json) as Value | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}
