import { sql } from 'kysely';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { Foundation } from '../../foundation.ts';
import type { Actor } from '../../actor.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { eraseFromLog } from '../audit/erasure.ts';
import { userColumnNames, userColumns } from './user-columns.ts';
import { loadUsers } from './user.store.ts';
import type { StoredUser, UserState } from './user-state.ts';

/** U10: a tombstone is kept so long, in milliseconds. */
export const tombstoneLife = 30 * 24 * 60 * 60_000;

/** People erased in one transaction. */
const portion = 500;

const job: Actor = { id: null, name: 'Erasure', email: '', platformRole: 'superadmin', grants: {}, source: 'system', sourceReference: 'erasure', requestId: null, client: null };

/**
 * U10: erases the people whose 30 days are over: personal data is replaced in their record, in the log (A4) and in
 * the rows of plans. The record itself, with its id, stays as what the log and plans refer to.
 */
export async function eraseTombstones(foundation: Foundation): Promise<void> {
  const now = foundation.clock();
  const deletedBefore = new Date(now.getTime() - tombstoneLife).toISOString();
  for (;;) {
    const rows = await foundation.database.db.selectFrom('users').select('id').where('deleted_at', '<', deletedBefore).where('deleted_identity', 'is not', null).limit(portion).execute();
    if (rows.length === 0) return;
    await auditedTransaction(foundation, job, (tx) => erase(tx, rows.map(({ id }) => id), now.toISOString()), { heavy: true });
  }
}

async function erase(tx: AuditedTransaction, ids: readonly string[], now: string): Promise<void> {
  const people = await loadUsers(tx.db, tx.kind, ids);
  await replaceRecords(tx, people, now);
  const erased = rowsFromJson(tx.kind, 'erased', { id: 'text' }, ids.map((id) => ({ id })));
  await sql`delete from organization_members where user_id in (select id from ${erased})`.execute(tx.db);
  await sql`delete from user_roles where user_id in (select id from ${erased})`.execute(tx.db);
  await erasePlanRows(tx, ids);
  await eraseFromLog(tx, ids);
  await tx.audit(ids.map((id) => ({ table: 'users', recordId: id, recordLabel: '', action: 'users.erase', before: null, after: null })));
}

/** What is left of a person: an id and the time of deletion. */
function erasedState({ id, state }: StoredUser): UserState {
  return {
    ...state,
    username: `erased-${id}`,
    email: `${id}@erased.invalid`,
    displayName: '',
    firstName: null,
    lastName: null,
    jobTitle: null,
    businessPhone: null,
    mobilePhone: null,
    company: null,
    department: null,
    externalId: null,
    roles: [],
    organizations: [],
  };
}

async function replaceRecords(tx: AuditedTransaction, people: readonly StoredUser[], now: string): Promise<void> {
  const names = userColumnNames.filter((name) => name !== 'deleted_identity');
  const rows = people.map((person) => ({ id: person.id, ...Object.fromEntries(names.map((name) => [name, userColumns[name].value(erasedState(person), person.id)])) }));
  const types = { id: 'text', ...Object.fromEntries(names.map((name) => [name, userColumns[name].type])) } as const;
  const incoming = rowsFromJson(tx.kind, 'incoming', types, rows);
  const assignments = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`incoming.${name}`)}`);
  // Without the freed identity nothing can be restored, and the job knows that it has been here.
  await sql`
    update users set ${sql.join(assignments)}, deleted_identity = null, password_hash = null, last_active_at = null, updated_at = ${now}, version = users.version + 1
    from ${incoming} where users.id = incoming.id
  `.execute(tx.db);
}

/** Plans keep their rows and counts for the history (M20), without what they said about the person. */
async function erasePlanRows(tx: AuditedTransaction, ids: readonly string[]): Promise<void> {
  const erased = rowsFromJson(tx.kind, 'erased', { id: 'text' }, ids.map((id) => ({ id })));
  await sql`
    update plan_rows set username = null, username_key = null, email = null, email_key = null, display_name = null, first_name = null, last_name = null,
      job_title = null, business_phone = null, mobile_phone = null, company = null, department = null, external_id = null,
      label = null, changes = '[]', issues = '[]', staged_issues = null, search_text = null
    where user_id in (select id from ${erased})
  `.execute(tx.db);
}
