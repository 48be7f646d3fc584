import { z } from 'zod';
import type { Permission } from '#shared/permissions.ts';
import { capabilityFlags, userChanges } from '#shared/schemas/users.ts';
import type { User } from '#shared/schemas/users.ts';

/** Fields of the profile form, as the contract checks them. */
export const profileSchema = userChanges
  .pick({
    displayName: true, username: true, email: true, firstName: true, lastName: true,
    jobTitle: true, company: true, department: true, businessPhone: true, mobilePhone: true, externalId: true,
    locale: true, kind: true, nonCounting: true, protected: true,
    canJoinTeams: true, canCreateOrganizations: true, canCreateWorkspaces: true, canCreatePrivateWorkspaces: true, canInviteGuests: true, mustResetPassword: true,
  })
  .required();

export type Profile = z.infer<typeof profileSchema>;
export type ProfileField = keyof Profile;
export const profileFields = Object.keys(profileSchema.shape) as ProfileField[];

/** The form's values of a person. */
export const profileOf = (user: User): Profile => Object.fromEntries(profileFields.map((field) => [field, user[field]])) as Profile;

/** U11: what an identity provider owns of its people. */
const providerFields: ReadonlySet<ProfileField> = new Set<ProfileField>(['firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone']);

/** U11: whether the person's identity provider owns the field. */
export const isOwnedByProvider = (user: Pick<User, 'identitySource'>, field: ProfileField): boolean => user.identitySource !== 'local' && providerFields.has(field);

const byMembers: ReadonlySet<ProfileField> = new Set<ProfileField>(['username', 'email', 'externalId', ...capabilityFlags.filter((flag) => flag !== 'mustResetPassword')]);
const byAdministrators: ReadonlySet<ProfileField> = new Set<ProfileField>(['kind', 'nonCounting', 'protected']);

/** R1: what it takes to edit a field. */
export function permissionFor(field: ProfileField): Permission {
  if (byAdministrators.has(field)) return 'users:admin';
  return byMembers.has(field) ? 'users:member' : 'users:contributor';
}

/** Empty and missing text are the same to a person's record. */
const plain = (value: unknown): unknown => (value === '' ? null : value);

/** What differs from `base`: only that is sent. */
export function changedProfile(base: Profile, values: Profile): Partial<Profile> {
  return Object.fromEntries(profileFields.filter((field) => plain(values[field]) !== plain(base[field])).map((field) => [field, values[field]]));
}

/** Where two people met in one record: which fields both changed, and what the other did beside. */
export interface Meeting {
  /** Fields that both changed to different values. */
  contested: ProfileField[];
  /** Fields that only the other one changed. */
  theirs: ProfileField[];
}

/** Compares what I changed since `base` with what `current` says (412). */
export function meetingOf(base: Profile, current: Profile, mine: Partial<Profile>): Meeting {
  const changedByOther = profileFields.filter((field) => plain(base[field]) !== plain(current[field]));
  const contested = changedByOther.filter((field) => field in mine && plain(mine[field]) !== plain(current[field]));
  return { contested, theirs: changedByOther.filter((field) => !contested.includes(field)) };
}

/** The form's values after the choice: the present record, and of my changes those that nobody contests or that I keep. */
export function merged(current: Profile, mine: Partial<Profile>, taken: ReadonlySet<ProfileField>): Profile {
  const kept = Object.fromEntries(Object.entries(mine).filter(([field]) => !taken.has(field as ProfileField)));
  return { ...current, ...kept };
}
