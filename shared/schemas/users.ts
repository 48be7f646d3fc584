import { z } from 'zod';
import { isEmail } from '../people-file-values.ts';
import { platformRoles } from '../roles.ts';
import { catalogue, type Resource } from '../permissions.ts';
import { id, line, page, paging, sortBy, timestamp, version } from './primitives.ts';

export const platformRole = z.enum(platformRoles);
export const userKind = z.enum(['person', 'contact']);
export const locale = z.enum(['en', 'fr']);

/** U4: six flags per person. */
export const capabilityFlags = [
  'canJoinTeams',
  'canCreateOrganizations',
  'canCreateWorkspaces',
  'canCreatePrivateWorkspaces',
  'canInviteGuests',
  'mustResetPassword',
] as const;
export type CapabilityFlag = (typeof capabilityFlags)[number];

const flags = (of: () => z.ZodType) => Object.fromEntries(capabilityFlags.map((flag) => [flag, of()])) as Record<CapabilityFlag, z.ZodBoolean>;

export const username = line(100, 1).refine((text) => !/[\s,;"<>]/.test(text), 'A username has no spaces, quotes, commas or semicolons');
export const email = line(254, 3).refine(isEmail, 'Not an email address');
export const roleKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Not a role key');

const profile = {
  displayName: line(200),
  firstName: line(100).nullable(),
  lastName: line(100).nullable(),
  jobTitle: line(200).nullable(),
  businessPhone: line(50).nullable(),
  mobilePhone: line(50).nullable(),
  company: line(200).nullable(),
  department: line(200).nullable(),
  externalId: line(200).nullable(),
};

export const membership = z.object({ id, slug: z.string(), name: z.string(), role: z.string() });

/** U1: a person or contact as the console sees them. */
export const user = z.object({
  id,
  username: z.string(),
  email: z.string(),
  ...profile,
  displayName: z.string(),
  locale,
  platformRole,
  kind: userKind,
  identitySource: z.string(),
  mfaEnabled: z.boolean(),
  ...flags(() => z.boolean()),
  /** L1: takes no licence (the vendor's support account). */
  nonCounting: z.boolean(),
  /** M6: never touched by being absent from a file. */
  protected: z.boolean(),
  /** L1, L5: whether this person takes a licence now. */
  licensed: z.boolean(),
  roles: z.array(roleKey),
  organizations: z.array(membership),
  /** Whether a password is set; the password itself never leaves the server (U12). */
  hasPassword: z.boolean(),
  lastActiveAt: timestamp.nullable(),
  createdAt: timestamp,
  deletedAt: timestamp.nullable(),
  version,
});
export type User = z.infer<typeof user>;

export const userSorts = ['name', 'username', 'email', 'platformRole', 'jobTitle', 'company', 'department', 'identitySource', 'mfaEnabled', 'lastActiveAt', 'createdAt', 'organizations', 'licensed'] as const;

/** U13: filters over the whole data set. Lists mean "any of". `activity` and the dates cut on `lastActiveAt` and `createdAt`. */
export const userFilter = {
  q: z.string().max(200).optional(),
  platformRole: z.array(platformRole).max(5).optional(),
  role: z.array(roleKey).max(50).optional(),
  organization: z.array(id).max(50).optional(),
  company: z.array(z.string().max(200)).max(50).optional(),
  department: z.array(z.string().max(200)).max(50).optional(),
  identitySource: z.array(z.string().max(200)).max(50).optional(),
  kind: userKind.optional(),
  mfa: z.boolean().optional(),
  activity: z.enum(['active', 'inactive', 'never']).optional(),
  activityDays: z.number().int().min(1).max(3650).default(30),
  licence: z.enum(['licensed', 'free', 'none']).optional(),
  createdFrom: timestamp.optional(),
  createdTo: timestamp.optional(),
  deleted: z.boolean().default(false),
};
export const userFilterObject = z.object(userFilter);
export type UserFilter = z.infer<typeof userFilterObject>;

export const userList = z.object({ ...userFilter, sort: sortBy(userSorts).default('name'), ...paging });
export const userPage = page(user);

export const newUser = z.object({
  username,
  email,
  ...Object.fromEntries(Object.entries(profile).map(([key, schema]) => [key, schema.optional()])) as { [K in keyof typeof profile]: z.ZodOptional<(typeof profile)[K]> },
  locale: locale.default('en'),
  kind: userKind.default('person'),
  /** By default `user`; a contact has none (U5). */
  platformRole: platformRole.optional(),
  ...Object.fromEntries(capabilityFlags.map((flag) => [flag, z.boolean().optional()])) as Record<CapabilityFlag, z.ZodOptional<z.ZodBoolean>>,
  nonCounting: z.boolean().default(false),
  protected: z.boolean().default(false),
  roles: z.array(roleKey).max(50).default([]),
  /** Set for good when given; else the person gets a one-time link. */
  password: z.string().min(12).max(256).optional(),
});

/** Only what is given changes. */
export const userChanges = z.object({
  username: username.optional(),
  email: email.optional(),
  ...newUser.pick({ displayName: true, firstName: true, lastName: true, jobTitle: true, businessPhone: true, mobilePhone: true, company: true, department: true, externalId: true }).shape,
  locale: locale.optional(),
  kind: userKind.optional(),
  platformRole: platformRole.optional(),
  ...newUser.pick({ canJoinTeams: true, canCreateOrganizations: true, canCreateWorkspaces: true, canCreatePrivateWorkspaces: true, canInviteGuests: true, mustResetPassword: true }).shape,
  nonCounting: z.boolean().optional(),
  protected: z.boolean().optional(),
  roles: z.array(roleKey).max(50).optional(),
});
export type UserChanges = z.infer<typeof userChanges>;

/** What a write did beyond what was asked: L2, who fell to free access because no licence was left. */
export const userResult = z.object({ user, notices: z.array(z.object({ code: z.enum(['no_licence_left']), name: z.string() })) });

export const passwordReset = z.discriminatedUnion('method', [
  z.object({ method: z.literal('link'), url: z.string(), expiresAt: timestamp }),
  z.object({ method: z.literal('temporary'), password: z.string() }),
]);

const resourceNames = Object.keys(catalogue) as [Resource, ...Resource[]];

/** R11: for each resource the effective level and which grants give it. */
export const effectivePermissions = z.object({
  platformRole,
  roles: z.array(roleKey),
  resources: z.array(
    z.object({
      resource: z.enum(resourceNames),
      level: z.string(),
      from: z.array(z.object({ kind: z.enum(['platformRole', 'role']), key: z.string(), level: z.string() })),
    }),
  ),
});
