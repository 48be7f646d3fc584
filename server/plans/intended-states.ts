import type { PlanIssue } from '#shared/schemas/plans.ts';
import type { BulkChange } from '#shared/schemas/plans.ts';
import type { PlatformRole } from '#shared/roles.ts';
import type { Selectable } from 'kysely';
import type { PlanRowRecord } from '../db/plan-schema.ts';
import type { Membership, StoredUser, UserState } from '../domains/users/user-state.ts';
import { deleted, reactivated, restored, withPlatformRole } from '../domains/users/user-transitions.ts';
import { flagColumns, flagNames, providerFields, textFieldNames, textFields } from './fields.ts';
import { planIssue, type FieldChange } from './planned-row.ts';

/** What somebody wants a person to become, and what is to be said about it. `after` null: it cannot be. */
export type Intention = { after: UserState | null; issues: PlanIssue[] };

export type OrganizationsByKey = ReadonlyMap<string, { id: string }>;

const byOrganization = (left: Membership, right: Membership): number => (left.organizationId < right.organizationId ? -1 : left.organizationId > right.organizationId ? 1 : 0);
const defaultOrganizationRole = 'manager'; // R7

/** M2: what a row of a file makes of an existing person; an empty cell leaves the value as it is. */
export function intendedUpdate(row: Selectable<PlanRowRecord>, before: StoredUser, organizations: OrganizationsByKey): Intention {
  const issues: PlanIssue[] = [];
  let after: UserState = { ...before.state };
  if (row.username !== null) after.username = row.username;
  if (row.email !== null) after.email = row.email;
  const managed = before.state.identitySource !== 'local';
  for (const field of textFieldNames) {
    const value = row[textFields[field].column];
    if (value === null || value === before.state[field]) continue;
    // U11: the provider's value stays, and the plan says so.
    if (managed && providerFields.has(field)) issues.push(planIssue('managed_by_provider', { severity: 'warning', field, value, details: { provider: before.state.identitySource } }));
    else after[field] = value;
  }
  for (const flag of flagNames) {
    const value = row[flagColumns[flag]];
    if (value !== null) after[flag] = value === 1;
  }
  if (row.platform_role !== null) {
    // U9: a person's decision is only taken back because the file says so, and the review names it.
    if (before.state.platformRole === 'deactivated' && row.platform_role !== 'deactivated' && before.state.deactivatedBy === 'user') issues.push(planIssue('deactivated_by_person', { severity: 'warning', field: 'platformRole' }));
    after = withPlatformRole(after, row.platform_role as PlatformRole, 'user');
  }
  const lists = readLists(row, before.state, organizations);
  after.roles = lists.roles ?? after.roles;
  after.organizations = lists.organizations ?? after.organizations;
  // M10: said only where the file brings one.
  if (row.has_password === 1) issues.push(planIssue('password_ignored', { severity: 'info', field: 'password' }));
  return { after: lists.issues.length > 0 ? null : after, issues: [...issues, ...lists.issues] };
}

/** M2: what a row of a file creates; an empty cell means the default. */
export function intendedCreation(row: Selectable<PlanRowRecord>, organizations: OrganizationsByKey): Intention {
  const missing = (['username', 'email'] as const).filter((field) => row[field] === null).map((field) => planIssue('required', { field }));
  const state: UserState = {
    ...newcomer,
    username: row.username ?? '',
    email: row.email ?? '',
    displayName: row.display_name ?? row.username ?? '',
  };
  for (const field of textFieldNames) if (field !== 'displayName') state[field] = row[textFields[field].column];
  for (const flag of flagNames) {
    const value = row[flagColumns[flag]];
    if (value !== null) state[flag] = value === 1;
  }
  const role = (row.platform_role ?? 'user') as PlatformRole;
  const lists = readLists(row, state, organizations);
  const after = { ...withPlatformRole({ ...state, platformRole: 'user' }, role, 'user'), roles: lists.roles ?? [], organizations: lists.organizations ?? [] };
  const issues = [...missing, ...lists.issues];
  return { after: issues.length > 0 ? null : after, issues };
}

/** A person with nothing but the defaults (U4). */
export const newcomer: UserState = {
  username: '', email: '', displayName: '', firstName: null, lastName: null, jobTitle: null, businessPhone: null, mobilePhone: null,
  company: null, department: null, externalId: null, locale: 'en', platformRole: 'user', formerRole: null, deactivatedBy: null,
  kind: 'person', identitySource: 'local', nonCounting: false, protected: false, roles: [], organizations: [], deletedAt: null,
  canJoinTeams: true, canCreateOrganizations: false, canCreateWorkspaces: true, canCreatePrivateWorkspaces: true, canInviteGuests: false, mustResetPassword: false,
};

