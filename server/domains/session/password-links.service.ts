import { AppError } from '#shared/errors.ts';
import { effectiveGrants, type PlatformRole } from '#shared/roles.ts';
import type { Actor } from '../../actor.ts';
import type { Foundation } from '../../foundation.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import { findLink, useLink } from './one-time-links.ts';
import type { Origin } from './setup.service.ts';
import { refuseWeakPassword, setPassword } from './set-password.ts';

/** U12: what the page of a one-time password link does. */
export type PasswordLinks = {
  /** The username that the link is for; undefined when it was used, has expired or never was. */
  find(secret: string): Promise<string | undefined>;
  /** @throws AppError `not_allowed` with `link_invalid`, `invalid_input` with `password_too_weak` */
  use(secret: string, password: string, origin: Origin): Promise<void>;
};

export function createPasswordLinks(foundation: Foundation): PasswordLinks {
  const { database, clock } = foundation;
  const personOf = async (secret: string) => {
    const link = await findLink(database.db, 'password', secret, clock());
    if (!link || link.user_id === null) return undefined;
    return database.db
      .selectFrom('users')
      .select(['id', 'username', 'email', 'display_name', 'platform_role'])
      .where('id', '=', link.user_id)
      .where('deleted_at', 'is', null)
      .where('kind', '=', 'person')
      .where('platform_role', '<>', 'deactivated')
      .executeTakeFirst();
  };
  return {
    find: async (secret) => (await personOf(secret))?.username,
    use: async (secret, password, origin) => {
      const person = await personOf(secret);
      if (!person) throw linkInvalid();
      refuseWeakPassword(password, person);
      const change = await setPassword(person.id, password);
      const platformRole = person.platform_role as PlatformRole;
      const actor: Actor = { id: person.id, name: person.display_name, email: person.email, platformRole, grants: effectiveGrants(platformRole, []), source: 'user', sourceReference: 'password-link', ...origin };
      await auditedTransaction(foundation, actor, async (tx) => {
        const now = clock();
        const link = await findLink(tx.db, 'password', secret, now);
        if (!link || !(await useLink(tx.db, link.id, now))) throw linkInvalid();
        await change(tx, now.toISOString());
      });
    },
  };
}

const linkInvalid = (): AppError => new AppError('not_allowed', 'This link was used already, or has expired.', { reason: 'link_invalid' });
