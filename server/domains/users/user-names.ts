import { sql } from 'kysely';
import { AppError, type Reason } from '#shared/errors.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { AuditedTransaction } from '../audit/audited-transaction.ts';
import type { UserChange } from './user-change.ts';
import { emailKey, usernameKey } from './user-columns.ts';
import type { UserState } from './user-state.ts';

/** U2, M9: the three names that only one living person may have. */
const uniqueNames = [
  { field: 'username', column: 'username_key', reason: 'username_taken', keyOf: usernameKey },
  { field: 'email', column: 'email_key', reason: 'email_taken', keyOf: emailKey },
  { field: 'externalId', column: 'external_id', reason: 'external_id_taken', keyOf: (state: UserState) => state.externalId },
] as const satisfies readonly { field: keyof UserState; column: string; reason: Reason; keyOf: (state: UserState) => string | null }[];

type Claim = { id: string; name: string; username_key: string | null; email_key: string | null; external_id: string | null };

const namesMayChange = ({ keys }: UserChange): boolean => keys.some((key) => key === 'username' || key === 'email' || key === 'externalId' || key === 'deletedAt');

/** What a change takes that the person does not hold yet; null where nothing changes. */
function claimOf({ write }: UserChange): Claim {
  const holds = write.before !== null && write.before.state.deletedAt === null ? write.before.state : null;
  const takes = (keyOf: (state: UserState) => string | null): string | null => {
    const key = keyOf(write.after);
    return holds !== null && keyOf(holds) === key ? null : key;
  };
  return { id: write.id, name: write.after.displayName, username_key: takes(usernameKey), email_key: takes(emailKey), external_id: takes((state) => state.externalId) };
}

const claimsOf = (changes: readonly UserChange[]): Claim[] =>
  changes.filter((change) => change.write.after.deletedAt === null && namesMayChange(change)).map(claimOf);

/**
 * Two people may swap their names in one batch, though the databases check uniqueness row by row: whoever gives a
 * name to somebody else of the batch lets go of it first. Usually nobody does, and nothing happens here.
 */
export async function freeNames(tx: AuditedTransaction, changes: readonly UserChange[]): Promise<void> {
  const leaving = changes.filter((change) => change.write.before !== null && change.write.before.state.deletedAt === null && change.write.after.deletedAt === null && namesMayChange(change));
  if (leaving.length === 0) return;
  const claims = claimsOf(changes);
  for (const { column, keyOf } of uniqueNames) {
    const wanted = new Set(claims.map((claim) => claim[column]).filter((key) => key !== null));
    // Only a name that its holder changes is let go of: the update that follows writes no other.
    const parked = leaving.filter(({ write }) => {
      const held = keyOf(write.before?.state ?? write.after);
      return held !== null && held !== keyOf(write.after) && wanted.has(held);
    });
    if (parked.length === 0) continue;
    // A key is trimmed, so nobody can have one that begins with a space.
    const incoming = rowsFromJson(tx.kind, 'incoming', { id: 'text' }, parked.map(({ write }) => ({ id: write.id })));
    await sql`update users set ${sql.ref(column)} = ' ' || users.id from ${incoming} where users.id = incoming.id`.execute(tx.db);
  }
}

/**
 * U2: refuses names that somebody else has, in the database or in the same batch. Audited transactions are serial,
 * so what is free here is free when it is written.
 *
 * @throws AppError already_exists with the first reason, and in `details.people` at most 20 of those who cannot have it.
 */
export async function refuseTakenNames(tx: AuditedTransaction, changes: readonly UserChange[]): Promise<void> {
  const claims = claimsOf(changes);
  if (claims.length === 0) return;
  const taken: { field: string; reason: Reason; id: string; name: string }[] = [];
  for (const { field, column, reason } of uniqueNames) {
    const wanting = claims.filter((claim) => claim[column] !== null);
    for (const id of [...takenTwice(wanting, column), ...(await takenByOthers(tx, wanting, column))]) {
      taken.push({ field, reason, id, name: wanting.find((claim) => claim.id === id)?.name ?? '' });
    }
  }
  const [first] = taken;
  if (!first) return;
  const people = taken.slice(0, 20).map(({ id, name, field }) => ({ id, name, field }));
  throw new AppError('already_exists', 'Somebody else has this name.', { reason: first.reason, details: { people } });
}

type KeyColumn = (typeof uniqueNames)[number]['column'];

function takenTwice(claims: readonly Claim[], column: KeyColumn): string[] {
  const seen = new Set<string | null>();
  return claims.flatMap((claim) => {
    if (seen.has(claim[column])) return claim.id;
    seen.add(claim[column]);
    return [];
  });
}

async function takenByOthers(tx: AuditedTransaction, claims: readonly Claim[], column: KeyColumn): Promise<string[]> {
  if (claims.length === 0) return [];
  const incoming = rowsFromJson(tx.kind, 'incoming', { id: 'text', wanted: 'text' }, claims.map((claim) => ({ id: claim.id, wanted: claim[column] })));
  const rows = await tx.db
    .selectFrom(incoming)
    .innerJoin('users', (join) => join.onRef(`users.${column}`, '=', 'incoming.wanted').onRef('users.id', '<>', 'incoming.id'))
    .select('incoming.id')
    .limit(20)
    .execute();
  return rows.flatMap(({ id }) => id ?? []);
}
