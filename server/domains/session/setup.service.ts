import { AppError } from '#shared/errors.ts';
import { platformRoleGrants } from '#shared/roles.ts';
import type { Session } from '#shared/schemas/server.ts';
import { setupLink } from '#shared/setup-link.ts';
import type { Client } from '../../actor.ts';
import { transaction } from '../../db/transaction.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import { writeUsers } from '../users/user-writes.ts';
import { setupIsNeeded, superadminState, systemActor, type SuperadminDetails } from './first-superadmin.ts';
import { findLink, makeLink, useLink } from './one-time-links.ts';
import { hashPassword } from './passwords.ts';
import { sessionOf } from './session.service.ts';
import { refuseWeakPassword } from './set-password.ts';
import { issueToken } from './tokens.service.ts';

export type IssuedToken = { token: string; expiresAt: string; session: Session };

/** Whose request it is, for the audit log. */
export type Origin = { requestId: string | null; client: Client | null };

/** A session begun by a one-time secret: until browser sign-in there is no way to renew it, so it lives as long as a token may. */
export const sessionLife = 365 * 24 * 60 * 60_000;

export type Setup = {
  /** X6: a new setup link while nobody is superadmin; earlier ones stop working. Undefined when setup is done. */
  link(): Promise<string | undefined>;
  /** X6: makes the first superadmin from the link's secret. */
  complete(input: SuperadminDetails & { secret: string; password: string }, origin: Origin): Promise<IssuedToken>;
};

export function createSetup(foundation: Foundation): Setup {
  const { database, clock, publicUrl } = foundation;
  return {
    link: () =>
      transaction(database, async (trx) => {
        if (!(await setupIsNeeded(trx))) return undefined;
        const { secret } = await makeLink(trx, 'setup', null, clock());
        return setupLink(publicUrl(), secret);
      }),

    complete: async (input, origin) => {
      refuseWeakPassword(input.password, input);
      // Whoever has no link does not make the server hash.
      await usableLink(foundation, input.secret);
      const passwordHash = await hashPassword(input.password);
      const made = await auditedTransaction(foundation, systemActor('Setup link', 'setup', origin), async (tx) => {
        const now = clock();
        const link = await findLink(tx.db, 'setup', input.secret, now);
        if (!(await setupIsNeeded(tx.db))) throw new AppError('conflict', 'This server has its first superadmin already.', { reason: 'setup_already_done' });
        if (!link || !(await useLink(tx.db, link.id, now))) throw linkInvalid();
        const owner = { id: uuidv7(now), name: input.displayName === '' ? input.username : input.displayName };
        await writeUsers(tx, systemActor('Setup link', 'setup', origin), [{ action: 'create', id: owner.id, before: null, after: superadminState(input), passwordHash }], now.toISOString());
        const issued = await issueToken(tx, owner, { kind: 'api', name: 'Setup', scope: null, expiresAt: new Date(now.getTime() + sessionLife).toISOString() }, now);
        const { id, name, scope, expiresAt } = issued.record;
        await tx.audit([{ table: 'tokens', recordId: id, recordLabel: name, action: 'tokens.create', before: null, after: { name, scope, expiresAt, ownerId: owner.id } }]);
        return { owner, issued };
      });
      const { token, record } = made.issued;
      const session = await sessionOf(foundation, made.owner.id, { via: 'token', token: record, grants: platformRoleGrants.superadmin });
      return { token, expiresAt: record.expiresAt, session };
    },
  };
}

async function usableLink({ database, clock }: Foundation, secret: string): Promise<void> {
  if (!(await setupIsNeeded(database.db))) throw new AppError('conflict', 'This server has its first superadmin already.', { reason: 'setup_already_done' });
  if (!(await findLink(database.db, 'setup', secret, clock()))) throw linkInvalid();
}

const linkInvalid = (): AppError => new AppError('not_allowed', 'This setup link is not valid any more. The server prints a new one each time it starts.', { reason: 'setup_link_invalid' });
