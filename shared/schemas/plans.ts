import { z } from 'zod';
import { platformRole, roleKey, userFilterObject } from './users.ts';
import { peopleFields } from '../people-file.ts';
import { id, line, page, paging, person, sha256, timestamp, version } from './primitives.ts';

export const planMode = z.enum(['synchronize', 'upsert', 'delete', 'bulk', 'undo']);
export type PlanMode = z.infer<typeof planMode>;

/**
 * M20. `staging`: rows are being brought; `computing`, `applying`: a job runs; `draft`: ready to apply;
 * `held`: the brake waits for confirmation (and approval); `approved`: a second administrator agreed.
 */
export const planState = z.enum(['staging', 'computing', 'draft', 'held', 'approved', 'applying', 'applied', 'undone', 'expired', 'refused']);
export type PlanState = z.infer<typeof planState>;

/** M11: what happens to a row's person. */
export const planAction = z.enum(['create', 'update', 'deactivate', 'delete', 'makeUnlicensed', 'reactivate', 'restore', 'unchanged', 'conflict', 'invalid', 'kept', 'impossible']);
export type PlanAction = z.infer<typeof planAction>;

/** The columns a file may bring (M2), in the guide's order; `password` is only ever announced (M10). */
export const fileField = z.enum(peopleFields);
export type FileField = z.infer<typeof fileField>;

/** M6: which people count as "only on the server". */
export const absentScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('organization'), organizationId: id }),
  z.object({ kind: z.literal('company'), company: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('identitySource'), identitySource: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('createdByImport') }),
]);

export const planOptions = z.object({
  /** M6: what happens to people in scope who are not in the file. */
  absent: z.enum(['deactivate', 'delete', 'makeUnlicensed', 'keep']).default('deactivate'),
  scope: absentScope.default({ kind: 'all' }),
  /** M8: what the delete mode does. */
  removal: z.enum(['deactivate', 'delete']).default('deactivate'),
});

export const planFile = z.object({
  name: line(255, 1),
  sha256,
  size: z.number().int().min(0),
  /** Field of each cell of a staged row, in order; null for a column that is not used. */
  columns: z.array(fileField.nullable()).min(1).max(200),
  /** For messages: the letter or header of each column in the person's file, in the same order. */
  columnNames: z.array(z.string().max(200)).max(200).default([]),
});

type StagedCell = string | boolean | null;
const longestCell = 32_767;
const isStagedCell = (cell: unknown): cell is StagedCell => (typeof cell === 'string' ? cell.length <= longestCell : cell === null || typeof cell === 'boolean');

/**
 * `[line, ...cells]`: the physical line in the file, then the text of each column; null = the row has no such cell. A
 * password cell is `true` when it holds something (M10). Looked at by hand, because a file has millions of cells.
 */
export const stagedRow = z
  .custom<readonly [line: number, ...cells: StagedCell[]]>(
    (row) => Array.isArray(row) && Number.isSafeInteger(row[0]) && row[0] >= 1 && row.every((cell, index) => index === 0 || isStagedCell(cell)),
    `Expected [line, …cells]: the line from 1, then texts of at most ${longestCell} characters, true, false or null`,
  )
  .meta({ type: 'array', prefixItems: [{ type: 'integer', minimum: 1 }], items: { type: ['string', 'boolean', 'null'], maxLength: longestCell }, minItems: 1 });

export const bulkChange = z.discriminatedUnion('action', [
  z.object({ action: z.literal('deactivate') }),
  z.object({ action: z.literal('reactivate') }),
  z.object({ action: z.literal('makeUnlicensed') }),
  z.object({ action: z.literal('delete') }),
  z.object({ action: z.literal('setPlatformRole'), platformRole }),
  z.object({ action: z.literal('addRole'), role: roleKey }),
  z.object({ action: z.literal('removeRole'), role: roleKey }),
  /** M19: role replacement, everyone who holds `role` gets `replacement` instead. */
  z.object({ action: z.literal('replaceRole'), role: roleKey, replacement: roleKey }),
  z.object({ action: z.literal('addToOrganization'), organizationId: id, role: z.enum(['admin', 'manager', 'user']) }),
  z.object({ action: z.literal('removeFromOrganization'), organizationId: id }),
  z.object({ action: z.literal('requireReset') }),
]);
export type BulkChange = z.infer<typeof bulkChange>;

/** The people of a bulk action: chosen ones, or everybody that the filter finds but for some. */
export const bulkSelection = z.union([
  z.object({ ids: z.array(id).min(1).max(10_000) }),
  z.object({ filter: userFilterObject, except: z.array(id).max(10_000).default([]) }),
]);

export const planIssueCode = z.enum([
  // invalid cells (M11)
  'required', 'not_an_email', 'not_a_role', 'not_yes_or_no', 'not_a_username', 'too_long', 'control_characters', 'unknown_organization', 'unknown_organization_role', 'unknown_platform_role', 'too_many_cells',
  // conflicts (M9)
  'two_people', 'same_person_twice', 'duplicate_in_file', 'username_taken', 'email_taken', 'external_id_taken', 'not_found',
  // hard stops (M14)
  'last_superadmin', 'own_account', 'above_own_level', 'admin_level_disabled', 'contact_cannot_sign_in',
  // notices
  'password_ignored', 'password_missing', 'no_licence_left', 'managed_by_provider', 'deactivated_by_person', 'ends_sessions', 'gains_permissions', 'protected',
  // undo (M18)
  'changed_since', 'gone', 'password_not_restored', 'sessions_not_restored',
]);
export type PlanIssueCode = z.infer<typeof planIssueCode>;