type Lists = { roles: readonly string[] | null; organizations: readonly Membership[] | null; issues: PlanIssue[] };

/** A list cell is the whole list: what it does not name is taken away. A membership without role keeps the one it has. */
function readLists(row: Selectable<PlanRowRecord>, state: UserState, known: OrganizationsByKey): Lists {
  const roles = row.roles === null ? null : (JSON.parse(row.roles) as string[]);
  if (row.organizations === null) return { roles, organizations: null, issues: [] };
  const issues: PlanIssue[] = [];
  const memberships: Membership[] = [];
  for (const [key, role] of JSON.parse(row.organizations) as [string, string | null][]) {
    const organization = known.get(key);
    if (organization === undefined) issues.push(planIssue('unknown_organization', { field: 'organizations', value: key }));
    else if (role !== null && !['admin', 'manager', 'user'].includes(role)) issues.push(planIssue('unknown_organization_role', { field: 'organizations', value: `${key}:${role}` }));
    else memberships.push({ organizationId: organization.id, role: role ?? state.organizations.find((one) => one.organizationId === organization.id)?.role ?? defaultOrganizationRole });
  }
  return { roles, organizations: memberships.toSorted(byOrganization), issues };
}

/** M6, M8: what being only on the server, or being listed for removal, does. */
export function intendedRemoval(before: StoredUser, how: 'deactivate' | 'delete' | 'makeUnlicensed', now: string): UserState {
  if (how === 'delete') return deleted(before.state, now);
  if (how === 'deactivate') return withPlatformRole(before.state, 'deactivated', 'user');
  // Deactivated people already have less than free access.
  return before.state.platformRole === 'deactivated' ? before.state : withPlatformRole(before.state, 'unlicensed', 'user');
}

/** M19: what a bulk action does to one person. */
export function intendedBulk(change: BulkChange, { state }: StoredUser, now: string): UserState {
  const withoutRole = (role: string): string[] => state.roles.filter((one) => one !== role);
  switch (change.action) {
    case 'deactivate': return withPlatformRole(state, 'deactivated', 'user');
    case 'reactivate': return reactivated(state);
    case 'makeUnlicensed': return withPlatformRole(state, 'unlicensed', 'user');
    case 'delete': return deleted(state, now);
    case 'setPlatformRole': return withPlatformRole(state, change.platformRole, 'user');
    case 'addRole': return { ...state, roles: [...withoutRole(change.role), change.role].toSorted() };
    case 'removeRole': return { ...state, roles: withoutRole(change.role) };
    case 'replaceRole': return state.roles.includes(change.role) ? { ...state, roles: [...new Set([...withoutRole(change.role), change.replacement])].toSorted() } : state;
    case 'addToOrganization': return { ...state, organizations: [...state.organizations.filter((one) => one.organizationId !== change.organizationId), { organizationId: change.organizationId, role: change.role }].toSorted(byOrganization) };
    case 'removeFromOrganization': return { ...state, organizations: state.organizations.filter((one) => one.organizationId !== change.organizationId) };
    case 'requireReset': return { ...state, mustResetPassword: true };
  }
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/**
 * M18: the opposite of an applied row for a person who may have changed since. Fields that still have the value
 * the plan gave go back; those changed since stay, and are named.
 *
 * @param appliedAction what the plan did.
 * @returns the state to give back, and the fields that are kept because they changed since.
 */
export function intendedUndo(appliedAction: string, changes: readonly FieldChange[], current: StoredUser, appliedVersion: number, now: string): { after: UserState; kept: string[] } {
  const touched = current.version !== appliedVersion;
  if (appliedAction === 'create') {
    // Somebody has worked on this person since: removing them would lose that.
    return touched ? { after: current.state, kept: ['username'] } : { after: deleted(current.state, now), kept: [] };
  }
  const kept = changes.filter((change) => !same(current.state[change.field], change.after)).map((change) => change.field as string);
  // Being deleted or restored since settles everything.
  if (kept.includes('deletedAt')) return { after: current.state, kept };
  // A role and what remembers it go together.
  const together = ['platformRole', 'formerRole', 'deactivatedBy'];
  const group = kept.some((field) => together.includes(field)) ? new Set([...kept, ...together]) : new Set(kept);
  const back = changes.filter((change) => !group.has(change.field));
  const after = Object.assign({ ...current.state }, Object.fromEntries(back.map((change) => [change.field, change.before]))) as UserState;
  return { after: appliedAction === 'delete' ? restored(after) : after, kept };
}
