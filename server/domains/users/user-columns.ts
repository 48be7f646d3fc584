import { platformRoles, type PlatformRole } from '#shared/roles.ts';
import { capabilityFlags, type CapabilityFlag } from '#shared/schemas/users.ts';
import { foldKey, foldSearch } from '#shared/text.ts';
import type { UserRecord } from '../../db/schema.ts';
import type { Membership, UserState } from './user-state.ts';
import { takesLicence } from './user-transitions.ts';

/** How one column of the table follows from a person's state. */
export type UserColumn = {
  type: 'text' | 'integer';
  /** The parts of the state that it follows from: nothing else can change it. */
  from: readonly (keyof UserState)[];
  value: (state: UserState, id: string) => string | number | null;
};

/**
 * U10: what stands in a tombstone's place of a unique name. Usernames and emails have no spaces and keys are trimmed,
 * so it is nobody's name and can never be taken.
 */
const freed = (key: string, id: string): string => `${key} deleted ${id}`;

/** The keys that U2 compares; an external id is compared as it is written (M9). */
export const usernameKey = (state: UserState): string => foldKey(state.username);
export const emailKey = (state: UserState): string => foldKey(state.email);

/** U13: the fields of a person that a search looks into. One a line: no search crosses from one into the next. */
export const searchText = (state: UserState, id: string): string =>
  [state.username, state.email, state.displayName, state.firstName, state.lastName, id]
    .filter((text) => text !== null)
    .map((text) => foldSearch(text))
    .join('\n');

const same = (key: { [Key in keyof UserState]: UserState[Key] extends string | null ? Key : never }[keyof UserState]): UserColumn => ({
  type: 'text',
  from: [key],
  value: (state) => state[key],
});

const truth = (key: { [Key in keyof UserState]: UserState[Key] extends boolean ? Key : never }[keyof UserState]): UserColumn => ({
  type: 'integer',
  from: [key],
  value: (state) => (state[key] ? 1 : 0),
});

const sorted = (key: 'displayName' | 'jobTitle' | 'company' | 'department'): UserColumn => ({
  type: 'text',
  from: [key],
  value: (state) => foldSearch(state[key] ?? ''),
});

/** Every column that follows from the state. What does not: id, times, version, password, creation source, MFA. */
export const userColumns = {
  username: same('username'),
  username_key: { type: 'text', from: ['username', 'deletedAt'], value: (state, id) => (state.deletedAt === null ? usernameKey(state) : freed(usernameKey(state), id)) },
  email: same('email'),
  email_key: { type: 'text', from: ['email', 'deletedAt'], value: (state, id) => (state.deletedAt === null ? emailKey(state) : freed(emailKey(state), id)) },
  display_name: same('displayName'),
  first_name: same('firstName'),
  last_name: same('lastName'),
  job_title: same('jobTitle'),
  business_phone: same('businessPhone'),
  mobile_phone: same('mobilePhone'),
  company: same('company'),
  department: same('department'),
  external_id: { type: 'text', from: ['externalId', 'deletedAt'], value: (state) => (state.deletedAt === null ? state.externalId : null) },
  locale: same('locale'),
  platform_role: same('platformRole'),
  former_role: same('formerRole'),
  deactivated_by: same('deactivatedBy'),
  kind: same('kind'),
  identity_source: same('identitySource'),
  can_join_teams: truth('canJoinTeams'),
  can_create_organizations: truth('canCreateOrganizations'),
  can_create_workspaces: truth('canCreateWorkspaces'),
  can_create_private_workspaces: truth('canCreatePrivateWorkspaces'),
  can_invite_guests: truth('canInviteGuests'),
  must_reset_password: truth('mustResetPassword'),
  non_counting: truth('nonCounting'),
  protected: truth('protected'),
  deleted_at: same('deletedAt'),
  deleted_identity: {
    type: 'text',
    from: ['username', 'email', 'externalId', 'deletedAt'],
    value: ({ deletedAt, username, email, externalId }) => (deletedAt === null ? null : JSON.stringify({ username, email, externalId })),
  },
  search_text: { type: 'text', from: ['username', 'email', 'displayName', 'firstName', 'lastName'], value: searchText },
  sort_name: sorted('displayName'),
  sort_job_title: sorted('jobTitle'),
  sort_company: sorted('company'),
  sort_department: sorted('department'),
  role_rank: { type: 'integer', from: ['platformRole'], value: (state) => platformRoles.indexOf(state.platformRole) },
  licensed: { type: 'integer', from: ['platformRole', 'kind', 'nonCounting', 'deletedAt'], value: (state) => (takesLicence(state) ? 1 : 0) },
  organization_count: { type: 'integer', from: ['organizations'], value: (state) => state.organizations.length },
} as const satisfies Partial<Record<keyof UserRecord, UserColumn>>;

export type UserColumnName = keyof typeof userColumns;

export const userColumnNames = Object.keys(userColumns) as UserColumnName[];

const flagColumns: Record<CapabilityFlag, keyof UserRecord> = {
  canJoinTeams: 'can_join_teams',
  canCreateOrganizations: 'can_create_organizations',
  canCreateWorkspaces: 'can_create_workspaces',
  canCreatePrivateWorkspaces: 'can_create_private_workspaces',
  canInviteGuests: 'can_invite_guests',
  mustResetPassword: 'must_reset_password',
};

/** The columns that `toState` reads. */
export const stateColumns = [
  'username', 'email', 'display_name', 'first_name', 'last_name', 'job_title', 'business_phone', 'mobile_phone', 'company', 'department',
  'external_id', 'locale', 'platform_role', 'former_role', 'deactivated_by', 'kind', 'identity_source', 'can_join_teams',
  'can_create_organizations', 'can_create_workspaces', 'can_create_private_workspaces', 'can_invite_guests', 'must_reset_password',
  'non_counting', 'protected', 'deleted_at', 'deleted_identity',
] as const satisfies readonly (keyof UserRecord)[];

export type StateRow = Record<(typeof stateColumns)[number], unknown>;

/** The way back from a row, with the roles and memberships that stand in tables of their own. */
export function toState(row: StateRow, roles: readonly string[], organizations: readonly Membership[]): UserState {
  const cells = row as unknown as UserRecord;
  const flags = Object.fromEntries(capabilityFlags.map((flag) => [flag, (cells[flagColumns[flag]] as unknown) === 1])) as Record<CapabilityFlag, boolean>;
  return {
    username: cells.username,
    email: cells.email,
    displayName: cells.display_name,
    firstName: cells.first_name,
    lastName: cells.last_name,
    jobTitle: cells.job_title,
    businessPhone: cells.business_phone,
    mobilePhone: cells.mobile_phone,
    company: cells.company,
    department: cells.department,
    externalId: cells.deleted_identity === null ? cells.external_id : (JSON.parse(cells.deleted_identity) as { externalId: string | null }).externalId,
    locale: cells.locale as 'en' | 'fr',
    platformRole: cells.platform_role as PlatformRole,
    formerRole: cells.former_role as PlatformRole | null,
    deactivatedBy: cells.deactivated_by,
    kind: cells.kind as 'person' | 'contact',
    identitySource: cells.identity_source,
    ...flags,
    nonCounting: (cells.non_counting as unknown) === 1,
    protected: (cells.protected as unknown) === 1,
    roles,
    organizations,
    deletedAt: cells.deleted_at,
  };
}