export const planIssue = z.object({
  code: planIssueCode,
  severity: z.enum(['error', 'warning', 'info']),
  field: fileField.nullable(),
  /** Column letter or header in the person's file. */
  column: z.string().nullable(),
  value: z.string().nullable(),
  /** Values for the translated text: names, other lines, who and when. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type PlanIssue = z.infer<typeof planIssue>;

export const fieldChange = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });

export const planRow = z.object({
  /** The row's number within its plan: the file's order first, then people only on the server. */
  number: z.number().int().min(1),
  /** Which of the plan's files, from 0; null for a person who is not in any. */
  file: z.number().int().min(0).nullable(),
  line: z.number().int().min(1).nullable(),
  action: planAction,
  userId: id.nullable(),
  username: z.string(),
  email: z.string(),
  displayName: z.string(),
  changes: z.array(fieldChange),
  issues: z.array(planIssue),
  /** Loses access, a role or a licence; or gains permissions: shown first. */
  dangerous: z.boolean(),
  setAside: z.boolean(),
  /** Whether the person's file has a password for a person who would be created (M10). */
  wantsPassword: z.boolean(),
  lastActiveAt: timestamp.nullable(),
});
export type PlanRow = z.infer<typeof planRow>;

export const planCounts = z.object({
  rows: z.number().int(),
  create: z.number().int(),
  update: z.number().int(),
  deactivate: z.number().int(),
  delete: z.number().int(),
  makeUnlicensed: z.number().int(),
  reactivate: z.number().int(),
  restore: z.number().int(),
  unchanged: z.number().int(),
  conflict: z.number().int(),
  invalid: z.number().int(),
  kept: z.number().int(),
  impossible: z.number().int(),
  setAside: z.number().int(),
  dangerous: z.number().int(),
  /** People only on the server whom the synchronization leaves alone because a row is invalid or conflicting (M13). */
  blockedAbsent: z.number().int(),
});

/** M14. Percentages are of active people, 0 to 100 with two decimals. */
export const brake = z.object({
  held: z.boolean(),
  people: z.number().int(),
  activePeople: z.number().int(),
  percent: z.number(),
  recentPeople: z.number().int(),
  percentWithRecent: z.number(),
  limitPercent: z.number(),
  limitPeople: z.number().int(),
  needsApproval: z.boolean(),
});

/** L5. Null capacity: unlimited. `falling` names at most 20, `fallingCount` says all. */
export const seats = z.object({
  capacity: z.number().int().nullable(),
  now: z.number().int(),
  after: z.number().int(),
  afterInvitations: z.number().int(),
  falling: z.array(z.string()),
  fallingCount: z.number().int(),
});

export const plan = z.object({
  id,
  mode: planMode,
  state: planState,
  title: z.string(),
  bulk: bulkChange.nullable(),
  options: planOptions.nullable(),
  files: z.array(planFile.extend({ rows: z.number().int() })),
  counts: planCounts,
  brake: brake.nullable(),
  seats: seats.nullable(),
  hash: sha256.nullable(),
  keyId: z.string().nullable(),
  signature: z.string().nullable(),
  createdAt: timestamp,
  createdBy: person,
  computedAt: timestamp.nullable(),
  expiresAt: timestamp,
  appliedAt: timestamp.nullable(),
  appliedBy: person.nullable(),
  approvals: z.array(z.object({ by: person, at: timestamp })),
  undoes: id.nullable(),
  undoneBy: id.nullable(),
  progress: z.object({ phase: z.enum(['staging', 'matching', 'comparing', 'guarding', 'sealing', 'applying', 'committing']), done: z.number().int(), total: z.number().int().nullable() }).nullable(),
  /** Why the last job ended without result. */
  failure: z.object({ code: z.string(), reason: z.string().nullable(), message: z.string(), rows: z.array(z.object({ name: z.string(), fields: z.array(z.string()) })) }).nullable(),
  version,
});
export type Plan = z.infer<typeof plan>;

export const planPage = page(plan);
export const planRowPage = page(planRow);

export const planRowFilter = {
  show: z.enum(['all', 'dangerous', 'create', 'change', 'gone', 'problems', 'unchanged', 'setAside', 'applied']).default('all'),
  q: z.string().max(200).optional(),
};
export const planRowList = z.object({ id, ...planRowFilter, ...paging });

/** M14: what a held plan asks for. */
export const confirmation = z.object({
  /** The number of people who lose something, typed. */
  count: z.number().int(),
  password: z.string().max(256).optional(),
  token: z.string().max(256).optional(),
});

/** A corrected cell of a staged row; `setAside` leaves the row out of the plan. */
export const rowEdit = z.object({ setAside: z.boolean().optional(), values: z.partialRecord(fileField.exclude(['password']), z.string().max(32_767)).optional() });

export const rejectedRow = z.object({ file: z.number().int(), line: z.number().int(), issues: z.array(planIssue) });
