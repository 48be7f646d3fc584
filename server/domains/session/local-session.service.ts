import { AppError } from '#shared/errors.ts';
import { effectiveGrants, type PlatformRole } from '#shared/roles.ts';
import { foldSearch } from '#shared/text.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { writeUsers } from '../users/user-writes.ts';
import { setupIsNeeded, superadminState, systemActor } from './first-superadmin.ts';
import { newSecret, sameSecret } from './secrets.ts';
import { sessionOf } from './session.service.ts';
import { sessionLife, type IssuedToken, type Origin } from './setup.service.ts';
import { issueToken } from './tokens.service.ts';
import { endLocalTokens, localPerson } from './tokens.store.ts';

export type LocalSession = {
  /** X6: the secret for the desktop, told over the private channel of its process. */
  readonly secret: string;
  /**
   * Exchanges the secret, once, for a session of this computer's superadmin, who is made at the first time.
   *
   * @throws AppError `not_allowed`, with `secret_invalid` for a wrong or used one, without a reason when the person
   *   of this computer can no longer sign in.
   */
  start(input: { secret: string; username: string; displayName: string }, origin: Origin): Promise<IssuedToken>;
};

/** The local console's way in (X6); only an embedded server has one. */
export function createLocalSession(foundation: Foundation): LocalSession {
  const { clock } = foundation;
  const secret = newSecret();
  let used = false;
  return {
    secret,
    start: async (input, origin) => {
      if (used || !sameSecret(secret, input.secret)) throw secretInvalid();
      used = true;
      const actor = systemActor('This computer', 'local', origin);
      const made = await auditedTransaction(foundation, actor, async (tx) => {
        const now = clock();
        const person = (await presentPerson(tx)) ?? (await makePerson(tx, actor, input, now));
        await endLocalTokens(tx.db, now.toISOString());
        const expiresAt = new Date(now.getTime() + sessionLife).toISOString();
        const issued = await issueToken(tx, person, { kind: 'local', name: 'This computer', scope: null, expiresAt }, now);
        await tx.audit([{ table: 'sessions', recordId: issued.record.id, recordLabel: person.name, action: 'session.start', before: null, after: { userId: person.id, expiresAt } }]);
        return { person, issued };
      }).catch((error: unknown) => {
        // A secret is spent by the session it gives, not by a full disk.
        if (!(error instanceof AppError) || error.code !== 'not_allowed') used = false;
        throw error;
      });
      const { token, record } = made.issued;
      const grants = effectiveGrants(made.person.platformRole, made.person.roles);
      return { token, expiresAt: record.expiresAt, session: await sessionOf(foundation, made.person.id, { via: 'local', token: record, grants }) };
    },
  };
}

/** For servers that are not embedded: nobody ever has the secret. */
export const noLocalSession: Pick<LocalSession, 'start'> = { start: () => Promise.reject(secretInvalid()) };

const secretInvalid = (): AppError => new AppError('not_allowed', 'This secret is not valid, or was used already.', { reason: 'secret_invalid' });

type Person = { id: string; name: string; platformRole: PlatformRole; roles: string[] };

async function presentPerson(tx: AuditedTransaction): Promise<Person | undefined> {
  const id = await localPerson(tx.db);
  if (id === undefined) return undefined;
  const found = await tx.db.selectFrom('users').select(['id', 'display_name', 'username', 'platform_role', 'kind', 'deleted_at']).where('id', '=', id).executeTakeFirst();
  if (!found || found.deleted_at !== null || found.kind !== 'person' || found.platform_role === 'deactivated') throw cannotSignIn();
  const roles = await tx.db.selectFrom('user_roles').select('role_key').where('user_id', '=', id).execute();
  return { id, name: found.display_name, platformRole: found.platform_role as PlatformRole, roles: roles.map((role) => role.role_key) };
}

async function makePerson(tx: AuditedTransaction, actor: ReturnType<typeof systemActor>, input: { username: string; displayName: string }, now: Date): Promise<Person> {
  if (!(await setupIsNeeded(tx.db))) throw cannotSignIn();
  const username = toUsername(input.username);
  // Nobody has told an address; RFC 2606 keeps this one from ever being somebody's.
  const state = superadminState({ username, email: `${username}@this-computer.invalid`, displayName: input.displayName, locale: 'en' });
  const id = uuidv7(now);
  await writeUsers(tx, actor, [{ action: 'create', id, before: null, after: state }], now.toISOString());
  return { id, name: state.displayName, platformRole: state.platformRole, roles: [] };
}

const cannotSignIn = (): AppError =>
  new AppError(
    'not_allowed',
    "This computer's superadmin can no longer sign in here. Ask another superadmin to reactivate them, or run the server's break-glass command on this computer.",
  );

/** What the operating system calls the person, as a username that is also the first part of an address. */
function toUsername(name: string): string {
  const plain = foldSearch(name).replace(/[^a-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '').slice(0, 60).replace(/\.+$/, '');
  return plain === '' ? 'administrator' : plain;
}
