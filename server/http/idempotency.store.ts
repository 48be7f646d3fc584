import type { Kysely } from 'kysely';
import type { IdempotencyKey, Schema } from '../db/schema.ts';

/** The claim of a key: `answer` holds the id of the request that runs until `status` says that it has ended. */
export type Claim = { owner: string; key: string; operation: string; fingerprint: string; requestId: string; at: string };

type Place = Pick<Claim, 'owner' | 'key'>;

/** Claims the key for a request; false when another request was first. */
export async function claimKey(db: Kysely<Schema>, claim: Claim): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('idempotency_keys')
    .values({ owner: claim.owner, key: claim.key, operation: claim.operation, body_hash: claim.fingerprint, status: null, answer: claim.requestId, created_at: claim.at })
    .onConflict((conflict) => conflict.columns(['owner', 'key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function findKey(db: Kysely<Schema>, { owner, key }: Place): Promise<IdempotencyKey | undefined> {
  return db.selectFrom('idempotency_keys').selectAll().where('owner', '=', owner).where('key', '=', key).executeTakeFirst();
}

/** Takes a claim over from a request that never ended; false when somebody else was quicker. */
export async function takeOverKey(db: Kysely<Schema>, claim: Claim, abandoned: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('idempotency_keys')
    .set({ answer: claim.requestId, created_at: claim.at })
    .where('owner', '=', claim.owner)
    .where('key', '=', claim.key)
    .where('status', 'is', null)
    .where('answer', '=', abandoned)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps the answer of the request that has the key; nothing when another one has taken it over. */
export async function storeAnswer(db: Kysely<Schema>, claim: Claim, status: number, answer: string): Promise<void> {
  await db.updateTable('idempotency_keys').set({ status, answer }).where('owner', '=', claim.owner).where('key', '=', claim.key).where('status', 'is', null).where('answer', '=', claim.requestId).execute();
}

/** Gives the key of a request back that has no answer; nothing when another one has taken it over. */
export async function releaseKey(db: Kysely<Schema>, claim: Claim): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('owner', '=', claim.owner).where('key', '=', claim.key).where('status', 'is', null).where('answer', '=', claim.requestId).execute();
}

/** Whether the request of that id has changed anything: its audit entries say so (A1). Their times are finer, so `since` goes without its Z. */
export async function requestLeftEntries(db: Kysely<Schema>, requestId: string, since: string): Promise<boolean> {
  const found = await db.selectFrom('audit_entries').select('sequence').where('at', '>=', since.slice(0, -1)).where('request_id', '=', requestId).limit(1).executeTakeFirst();
  return found !== undefined;
}

export async function deleteKeysBefore(db: Kysely<Schema>, time: string): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('created_at', '<', time).execute();
}
