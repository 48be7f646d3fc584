import type { ParsedInputOf } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { permits, type Permission } from '#shared/permissions.ts';
import { roleOf } from '#shared/roles.ts';
import { capabilityFlags } from '#shared/schemas/users.ts';
import type { Actor } from '../../actor.ts';
import type { UserState } from './user-state.ts';
import { changedKeys, withPlatformRole } from './user-transitions.ts';

/**
 * What may be edited at which level of `users` (R1): a contributor, such as the helpdesk (R6), keeps profiles right;
 * names, the external id and capabilities are set by those who may create people; what gives or takes power needs
 * `admin`. Whatever is not listed here is nobody's to edit.
 */
const levelsByField: Partial<Record<keyof UserState, Permission>> = {
  displayName: 'users:contributor',
  firstName: 'users:contributor',
  lastName: 'users:contributor',
  jobTitle: 'users:contributor',
  businessPhone: 'users:contributor',
  mobilePhone: 'users:contributor',
  company: 'users:contributor',
  department: 'users:contributor',
  locale: 'users:contributor',
  mustResetPassword: 'users:contributor',
  username: 'users:member',
  email: 'users:member',
  externalId: 'users:member',
  canJoinTeams: 'users:member',
  canCreateOrganizations: 'users:member',
  canCreateWorkspaces: 'users:member',
  canCreatePrivateWorkspaces: 'users:member',
  canInviteGuests: 'users:member',
};

/** What somebody is made with when nothing is said; whoever may create people may create such ones. */
const newcomer: UserState = {
  username: '',
  email: '',
  displayName: '',
  firstName: null,
  lastName: null,
  jobTitle: null,
  businessPhone: null,
  mobilePhone: null,
  company: null,
  department: null,
  externalId: null,
  locale: 'en',
  platformRole: 'user',
  formerRole: null,
  deactivatedBy: null,
  kind: 'person',
  identitySource: 'local',
  canJoinTeams: true,
  canCreateOrganizations: false,
  canCreateWorkspaces: true,
  canCreatePrivateWorkspaces: true,
  canInviteGuests: false,
  mustResetPassword: false,
  nonCounting: false,
  protected: false,
  roles: [],
  organizations: [],
  deletedAt: null,
};

/** Platform roles and kinds that creating people includes; the others are power that only `users:admin` gives. */
const createdByMembers = new Set(['user', 'unlicensed', 'deactivated']);

/** @throws AppError `not_allowed` when a field is changed that needs a higher level of `users`. */
export function refuseBeyondLevel(actor: Actor, before: UserState | null, after: UserState): void {
  const plain = before === null && createdByMembers.has(after.platformRole) ? new Set<keyof UserState>(['platformRole', 'formerRole', 'deactivatedBy', 'kind']) : new Set<keyof UserState>();
  const beyond = changedKeys(before ?? newcomer, after).filter((key) => !plain.has(key) && !permits(actor.grants, levelsByField[key] ?? 'users:admin'));
  if (beyond.length === 0) return;
  const errors = beyond.map((path) => ({ path, message: `Needs ${levelsByField[path] ?? 'users:admin'}` }));
  throw new AppError('not_allowed', 'You may not change these fields.', { errors });
}

const textFields = ['firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone', 'company', 'department', 'externalId'] as const;

type Edits = Omit<ParsedInputOf<'users.update'>, 'id' | 'version'>;

/** U1: the state of somebody new. U5: a contact has no platform role. */
export function newState(input: ParsedInputOf<'users.create'>, by: string): UserState {
  const { password: _password, platformRole, ...edits } = input;
  const role = platformRole ?? (input.kind === 'contact' ? 'deactivated' : 'user');
  const state = changedState(newcomer, { ...edits, kind: 'person' }, by);
  if (input.kind === 'contact') return { ...state, kind: 'contact', platformRole: role };
  return withoutFormerRole(withPlatformRole(state, role, by));
}

/** Somebody made as deactivated never had a role to come back to. */
const withoutFormerRole = (state: UserState): UserState => ({ ...state, formerRole: null });

/**
 * The state after the edits of a form. Empty text is no text; an empty display name is the username (U1).
 *
 * @param by who decides, for a deactivation (U9).
 * @throws AppError `unknown_role`
 */
export function changedState(before: UserState, edits: Edits, by: string): UserState {
  const after: UserState = { ...before };
  for (const field of textFields) if (edits[field] !== undefined) after[field] = edits[field] === '' ? null : edits[field];
  for (const flag of capabilityFlags) after[flag] = edits[flag] ?? before[flag];
  after.username = edits.username ?? before.username;
  after.email = edits.email ?? before.email;
  after.displayName = (edits.displayName ?? before.displayName) || after.username;
  after.locale = edits.locale ?? before.locale;
  after.nonCounting = edits.nonCounting ?? before.nonCounting;
  after.protected = edits.protected ?? before.protected;
  after.roles = edits.roles === undefined ? before.roles : knownRoles(edits.roles, before.roles);
  return withKind(after, edits, by);
}

function withKind(state: UserState, { kind = state.kind, platformRole }: Edits, by: string): UserState {
  if (kind === 'person') return withPlatformRole({ ...state, kind }, platformRole ?? state.platformRole, by);
  // U5: what a person could sign in with goes when they become a contact; a role asked for together with it is refused later.
  return { ...state, kind, platformRole: platformRole ?? 'deactivated', formerRole: null, deactivatedBy: null };
}

function knownRoles(wanted: readonly string[], held: readonly string[]): string[] {
  const unknown = wanted.find((key) => !held.includes(key) && roleOf(key) === undefined);
  if (unknown !== undefined) throw new AppError('conflict', `There is no role ${unknown}.`, { reason: 'unknown_role', details: { role: unknown } });
  return [...new Set(wanted)].sort();
}
