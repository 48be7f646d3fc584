import { isLicensedRole, lowersRole, type PlatformRole } from '#shared/roles.ts';
import type { UserAction, UserState } from './user-state.ts';

/**
 * Moves a person to a platform role. U9: a deactivated person keeps the former role and who decided, so that
 * reactivation gives it back; memberships and roles stay.
 *
 * @param by `user` when a person decides (also through an import), else the source.
 */
export function withPlatformRole(state: UserState, role: PlatformRole, by: string): UserState {
  if (role === state.platformRole) return state;
  if (role === 'deactivated') return { ...state, platformRole: role, formerRole: state.platformRole, deactivatedBy: by };
  return { ...state, platformRole: role, formerRole: null, deactivatedBy: null };
}

/** U9: gives a deactivated person the former role back; a person who never had one becomes a user. */
export function reactivated(state: UserState): UserState {
  if (state.platformRole !== 'deactivated') return state;
  const former = state.formerRole === null || state.formerRole === 'deactivated' ? 'user' : state.formerRole;
  return { ...state, platformRole: former, formerRole: null, deactivatedBy: null };
}

/** U10: a tombstone, restorable for 30 days. */
export const deleted = (state: UserState, now: string): UserState => (state.deletedAt === null ? { ...state, deletedAt: now } : state);

export const restored = (state: UserState): UserState => ({ ...state, deletedAt: null });

/** L1, L5: whether this state takes a licence. */
export const takesLicence = (state: UserState): boolean =>
  state.deletedAt === null && state.kind === 'person' && !state.nonCounting && isLicensedRole(state.platformRole);

/** Whether this person could sign in (U3, U5, U10). */
export const canSignIn = (state: UserState): boolean => state.deletedAt === null && state.kind === 'person' && state.platformRole !== 'deactivated';

const same = (left: unknown, right: unknown): boolean => left === right || JSON.stringify(left) === JSON.stringify(right);

/** The keys whose value differs; every key of `after` when there was nobody before. */
export function changedKeys(before: UserState | null, after: UserState): (keyof UserState)[] {
  const keys = Object.keys(after) as (keyof UserState)[];
  return before === null ? keys : keys.filter((key) => !same(before[key], after[key]));
}

/** The one name for what happens between two states; null when nothing does. */
export function actionOf(before: UserState | null, after: UserState): Exclude<UserAction, 'resetPassword'> | null {
  if (before === null) return 'create';
  if (before.deletedAt === null && after.deletedAt !== null) return 'delete';
  if (before.deletedAt !== null && after.deletedAt === null) return 'restore';
  if (before.platformRole !== 'deactivated' && after.platformRole === 'deactivated') return 'deactivate';
  if (before.platformRole === 'deactivated' && after.platformRole !== 'deactivated') return 'reactivate';
  if (isLicensedRole(before.platformRole) && after.platformRole === 'unlicensed') return 'makeUnlicensed';
  return changedKeys(before, after).length === 0 ? null : 'update';
}

/** M14: whether somebody loses access, a licence, a role or a membership. */
export function losesSomething(before: UserState, after: UserState): boolean {
  if (before.deletedAt !== null) return false;
  if (after.deletedAt !== null || lowersRole(before.platformRole, after.platformRole)) return true;
  if (before.kind === 'person' && after.kind === 'contact') return true;
  if (before.roles.some((role) => !after.roles.includes(role))) return true;
  return before.organizations.some((membership) => !after.organizations.some((other) => other.organizationId === membership.organizationId));
}
