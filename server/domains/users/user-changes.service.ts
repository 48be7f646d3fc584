import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { User } from '#shared/schemas/users.ts';
import type { Actor } from '../../actor.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { hasFreeSeat } from '../licences/count-seats.ts';
import { endAccess } from '../session/access.ts';
import { makePasswordLink } from '../session/one-time-links.ts';
import { hashPassword, temporaryPassword } from '../session/passwords.ts';
import { refuseWeakPassword } from '../session/set-password.ts';
import { changedState, newState, refuseBeyondLevel } from './user-edits.ts';
import { restorableFor } from './user-filter.ts';
import { assertSuperadminRemains, isAbove, refusalsOf, refuse, takesSuperadminAway } from './user-guards.ts';
import { findUser } from './user-rows.store.ts';
import type { StoredUser, UserAction, UserState } from './user-state.ts';
import { loadUsers } from './user.store.ts';
import { actionOf, canSignIn, deleted, reactivated, restored, takesLicence, withPlatformRole } from './user-transitions.ts';
import { writeUsers } from './user-writes.ts';

type Result = OutputOf<'users.update'>;
type Notice = Result['notices'][number];
type Version = { id: string; version: number };

/** Every change of one person by a request: guards, licences, the write and its audit entry in one transaction. */
export type UserChanges = {
  /** L2: without a free licence the person gets free access. A one-time link is made where no password is given. */
  create(actor: Actor, input: ParsedInputOf<'users.create'>): Promise<OutputOf<'users.create'>>;
  update(actor: Actor, input: ParsedInputOf<'users.update'>): Promise<Result>;
  deactivate(actor: Actor, which: Version): Promise<Result>;
  reactivate(actor: Actor, which: Version): Promise<Result>;
  makeUnlicensed(actor: Actor, which: Version): Promise<Result>;
  remove(actor: Actor, which: Version): Promise<void>;
  restore(actor: Actor, which: Version): Promise<Result>;
  resetPassword(actor: Actor, input: ParsedInputOf<'users.resetPassword'>): Promise<OutputOf<'users.resetPassword'>>;
};

export function createUserChanges(foundation: Foundation): UserChanges {
  const { clock } = foundation;
  const one = (actor: Actor, which: Version, intend: (person: StoredUser, now: string) => UserState): Promise<Result> =>
    auditedTransaction(foundation, actor, async (tx) => {
      const now = clock().toISOString();
      const person = await readPerson(tx, which);
      return settle(tx, actor, person, intend(person, now), now);
    });
  const living = (intend: (state: UserState) => UserState) => (person: StoredUser) => intend(alive(person).state);
  return {
    create: (actor, input) => create(foundation, actor, input),
    update: (actor, input) =>
      one(actor, input, (person) => {
        const after = changedState(alive(person).state, input, decidedBy(actor));
        refuseBeyondLevel(actor, person.state, after);
        return after;
      }),
    deactivate: (actor, which) => one(actor, which, living((state) => withPlatformRole(state, 'deactivated', decidedBy(actor)))),
    reactivate: (actor, which) => one(actor, which, living(reactivated)),
    makeUnlicensed: (actor, which) => one(actor, which, living((state) => withPlatformRole(state, 'unlicensed', decidedBy(actor)))),
    remove: async (actor, which) => void (await one(actor, which, (person, now) => deleted(alive(person).state, now))),
    restore: (actor, which) => one(actor, which, (person, now) => restored(restorable(person, now).state)),
    resetPassword: (actor, input) => resetPassword(foundation, actor, input),
  };
}

/** U9: what a person decided is told apart from what a sync did; an import is a person's decision. */
const decidedBy = ({ source }: Actor): string => (source === 'import' ? 'user' : source);

/** @throws AppError `version_conflict` with the person as they are now */
async function readPerson(tx: AuditedTransaction, { id, version }: Version): Promise<StoredUser> {
  const [person] = await loadUsers(tx.db, tx.kind, [id]);
  if (!person) throw new AppError('not_found', 'There is no such user.');
  if (person.version === version) return person;
  throw new AppError('version_conflict', 'Somebody else has changed this user in the meantime.', { current: await shown(tx, id) });
}

function alive(person: StoredUser): StoredUser {
  if (person.state.deletedAt !== null) throw new AppError('not_found', 'This user is deleted.');
  return person;
}

/** U10: 30 days. */
function restorable(person: StoredUser, now: string): StoredUser {
  const { deletedAt } = person.state;
  if (deletedAt === null) throw new AppError('conflict', 'This user is not deleted.', { reason: 'not_deleted' });
  if (Date.parse(deletedAt) <= Date.parse(now) - restorableFor) throw new AppError('conflict', 'A deleted user can be restored for 30 days.', { reason: 'restore_expired' });
  return person;
}

async function shown(tx: AuditedTransaction, id: string): Promise<User> {
  const user = await findUser(tx.db, tx.kind, id);
  if (!user) throw new AppError('not_found', 'There is no such user.');
  return user;
}

