import { CompiledQuery, sql, type Kysely, type Selectable } from 'kysely';
import type { DatabaseKind } from '../../db/kinds.ts';
import type { Schema, TokenRecord } from '../../db/schema.ts';

/** A token that is alive, and its owner as far as a request needs to know. */
export type PresentedToken = {
  id: string;
  kind: string;
  name: string;
  scope: string | null;
  expiresAt: string;
  lastUsedAt: string | null;
  userId: string;
  displayName: string;
  email: string;
  platformRole: string;
  /** Keys of the owner's roles, separated by commas; null when there are none. */
  roles: string | null;
  adminLevelEnabled: number;
};

export type PresentedTokenFinder = (secretHash: string, now: string) => Promise<PresentedToken | undefined>;

/**
 * Finds a living token whose owner can sign in (U3, U5, U9, U10), in one statement by its unique key. Nothing of it is
 * remembered between requests, so that whoever loses access loses it at once, on every process. The statement is built
 * once, because it runs with every request.
 */
export function presentedTokenFinder(db: Kysely<Schema>, kind: DatabaseKind): PresentedTokenFinder {
  const listed = kind === 'sqlite' ? sql`group_concat(role_key, ',')` : sql`string_agg(role_key, ',')`;
  const { sql: statement } = sql`
    select tokens.id, tokens.kind, tokens.name, tokens.scope, tokens.expires_at as "expiresAt", tokens.last_used_at as "lastUsedAt",
      users.id as "userId", users.display_name as "displayName", users.email, users.platform_role as "platformRole",
      (select ${listed} from user_roles where user_roles.user_id = users.id) as roles,
      (select admin_level_enabled from installation) as "adminLevelEnabled"
    from tokens join users on users.id = tokens.user_id
    where tokens.secret_hash = ${''} and tokens.ended_at is null and tokens.expires_at > ${''}
      and users.deleted_at is null and users.kind = 'person' and users.platform_role <> 'deactivated'
  `.compile(db);
  return async (secretHash, now) => (await db.executeQuery<PresentedToken>(CompiledQuery.raw(statement, [secretHash, now]))).rows[0];
}

export async function insertToken(db: Kysely<Schema>, token: TokenRecord): Promise<void> {
  await db.insertInto('tokens').values(token).execute();
}

export function tokensOf(db: Kysely<Schema>, userId: string): Promise<Selectable<TokenRecord>[]> {
  return db.selectFrom('tokens').selectAll().where('user_id', '=', userId).where('ended_at', 'is', null).orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
}

export function findToken(db: Kysely<Schema>, id: string, userId: string): Promise<Selectable<TokenRecord> | undefined> {
  return db.selectFrom('tokens').selectAll().where('id', '=', id).where('user_id', '=', userId).where('ended_at', 'is', null).executeTakeFirst();
}

export async function endToken(db: Kysely<Schema>, id: string, now: string): Promise<void> {
  await db.updateTable('tokens').set({ ended_at: now }).where('id', '=', id).execute();
}

/** Notes that a token and so its owner were seen (X5, L6). */
export async function noteUse(db: Kysely<Schema>, tokenId: string, userId: string, now: string): Promise<void> {
  await db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', tokenId).execute();
  await db.updateTable('users').set({ last_active_at: now }).where('id', '=', userId).execute();
}

/** The person for whom this computer's first local session was made (X6). */
export async function localPerson(db: Kysely<Schema>): Promise<string | undefined> {
  const first = await db.selectFrom('tokens').select('user_id').where('kind', '=', 'local').orderBy('created_at').orderBy('id').limit(1).executeTakeFirst();
  return first?.user_id;
}

export async function endLocalTokens(db: Kysely<Schema>, now: string): Promise<void> {
  await db.updateTable('tokens').set({ ended_at: now }).where('kind', '=', 'local').where('ended_at', 'is', null).execute();
}
