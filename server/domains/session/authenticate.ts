import { intersection, union, type Grants, type Level, type Permission, type Resource, type ToggleLevel } from '#shared/permissions.ts';
import { effectiveGrants, type PlatformRole } from '#shared/roles.ts';
import type { Client, Principal } from '../../actor.ts';
import { transaction } from '../../db/transaction.ts';
import type { Foundation } from '../../foundation.ts';
import { hashSecret } from './secrets.ts';
import { noteUse, presentedTokenFinder, type PresentedToken } from './tokens.store.ts';

/** What a request brings along about who it is. */
export type Credential = { token: string; requestId: string; client: Client };

export type Authentication = {
  /**
   * The one step in which a credential becomes a principal; whatever kinds of credentials come later, they end here.
   * Undefined for one that is unknown, ended, expired, or whose owner cannot sign in: all the same to the outside.
   */
  authenticate(credential: Credential): Promise<Principal | undefined>;
  /** Waits for the notes of use that are still being written. */
  settle(): Promise<void>;
};

/** X5: when a token was last used is noted at most this often, in milliseconds. */
export const noteUseEvery = 60_000;

/** Every token begins so, which lets people and scanners recognise one. */
export const tokenPrefix = 'qd_';

export function createAuthentication({ database, clock, log }: Foundation): Authentication {
  const findPresentedToken = presentedTokenFinder(database.db, database.kind);
  const grantsOf = rememberingGrants();
  const noting = new Map<string, Promise<void>>();

  const note = (token: PresentedToken, now: Date): void => {
    if (noting.has(token.id)) return;
    if (token.lastUsedAt !== null && now.getTime() - Date.parse(token.lastUsedAt) < noteUseEvery) return;
    // Not waited for: whoever asks for something does not stand in the queue of writers for a note.
    const written = transaction(database, (trx) => noteUse(trx, token.id, token.userId, now.toISOString()), { isolation: 'read committed' })
      .catch((error: unknown) => log.warn({ err: error, tokenId: token.id }, 'the use of a token could not be noted'))
      .finally(() => noting.delete(token.id));
    noting.set(token.id, written);
  };

  return {
    authenticate: async ({ token, requestId, client }) => {
      if (!token.startsWith(tokenPrefix)) return undefined;
      const now = clock();
      const found = await findPresentedToken(hashSecret(token), now.toISOString());
      if (!found) return undefined;
      note(found, now);
      return toPrincipal(found, grantsOf(found), requestId, client);
    },
    settle: async () => {
      await Promise.all(noting.values());
    },
  };
}

function toPrincipal(found: PresentedToken, grants: Grants, requestId: string, client: Client): Principal {
  const scope = found.scope === null ? null : (JSON.parse(found.scope) as Permission[]);
  return {
    actor: {
      id: found.userId,
      name: found.displayName,
      email: found.email,
      platformRole: found.platformRole as PlatformRole,
      grants: scope === null ? grants : intersection(grants, grantsOfScope(scope)),
      source: 'user',
      sourceReference: null,
      requestId,
      client,
    },
    via: found.kind === 'local' ? 'local' : 'token',
    token: { id: found.id, name: found.name, expiresAt: found.expiresAt, scope },
  };
}

/** Combinations of a platform role and roles whose union is kept; an installation has some dozens. */
const rememberedCombinations = 1_000;

/**
 * R11; U3: where the installation has switched the admin level off, an admin is a user. What a combination of roles
 * amounts to never changes, so it is worked out once; who holds which is read at every request.
 */
function rememberingGrants(): (owner: PresentedToken) => Grants {
  const known = new Map<string, Grants>();
  return ({ platformRole, roles, adminLevelEnabled }) => {
    const level = platformRole === 'admin' && adminLevelEnabled === 0 ? 'user' : (platformRole as PlatformRole);
    const combination = `${level} ${roles ?? ''}`;
    const present = known.get(combination);
    if (present) return present;
    const grants = Object.freeze(effectiveGrants(level, roles === null ? [] : roles.split(',')));
    if (known.size >= rememberedCombinations) known.clear();
    known.set(combination, grants);
    return grants;
  };
}

/** X5: the grants that a list of permissions amounts to. */
export function grantsOfScope(scope: readonly Permission[]): Grants {
  return union(
    scope.map((permission) => {
      const [resource, level] = permission.split(':') as [Resource, Level | ToggleLevel];
      return { [resource]: level };
    }),
  );
}