/** Guards a wanted state, fits it into the licences, writes it, and sees that a superadmin remains. */
async function settle(tx: AuditedTransaction, actor: Actor, person: StoredUser, wanted: UserState, now: string): Promise<Result> {
  if (actionOf(person.state, wanted) === null) return { user: await shown(tx, person.id), notices: [] };
  refuse(refusalsOf(actor, person, wanted, await guardRules(tx)));
  const { after, notices } = await withinLicences(tx, person.state, wanted);
  const action = actionOf(person.state, after);
  if (action !== null) await writeOne(tx, actor, { action, id: person.id, before: person, after }, now);
  return { user: await shown(tx, person.id), notices };
}

async function writeOne(tx: AuditedTransaction, actor: Actor, write: { action: UserAction; id: string; before: StoredUser | null; after: UserState; passwordHash?: string | undefined }, now: string): Promise<void> {
  await writeUsers(tx, actor, [write], now);
  if (takesSuperadminAway(write.before?.state ?? null, write.after)) await assertSuperadminRemains(tx);
}

async function guardRules(tx: AuditedTransaction): Promise<{ adminLevelEnabled: boolean }> {
  const installation = await tx.db.selectFrom('installation').select('admin_level_enabled').executeTakeFirstOrThrow();
  return { adminLevelEnabled: installation.admin_level_enabled === 1 };
}

/** L2: who would take a licence when none is left gets free access, and the answer says so by name. */
async function withinLicences(tx: AuditedTransaction, before: UserState | null, wanted: UserState): Promise<{ after: UserState; notices: Notice[] }> {
  if (!takesLicence(wanted) || (before !== null && takesLicence(before))) return { after: wanted, notices: [] };
  if (await hasFreeSeat(tx.db)) return { after: wanted, notices: [] };
  return { after: { ...wanted, platformRole: 'unlicensed' }, notices: [{ code: 'no_licence_left', name: wanted.displayName }] };
}

async function create(foundation: Foundation, actor: Actor, input: ParsedInputOf<'users.create'>): Promise<OutputOf<'users.create'>> {
  const wanted = newState(input, decidedBy(actor));
  refuseBeyondLevel(actor, null, wanted);
  if (input.password !== undefined) {
    if (wanted.kind === 'contact') refuse([{ reason: 'contact_cannot_sign_in' }]);
    refuseWeakPassword(input.password, wanted);
  }
  // Outside of the transaction, because it takes its time.
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password);
  return auditedTransaction(foundation, actor, async (tx) => {
    const now = foundation.clock();
    refuse(refusalsOf(actor, null, wanted, await guardRules(tx)));
    const { after, notices } = await withinLicences(tx, null, wanted);
    const id = uuidv7(now);
    await writeOne(tx, actor, { action: 'create', id, before: null, after, passwordHash }, now.toISOString());
    const wantsLink = passwordHash === undefined && canSignIn(after);
    const link = wantsLink ? await makePasswordLink(tx.db, foundation.publicUrl(), id, now) : null;
    return { user: await shown(tx, id), notices, link };
  });
}

/**
 * U12. Whoever resets somebody's password may believe the account to be in wrong hands: every way in ends, API tokens
 * too. A temporary password has to be changed at the next sign-in.
 */
async function resetPassword(foundation: Foundation, actor: Actor, { id, method }: ParsedInputOf<'users.resetPassword'>): Promise<OutputOf<'users.resetPassword'>> {
  const password = temporaryPassword();
  const passwordHash = method === 'temporary' ? await hashPassword(password) : undefined;
  return auditedTransaction(foundation, actor, async (tx) => {
    const now = foundation.clock();
    const [person] = await loadUsers(tx.db, tx.kind, [id]);
    if (!person || person.state.deletedAt !== null) throw new AppError('not_found', 'There is no such user.');
    refuseReset(actor, person);
    if (method === 'temporary') {
      await writeOne(tx, actor, { action: 'resetPassword', id, before: person, after: { ...person.state, mustResetPassword: true }, passwordHash }, now.toISOString());
    }
    await endAccess(tx.db, tx.kind, [id], now.toISOString());
    if (method === 'temporary') return { method, password };
    const link = await makePasswordLink(tx.db, foundation.publicUrl(), id, now);
    await tx.audit([{ table: 'users', recordId: id, recordLabel: person.state.displayName, action: 'users.resetPassword', before: null, after: { linkExpiresAt: link.expiresAt } }]);
    return { method, ...link };
  });
}

function refuseReset(actor: Actor, { id, state }: StoredUser): void {
  if (id === actor.id) throw new AppError('not_allowed', 'Change your own password in your settings.', { reason: 'own_account' });
  if (isAbove(actor, state)) refuse([{ reason: 'above_own_level' }]);
  if (state.kind === 'contact') refuse([{ reason: 'contact_cannot_sign_in' }]);
  // U11: the provider signs this person in; a password here would be a second way in.
  if (state.identitySource !== 'local') refuse([{ reason: 'field_owned_by_provider', details: { fields: 'password', provider: state.identitySource } }]);
}
