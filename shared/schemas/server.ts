import { z } from 'zod';
import { id, line, page, paging, person, sha256, timestamp, version } from './primitives.ts';
import { email, locale, platformRole, roleKey, username } from './users.ts';

export const deployment = z.enum(['enterprise', 'hosted']);

export const serverInfo = z.object({
  product: z.literal('quarterdeck'),
  version: z.string(),
  apiVersion: z.literal(1),
  name: z.string(),
  deployment,
  /** X6: no superadmin exists yet; the setup link makes the first one. */
  setupNeeded: z.boolean(),
});

/** Who is calling and what they may do. */
export const session = z.object({
  user: z.object({ id, username: z.string(), displayName: z.string(), email: z.string(), locale, platformRole, roles: z.array(roleKey), hasPassword: z.boolean() }),
  grants: z.record(z.string(), z.string()),
  via: z.enum(['local', 'token']),
  token: z.object({ id, name: z.string(), expiresAt: timestamp.nullable() }),
  server: serverInfo,
});
export type Session = z.infer<typeof session>;

export const issuedToken = z.object({ token: z.string(), expiresAt: timestamp, session });

export const setup = z.object({ secret: z.string().min(16).max(200), username, email, displayName: line(200).optional(), password: z.string().min(12).max(256), locale: locale.default('en') });

export const apiToken = z.object({
  id,
  name: z.string(),
  owner: person,
  /** Permissions the token is limited to; null = all that the owner holds (X5). */
  scope: z.array(z.string()).nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});

/** M14 and L1: settings of the installation. */
export const installation = z.object({
  name: z.string(),
  deployment,
  licenceCapacity: z.number().int().min(0).nullable(),
  adminLevelEnabled: z.boolean(),
  brakePercent: z.number(),
  brakeFloor: z.number().int(),
  brakeMaximum: z.number().int(),
  secondApproval: z.boolean(),
  version,
});

export const installationChanges = z.object({
  name: line(100, 1).optional(),
  licenceCapacity: z.number().int().min(0).max(100_000_000).nullable().optional(),
  adminLevelEnabled: z.boolean().optional(),
  brakePercent: z.number().min(0).max(100).optional(),
  brakeFloor: z.number().int().min(0).max(1_000_000).optional(),
  brakeMaximum: z.number().int().min(0).max(100_000_000).optional(),
  secondApproval: z.boolean().optional(),
});

/** L1, L5: the one count. `free` is null when the capacity is unlimited. */
export const licences = z.object({ capacity: z.number().int().nullable(), used: z.number().int(), reserved: z.number().int(), nonCounting: z.number().int(), free: z.number().int().nullable() });

/** L6 in its order, and the days of the chart (UTC dates, oldest first). */
export const overview = z.object({
  users: z.number().int(),
  licensed: z.number().int(),
  active: z.number().int(),
  deactivated: z.number().int(),
  unlicensed: z.number().int(),
  organizations: z.number().int(),
  workspaces: z.object({ active: z.number().int(), archived: z.number().int() }),
  licences,
  activity: z.array(z.object({ day: z.string(), people: z.number().int(), changes: z.number().int() })),
  samplesOffered: z.boolean(),
});

export const role = z.object({
  key: roleKey,
  kind: z.enum(['system', 'built-in', 'custom']),
  name: z.object({ en: z.string(), fr: z.string() }),
  description: z.object({ en: z.string(), fr: z.string() }),
  grants: z.record(z.string(), z.string()),
  holders: z.number().int(),
});

export const organization = z.object({ id, slug: z.string(), name: z.string(), description: z.string(), members: z.number().int(), createdAt: timestamp });
export const organizationPage = page(organization);
export const organizationList = z.object({ q: z.string().max(200).optional(), ...paging });

/** A2: an entry of the audit log. */
export const auditEntry = z.object({
  sequence: z.number().int(),
  at: timestamp,
  actor: z.object({ id: z.string().nullable(), name: z.string(), email: z.string() }),
  onBehalfOf: z.object({ id: z.string(), name: z.string() }).nullable(),
  source: z.enum(['user', 'system', 'webhook', 'scim', 'import']),
  sourceReference: z.string().nullable(),
  table: z.string(),
  recordId: z.string(),
  recordLabel: z.string(),
  action: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  changedFields: z.array(z.string()),
  requestId: z.string().nullable(),
  client: z.object({ name: z.string(), version: z.string(), address: z.string() }).nullable(),
  hash: sha256,
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = page(auditEntry);
