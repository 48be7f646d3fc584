import type { Kysely, Selectable } from 'kysely';
import { uuidv7 } from '../../identifiers.ts';
import type { OneTimeLink, Schema } from '../../db/schema.ts';
import { hashSecret, newSecret } from './secrets.ts';

export type LinkPurpose = 'setup' | 'password';

/** U12, X6: how long a link can be used. */
export const linkLifetime = 24 * 60 * 60_000;

/**
 * Makes a link that works once; earlier ones of the same purpose and person stop working.
 *
 * @returns the secret, known to nobody afterwards, and when it expires (UTC, ISO 8601).
 */
export async function makeLink(db: Kysely<Schema>, purpose: LinkPurpose, userId: string | null, now: Date): Promise<{ secret: string; expiresAt: string }> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + linkLifetime).toISOString();
  await endLinks(db, purpose, userId, now);
  await db
    .insertInto('one_time_links')
    .values({ id: uuidv7(now), purpose, user_id: userId, secret_hash: hashSecret(secret), created_at: now.toISOString(), expires_at: expiresAt, used_at: null })
    .execute();
  return { secret, expiresAt };
}

/** Ends the unused links of a purpose and person. */
export async function endLinks(db: Kysely<Schema>, purpose: LinkPurpose, userId: string | null, now: Date): Promise<void> {
  await db
    .updateTable('one_time_links')
    .set({ used_at: now.toISOString() })
    .where('purpose', '=', purpose)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('used_at', 'is', null)
    .execute();
}

/** The link of that secret while it can be used, else undefined. */
export function findLink(db: Kysely<Schema>, purpose: LinkPurpose, secret: string, now: Date): Promise<Selectable<OneTimeLink> | undefined> {
  return db
    .selectFrom('one_time_links')
    .selectAll()
    .where('secret_hash', '=', hashSecret(secret))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst();
}

/** Uses the link up; false when somebody was quicker. */
export async function useLink(db: Kysely<Schema>, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('one_time_links').set({ used_at: now.toISOString() }).where('id', '=', id).where('used_at', 'is', null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * U12: a one-time link at which a person sets a password, valid for 24 hours. Belongs into the transaction of the
 * change that it comes from.
 *
 * @param publicUrl the server's address without a trailing slash.
 */
export async function makePasswordLink(db: Kysely<Schema>, publicUrl: string, userId: string, now: Date): Promise<{ url: string; expiresAt: string }> {
  const { secret, expiresAt } = await makeLink(db, 'password', userId, now);
  return { url: `${publicUrl}/password/${secret}`, expiresAt };
}
