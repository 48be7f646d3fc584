import { sql } from 'kysely';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import { personalFields } from './audit-input.ts';
import { entriesAbout } from './audit.store.ts';
import type { AuditedTransaction } from './audited-transaction.ts';
import type { ChainEntry } from './chain.ts';

/** Entries rewritten at a time. */
const portion = 1_000;

/**
 * U10, A4: takes what the log holds about these people out of it: the values, and the salts without which the
 * commitments say nothing. The entries stay, and the chain verifies as before.
 */
export async function eraseFromLog(tx: AuditedTransaction, userIds: readonly string[]): Promise<void> {
  await eraseAsRecords(tx, userIds);
  await eraseAsActors(tx, userIds);
}

async function eraseAsRecords(tx: AuditedTransaction, userIds: readonly string[]): Promise<void> {
  for (let after = 0; ; ) {
    const entries = await entriesAbout(tx.db, tx.kind, userIds, after, portion);
    const last = entries.at(-1);
    if (!last) return;
    const rows = entries.map((entry) => ({ sequence: entry.sequence, before: json(withoutPersonal(entry, entry.before)), after: json(withoutPersonal(entry, entry.after)), salt: json({ ...entry.salts, record: undefined }) }));
    const incoming = rowsFromJson(tx.kind, 'incoming', { sequence: 'integer', before: 'text', after: 'text', salt: 'text' }, rows);
    await sql`
      update audit_entries set record_label = '', before = incoming.before, after = incoming.after, salt = incoming.salt
      from ${incoming} where audit_entries.sequence = incoming.sequence
    `.execute(tx.db);
    after = last.sequence;
  }
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function withoutPersonal(entry: ChainEntry, values: Record<string, unknown> | null): Record<string, unknown> | null {
  const personal = personalFields[entry.table];
  return values && Object.fromEntries(Object.entries(values).filter(([field]) => !personal?.has(field)));
}

/** The actor's salt is shared by entries of one transaction only, all of the same actor. */
async function eraseAsActors(tx: AuditedTransaction, userIds: readonly string[]): Promise<void> {
  const without = (key: string) => (tx.kind === 'sqlite' ? sql`json_remove(salt, ${sql.lit(`$.${key}`)})` : sql`(salt::jsonb - ${sql.lit(key)})::text`);
  const people = rowsFromJson(tx.kind, 'people', { id: 'text' }, userIds.map((id) => ({ id })));
  await sql`
    update audit_entries set actor_name = '', actor_email = '', client_address = case when client_address is null then null else '' end, salt = ${without('actor')}
    where actor_id in (select id from ${people})
  `.execute(tx.db);
  await sql`update audit_entries set on_behalf_name = '', salt = ${without('onBehalfOf')} where on_behalf_id in (select id from ${people})`.execute(tx.db);
}
