import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { catalogue, permits, type Permission, type Resource } from '#shared/permissions.ts';
import type { apiToken } from '#shared/schemas/server.ts';
import type { Actor, Principal } from '../../actor.ts';
import type { TokenRecord } from '../../db/schema.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { tokenPrefix } from './authenticate.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { endToken, findToken, insertToken, tokensOf } from './tokens.store.ts';

export type ApiToken = z.output<typeof apiToken>;

/** X5: an API token lives a year at most. */
const longestLife = 366 * 24 * 60 * 60_000;

export type NewToken = { kind: 'api' | 'local'; name: string; scope: readonly string[] | null; expiresAt: string };

/**
 * Makes a token for a person, within the transaction of whatever it belongs to. The token itself is answered once and
 * kept nowhere (X5).
 *
 * @param owner id and name of the person.
 */
export async function issueToken(tx: AuditedTransaction, owner: { id: string; name: string }, wanted: NewToken, now: Date): Promise<{ token: string; record: ApiToken }> {
  const token = newSecret(tokenPrefix);
  const row: TokenRecord = {
    id: uuidv7(now),
    user_id: owner.id,
    kind: wanted.kind,
    name: wanted.name,
    secret_hash: hashSecret(token),
    scope: wanted.scope === null ? null : JSON.stringify(wanted.scope),
    created_at: now.toISOString(),
    expires_at: wanted.expiresAt,
    last_used_at: null,
    ended_at: null,
  };
  await insertToken(tx.db, row);
  return { token, record: toApiToken(row, owner) };
}

export type Tokens = {
  list(principal: Principal): Promise<ApiToken[]>;
  create(principal: Principal, wanted: { name: string; scope: readonly string[] | null; expiresAt: string }): Promise<{ token: string; record: ApiToken }>;
  revoke(principal: Principal, id: string): Promise<void>;
};

export function createTokens(foundation: Foundation): Tokens {
  const { database, clock } = foundation;
  return {
    list: async ({ actor }) => (await tokensOf(database.db, actor.id)).map((row) => toApiToken(row, actor)),

    create: async (principal, wanted) => {
      const { actor } = principal;
      const now = clock();
      refuseScopeBeyondOwner(principal, wanted.scope);
      refuseLongLife(wanted.expiresAt, now);
      return auditedTransaction(foundation, actor, async (tx) => {
        const made = await issueToken(tx, actor, { kind: 'api', ...wanted }, now);
        const { name, scope, expiresAt } = made.record;
        await tx.audit([{ table: 'tokens', recordId: made.record.id, recordLabel: name, action: 'tokens.create', before: null, after: { name, scope, expiresAt, ownerId: actor.id } }]);
        return made;
      });
    },

    revoke: ({ actor }, id) => auditedTransaction(foundation, actor, (tx) => revokeToken(tx, actor, id, clock().toISOString())),
  };
}

async function revokeToken(tx: AuditedTransaction, actor: Actor & { id: string }, id: string, now: string): Promise<void> {
  const token = await findToken(tx.db, id, actor.id);
  if (!token) throw new AppError('not_found', 'There is no such token.');
  await endToken(tx.db, id, now);
  await tx.audit([{ table: 'tokens', recordId: id, recordLabel: token.name, action: 'tokens.revoke', before: { endedAt: null }, after: { endedAt: now } }]);
}

/** X5: a token never may more than the one who makes it, be that a person or another token. */
function refuseScopeBeyondOwner({ actor, token }: Principal, scope: readonly string[] | null): void {
  const unknown = (scope ?? []).filter((permission) => !isPermission(permission));
  if (unknown.length > 0) {
    throw new AppError('invalid_input', `There is no permission ${unknown[0]}.`, { errors: [{ path: 'scope', message: 'Not a permission of the catalogue' }] });
  }
  const beyond = scope === null ? (token.scope === null ? [] : ['everything']) : scope.filter((permission) => !permits(actor.grants, permission as Permission));
  if (beyond.length === 0) return;
  throw new AppError('not_allowed', 'A token cannot be given permissions that you do not hold.', { reason: 'token_scope_exceeds_owner', details: { permissions: beyond.join(', ') } });
}

function isPermission(text: string): text is Permission {
  const [resource = '', level = '', ...rest] = text.split(':');
  return rest.length === 0 && level !== 'none' && Object.hasOwn(catalogue, resource) && (catalogue[resource as Resource].levels as readonly string[]).includes(level);
}

function refuseLongLife(expiresAt: string, now: Date): void {
  const life = Date.parse(expiresAt) - now.getTime();
  if (life <= 0) throw new AppError('invalid_input', 'The expiry lies in the past.', { errors: [{ path: 'expiresAt', message: 'Lies in the past' }] });
  if (life > longestLife) throw new AppError('invalid_input', 'A token lives a year at most.', { reason: 'expiry_too_late', errors: [{ path: 'expiresAt', message: 'More than a year ahead' }] });
}

function toApiToken(row: TokenRecord, owner: { id: string; name: string }): ApiToken {
  return {
    id: row.id,
    name: row.name,
    owner: { id: owner.id, name: owner.name },
    scope: row.scope === null ? null : (JSON.parse(row.scope) as string[]),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
