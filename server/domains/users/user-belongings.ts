import { sql } from 'kysely';
import type { Actor } from '../../actor.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { AuditedTransaction } from '../audit/audited-transaction.ts';
import type { UserChange } from './user-change.ts';

type HeldRole = { user_id: string; role_key: string };

/** Gives and takes the platform roles in which the states of these people differ. */
export async function writeRoles(tx: AuditedTransaction, actor: Actor, changes: readonly UserChange[], now: string): Promise<void> {
  const given: HeldRole[] = [];
  const taken: HeldRole[] = [];
  for (const { write, keys } of changes) {
    if (!keys.includes('roles')) continue;
    const before = new Set(write.before?.state.roles);
    const after = new Set(write.after.roles);
    for (const role_key of after) if (!before.has(role_key)) given.push({ user_id: write.id, role_key });
    for (const role_key of before) if (!after.has(role_key)) taken.push({ user_id: write.id, role_key });
  }
  const columns = { user_id: 'text', role_key: 'text' } as const;
  if (taken.length > 0) {
    await sql`delete from user_roles where (user_id, role_key) in (select user_id, role_key from ${rowsFromJson(tx.kind, 'incoming', columns, taken)})`.execute(tx.db);
  }
  if (given.length > 0) {
    await sql`
      insert into user_roles (user_id, role_key, granted_by, granted_at)
      select user_id, role_key, ${actor.id}, ${now} from ${rowsFromJson(tx.kind, 'incoming', columns, given)}
    `.execute(tx.db);
  }
}

type Member = { user_id: string; organization_id: string; role: string };

/** Adds, moves and removes the memberships in which the states of these people differ. */
export async function writeMemberships(tx: AuditedTransaction, changes: readonly UserChange[], now: string): Promise<void> {
  const set: Member[] = [];
  const removed: Member[] = [];
  for (const { write, keys } of changes) {
    if (!keys.includes('organizations')) continue;
    const before = new Map(write.before?.state.organizations.map((one) => [one.organizationId, one.role]));
    const after = new Map(write.after.organizations.map((one) => [one.organizationId, one.role]));
    for (const [organization_id, role] of after) if (before.get(organization_id) !== role) set.push({ user_id: write.id, organization_id, role });
    for (const [organization_id, role] of before) if (!after.has(organization_id)) removed.push({ user_id: write.id, organization_id, role });
  }
  const columns = { user_id: 'text', organization_id: 'text', role: 'text' } as const;
  if (removed.length > 0) {
    await sql`
      delete from organization_members
      where (user_id, organization_id) in (select user_id, organization_id from ${rowsFromJson(tx.kind, 'incoming', columns, removed)})
    `.execute(tx.db);
  }
  if (set.length > 0) {
    // `where true`: without it SQLite reads `on conflict` as part of a join.
    await sql`
      insert into organization_members (organization_id, user_id, role, added_at)
      select organization_id, user_id, role, ${now} from ${rowsFromJson(tx.kind, 'incoming', columns, set)} where true
      on conflict (user_id, organization_id) do update set role = excluded.role
    `.execute(tx.db);
  }
}
