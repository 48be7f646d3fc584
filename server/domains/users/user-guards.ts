import { AppError, type Reason } from '#shared/errors.ts';
import { isWithin, type Grants } from '#shared/permissions.ts';
import { effectiveGrants, isLicensedRole, lowersRole, type PlatformRole } from '#shared/roles.ts';
import type { Actor } from '../../actor.ts';
import type { AuditedTransaction } from '../audit/audited-transaction.ts';
import type { StoredUser, UserState } from './user-state.ts';
import { canSignIn } from './user-transitions.ts';

/** Why one change of one person is refused; `details` are values for the translated text. */
export type Refusal = { reason: Reason; details?: Record<string, string | number> };

/** Settings of the installation that guards depend on. */
export type GuardRules = { adminLevelEnabled: boolean };

/**
 * Everything that forbids this actor to change this person in this way; empty when nothing does. Pure: the same
 * answer for a screen, a plan and a job. `before` is null for a creation. U6 is about everybody at once and has a
 * function of its own below.
 */
export function refusalsOf(actor: Actor, before: StoredUser | null, after: UserState, rules: GuardRules): Refusal[] {
  const refusals: Refusal[] = [];
  if (before && harmsOwnAccount(actor, before, after)) refusals.push({ reason: 'own_account' });
  if ((before && isAbove(actor, before.state)) || isAbove(actor, after)) refusals.push({ reason: 'above_own_level' });
  if (!rules.adminLevelEnabled && after.platformRole === 'admin' && before?.state.platformRole !== 'admin') refusals.push({ reason: 'admin_level_disabled' });
  if (givesContactSignIn(before?.state, after)) refusals.push({ reason: 'contact_cannot_sign_in' });
  const fields = before ? providerFieldsTouched(actor, before.state, after) : [];
  if (before && fields.length > 0) refusals.push({ reason: 'field_owned_by_provider', details: { fields: fields.join(', '), provider: before.state.identitySource } });
  return refusals;
}

/** U7: nobody lowers their own platform role, nor deactivates, deletes or turns themselves into a contact. */
function harmsOwnAccount(actor: Actor, before: StoredUser, after: UserState): boolean {
  if (before.id !== actor.id) return false;
  const { state } = before;
  return lowersRole(state.platformRole, after.platformRole) || (state.deletedAt === null && after.deletedAt !== null) || (state.kind === 'person' && after.kind === 'contact');
}

/**
 * U8: whether a person holds anything that the actor does not, in rank or in grants. Asked of the state before and
 * of the one after, so that neither touching someone above nor raising someone above oneself is possible.
 */
export function isAbove(actor: Actor, state: UserState): boolean {
  return lowersRole(latentRole(state), actor.platformRole) || !isWithin(latentGrants(state), actor.grants);
}

/** The platform role that a person has or would come back to (U9). */
function latentRole(state: UserState): PlatformRole {
  return state.platformRole === 'deactivated' ? (state.formerRole ?? 'deactivated') : state.platformRole;
}

/**
 * What a person holds or would hold after a return: roles wait while somebody is deactivated or unlicensed (U9),
 * so they count, or a role could be planted on a sleeping account by someone who may not give it.
 */
export function latentGrants(state: UserState): Grants {
  const role = latentRole(state);
  return effectiveGrants(isLicensedRole(role) ? role : 'user', state.roles);
}

/**
 * U5: a contact has no role to sign in with, which is stored as `deactivated`; whoever turns a contact into a person
 * chooses one.
 */
function givesContactSignIn(before: UserState | undefined, after: UserState): boolean {
  if (after.kind === 'contact') return after.platformRole !== 'deactivated';
  return before?.kind === 'contact' && after.platformRole === 'deactivated';
}

/** U11: what an identity provider owns of the people it manages. */
export const providerFields = ['firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone'] as const satisfies readonly (keyof UserState)[];

function providerFieldsTouched(actor: Actor, before: UserState, after: UserState): string[] {
  // The provider itself writes them, through provisioning or at sign-in.
  if (before.identitySource === 'local' || (actor.source !== 'user' && actor.source !== 'import')) return [];
  return providerFields.filter((field) => before[field] !== after[field]);
}

/** U6: whether this change takes a superadmin away who could sign in; then `assertSuperadminRemains` must follow. */
export function takesSuperadminAway(before: UserState | null, after: UserState): boolean {
  const isOne = (state: UserState): boolean => state.platformRole === 'superadmin' && canSignIn(state);
  return before !== null && isOne(before) && !isOne(after);
}

/**
 * U6: somebody who can sign in as superadmin is left. Call it inside the transaction, once, after everything that
 * it changes has been written. Audited transactions are serial, so what it sees stays true until the commit.
 *
 * @throws AppError conflict `last_superadmin`
 */
export async function assertSuperadminRemains(tx: Pick<AuditedTransaction, 'db'>): Promise<void> {
  const left = await tx.db
    .selectFrom('users')
    .select('id')
    .where('platform_role', '=', 'superadmin')
    .where('kind', '=', 'person')
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!left) throw new AppError('conflict', 'The last superadmin who can sign in stays one.', { reason: 'last_superadmin' });
}

/** Throws the first refusal; for one person changed by a request. */
export function refuse(refusals: readonly Refusal[]): void {
  const [first] = refusals;
  if (first) throw new AppError(first.reason === 'above_own_level' || first.reason === 'own_account' ? 'not_allowed' : 'conflict', messages[first.reason] ?? 'Refused.', { reason: first.reason, details: first.details });
}

const messages: Partial<Record<Reason, string>> = {
  own_account: 'Nobody can lower, deactivate or delete their own account.',
  above_own_level: 'This person holds, or would hold, permissions beyond your own.',
  admin_level_disabled: 'The platform role admin is switched off in this installation.',
  contact_cannot_sign_in: 'A contact cannot sign in; turning one into a person needs a platform role.',
  field_owned_by_provider: 'These fields come from the identity provider and cannot be changed here.',
};
