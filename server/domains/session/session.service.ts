import { AppError } from '#shared/errors.ts';
import type { Grants } from '#shared/permissions.ts';
import type { Session } from '#shared/schemas/server.ts';
import type { Actor, Principal } from '../../actor.ts';
import type { Foundation } from '../../foundation.ts';
import { version } from '../../version.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import type { Credentials } from './credentials.ts';
import { setupIsNeeded } from './first-superadmin.ts';
import { refuseWeakPassword, setPassword } from './set-password.ts';

export type ServerInfo = Session['server'];

/** What this server is, for everybody who asks. */
export async function serverInfo({ database }: Foundation): Promise<ServerInfo> {
  const installation = await database.db.selectFrom('installation').select(['name', 'deployment']).executeTakeFirstOrThrow();
  return {
    product: 'quarterdeck',
    version,
    apiVersion: 1,
    name: installation.name,
    deployment: installation.deployment as ServerInfo['deployment'],
    setupNeeded: await setupIsNeeded(database.db),
  };
}

export type CallerToken = { via: Principal['via']; token: { id: string; name: string; expiresAt: string }; grants: Grants };

/** Who somebody is and what they may do through the given token. */
export async function sessionOf(foundation: Foundation, userId: string, { via, token, grants }: CallerToken): Promise<Session> {
  const { db } = foundation.database;
  const person = await db.selectFrom('users').select(['id', 'username', 'display_name', 'email', 'locale', 'platform_role', 'password_hash']).where('id', '=', userId).executeTakeFirstOrThrow();
  const roles = await db.selectFrom('user_roles').select('role_key').where('user_id', '=', userId).orderBy('role_key').execute();
  return {
    user: {
      id: person.id,
      username: person.username,
      displayName: person.display_name,
      email: person.email,
      locale: person.locale as Session['user']['locale'],
      platformRole: person.platform_role as Session['user']['platformRole'],
      roles: roles.map((role) => role.role_key),
      hasPassword: person.password_hash !== null,
    },
    grants: grants as Record<string, string>,
    via,
    token: { id: token.id, name: token.name, expiresAt: token.expiresAt },
    server: await serverInfo(foundation),
  };
}

export type Sessions = {
  get(principal: Principal): Promise<Session>;
  /** @throws AppError `not_allowed` with `credential_rejected`, `invalid_input` with `password_too_weak` */
  setPassword(principal: Principal, wanted: { password: string; current?: string | undefined }): Promise<void>;
};

export function createSessions(foundation: Foundation, credentials: Credentials): Sessions {
  const { database, clock } = foundation;
  const person = (actor: Actor & { id: string }) =>
    database.db.selectFrom('users').select(['username', 'email', 'password_hash']).where('id', '=', actor.id).executeTakeFirstOrThrow();
  return {
    get: (principal) => sessionOf(foundation, principal.actor.id, { ...principal, grants: principal.actor.grants }),

    setPassword: async ({ actor }, { password, current }) => {
      const { username, email, password_hash: present } = await person(actor);
      if (present !== null) {
        if (current === undefined) throw new AppError('not_allowed', 'Give your present password as well.', { reason: 'credential_rejected' });
        await credentials.verifyCredential(actor.id, { password: current });
      }
      refuseWeakPassword(password, { username, email });
      const change = await setPassword(actor.id, password);
      await auditedTransaction(foundation, actor, (tx) => change(tx, clock().toISOString()));
    },
  };
}
