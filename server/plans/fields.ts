import type { CapabilityFlag } from '#shared/schemas/users.ts';
import { capabilityFlags } from '#shared/schemas/users.ts';
import type { FileField } from '#shared/schemas/plans.ts';

/** Free texts of a person that a file may bring, by column of `plan_rows` and `users` (the same name in both). */
export const textFields = {
  displayName: { column: 'display_name', most: 200 },
  firstName: { column: 'first_name', most: 100 },
  lastName: { column: 'last_name', most: 100 },
  jobTitle: { column: 'job_title', most: 200 },
  businessPhone: { column: 'business_phone', most: 50 },
  mobilePhone: { column: 'mobile_phone', most: 50 },
  company: { column: 'company', most: 200 },
  department: { column: 'department', most: 200 },
  externalId: { column: 'external_id', most: 200 },
} as const;
export type TextField = keyof typeof textFields;
export const textFieldNames = Object.keys(textFields) as TextField[];

/** U4: the six flags, by column of `plan_rows` and `users`. */
export const flagColumns = {
  canJoinTeams: 'can_join_teams',
  canCreateOrganizations: 'can_create_organizations',
  canCreateWorkspaces: 'can_create_workspaces',
  canCreatePrivateWorkspaces: 'can_create_private_workspaces',
  canInviteGuests: 'can_invite_guests',
  mustResetPassword: 'must_reset_password',
} as const satisfies Record<CapabilityFlag, string>;
export const flagNames: readonly CapabilityFlag[] = capabilityFlags;

/** U11: what an identity provider owns of its people. */
export const providerFields: ReadonlySet<FileField> = new Set<FileField>(['firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone']);

/** Columns of `plan_rows` that a compared value has in `users` too, for the set-based comparison. */
export const comparedColumns = [
  'username', 'email', 'platform_role',
  ...Object.values(textFields).map((field) => field.column),
  ...Object.values(flagColumns),
] as const;
