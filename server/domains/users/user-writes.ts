import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { Actor } from '../../actor.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { AuditedTransaction } from '../audit/audited-transaction.ts';
import type { AuditInput } from '../audit/audit-input.ts';
import { endAccess } from '../session/access.ts';
import { writeMemberships, writeRoles } from './user-belongings.ts';
import { toChange, type UserChange } from './user-change.ts';
import { userColumnNames, userColumns, type UserColumnName } from './user-columns.ts';
import { freeNames, refuseTakenNames } from './user-names.ts';
import type { UserState, UserWrite } from './user-state.ts';
import { canSignIn } from './user-transitions.ts';

/** People written by one statement: large enough that round trips vanish, small enough for one JSON text. */
const portion = 2_500;

export type WriteOptions = {
  /** Told how many of the changes are written, after every portion. */
  onProgress?: (written: number) => void;
};

/**
 * The only function that changes people: every screen, plan, job and provider ends here. One call is one batch:
 * names may be freed and taken in any order within it (U2), access ends with the change that takes it (U9),
 * tombstones free their names and restores take them back (U10), and every changed person gets one audit entry (A1).
 * Writes that change nothing are left out. U6 is the caller's: `assertSuperadminRemains` after the last batch.
 *
 * @param now UTC, ISO 8601.
 * @returns the new versions by id, of those that changed.
 * @throws AppError version_conflict with `details.ids` of the people who have moved on since they were read;
 *   already_exists `username_taken`, `email_taken` or `external_id_taken` with `details.people`.
 */
export async function writeUsers(tx: AuditedTransaction, actor: Actor, writes: readonly UserWrite[], now: string, options: WriteOptions = {}): Promise<Map<string, number>> {
  const changes = writes.map(toChange).filter((change) => change.keys.length > 0 || change.write.passwordHash !== undefined);
  const inOrder = orderByNames(changes);
  await freeNames(tx, changes);
  let written = 0;
  for (const group of inOrder) {
    if (group.takesNames) await refuseTakenNames(tx, changes);
    for (const part of portions(group.changes)) {
      await writePortion(tx, actor, part, now);
      written += part.length;
      options.onProgress?.(written);
    }
  }
  for (const part of portions(changes)) await tx.audit(part.map(toAuditInput));
  return new Map(changes.map(({ write }) => [write.id, (write.before?.version ?? 0) + 1]));
}

/** Tombstones first: they free names that the others may take. */
function orderByNames(changes: readonly UserChange[]): { changes: UserChange[]; takesNames: boolean }[] {
  const isRemoval = ({ write }: UserChange): boolean => write.before !== null && write.after.deletedAt !== null;
  return [
    { changes: changes.filter(isRemoval), takesNames: false },
    { changes: changes.filter((change) => !isRemoval(change)), takesNames: true },
  ];
}

function* portions<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += portion) yield items.slice(start, start + portion);
}

async function writePortion(tx: AuditedTransaction, actor: Actor, changes: readonly UserChange[], now: string): Promise<void> {
  const created = changes.filter(({ write }) => write.before === null);
  const updated = changes.filter(({ write }) => write.before !== null);
  await updatePeople(tx, updated, now);
  await insertPeople(tx, actor, created, now);
  await setPasswords(tx, updated);
  await writeRoles(tx, actor, changes, now);
  await writeMemberships(tx, changes, now);
  // U9: whoever cannot sign in after this keeps no way in.
  await endAccess(tx.db, tx.kind, updated.filter(({ write }) => !canSignIn(write.after)).map(({ write }) => write.id), now);
}

type Cells = Record<string, string | number | null>;

function cellsOf(names: readonly UserColumnName[], { write }: UserChange): Cells {
  return Object.fromEntries(names.map((name) => [name, userColumns[name].value(write.after, write.id)]));
}

const typesOf = (names: readonly UserColumnName[]) => Object.fromEntries(names.map((name) => [name, userColumns[name].type]));

/** Only columns that somebody in the batch changes are written: an index that nobody moves in stays as it is. */
async function updatePeople(tx: AuditedTransaction, changes: readonly UserChange[], now: string): Promise<void> {
  if (changes.length === 0) return;
  const touched = new Set(changes.flatMap(({ keys }) => keys));
  const names = userColumnNames.filter((name) => userColumns[name].from.some((key) => touched.has(key)));
  await refuseMoved(tx, changes);
  const rows = changes.map((change) => ({ ...cellsOf(names, change), id: change.write.id }));
  const incoming = rowsFromJson(tx.kind, 'incoming', { id: 'text', ...typesOf(names) }, rows);
  const assignments = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`incoming.${name}`)}`);
  await sql`
    update users set ${sql.join([...assignments, sql`version = users.version + 1`, sql`updated_at = ${now}`])}
    from ${incoming} where users.id = incoming.id
  `.execute(tx.db);
}

/** Nothing else writes people while an audited transaction runs: who has not moved here does not move before the update. */
async function refuseMoved(tx: AuditedTransaction, changes: readonly UserChange[]): Promise<void> {
  const known = changes.map(({ write }) => ({ id: write.id, version: write.before?.version ?? 0 }));
  const moved = await tx.db
    .selectFrom(rowsFromJson(tx.kind, 'incoming', { id: 'text', version: 'integer' }, known))
    .leftJoin('users', 'users.id', 'incoming.id')
    .select('incoming.id')
    .where((builder) => builder.or([builder('users.id', 'is', null), builder('users.version', '<>', builder.ref('incoming.version'))]))
    .execute();
  if (moved.length > 0) throw new AppError('version_conflict', 'Somebody else has changed this person in the meantime.', { details: { ids: moved.map(({ id }) => id) } });
}

async function insertPeople(tx: AuditedTransaction, actor: Actor, changes: readonly UserChange[], now: string): Promise<void> {
  if (changes.length === 0) return;
  const types = { id: 'text', password_hash: 'text', ...typesOf(userColumnNames) } as const;
  const rows = changes.map((change) => ({ ...cellsOf(userColumnNames, change), id: change.write.id, password_hash: change.write.passwordHash ?? null }));
  const names = Object.keys(types).map((name) => sql.ref(name));
  await sql`
    insert into users (${sql.join(names)}, created_source, created_at, updated_at)
    select ${sql.join(names)}, ${actor.source}, ${now}, ${now} from ${rowsFromJson(tx.kind, 'incoming', types, rows)}
  `.execute(tx.db);
}

async function setPasswords(tx: AuditedTransaction, changes: readonly UserChange[]): Promise<void> {
  const rows = changes.filter(({ write }) => write.passwordHash !== undefined).map(({ write }) => ({ id: write.id, password_hash: write.passwordHash }));
  if (rows.length === 0) return;
  const incoming = rowsFromJson(tx.kind, 'incoming', { id: 'text', password_hash: 'text' }, rows);
  await sql`update users set password_hash = incoming.password_hash from ${incoming} where users.id = incoming.id`.execute(tx.db);
}

/** A2: what changed, before and after; of a creation everything. The log itself hides the password (A3). */
function toAuditInput({ write, keys }: UserChange): AuditInput {
  const { before, after, passwordHash } = write;
  const pick = (state: UserState): Record<string, unknown> => Object.fromEntries(keys.map((key) => [key, state[key]]));
  return {
    table: 'users',
    recordId: write.id,
    recordLabel: after.displayName,
    action: `users.${write.action}`,
    before: before === null ? null : { ...pick(before.state), ...(passwordHash === undefined ? {} : { password: before.hasPassword ? 'former' : null }) },
    after: { ...pick(after), ...(passwordHash === undefined ? {} : { password: passwordHash }) },
  };
}
