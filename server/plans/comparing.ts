import type { Kysely } from 'kysely';
import type { BulkChange, PlanIssue, PlanIssueCode } from '#shared/schemas/plans.ts';
import type { Actor } from '../actor.ts';
import type { DatabaseKind } from '../db/kinds.ts';
import type { Schema } from '../db/schema.ts';
import { refusalsOf } from '../domains/users/user-guards.ts';
import type { StoredUser, UserState } from '../domains/users/user-state.ts';
import type { PlanOptions } from './absent.ts';
import { intendedBulk, intendedCreation, intendedRemoval, intendedUpdate, type Intention, type OrganizationsByKey } from './intended-states.ts';
import { describe, planIssue, refused, type PlannedRow } from './planned-row.ts';
import type { ColumnNames } from './plan.store.ts';
import type { StoredRow } from './plan-rows.store.ts';

/** What every row of a plan is compared under. */
export type Comparison = {
  kind: DatabaseKind;
  db: Kysely<Schema>;
  actor: Actor;
  mode: string;
  options: PlanOptions | null;
  bulk: BulkChange | null;
  organizations: OrganizationsByKey;
  adminLevelEnabled: boolean;
  /** ISO time of the computation: when people deleted by this plan count as deleted. */
  now: string;
};

const refusalCodes: Readonly<Record<string, PlanIssueCode>> = {
  own_account: 'own_account',
  above_own_level: 'above_own_level',
  admin_level_disabled: 'admin_level_disabled',
  contact_cannot_sign_in: 'contact_cannot_sign_in',
  field_owned_by_provider: 'managed_by_provider',
};

/** What refusing a row is called: a row of a file is wrong, an absent person stays, an undo is impossible. */
const refusedAs = { file: 'invalid', selection: 'invalid', absent: 'kept', undo: 'impossible' } as const;
export type Origin = keyof typeof refusedAs;

/**
 * What happens to one person by one row (M11): the intention of the row, refused where a guard forbids it (M14:
 * U7 and U8 are hard stops that no approval lifts).
 */
export function compareRow(comparison: Comparison, row: StoredRow, before: StoredUser | null): PlannedRow {
  const { after, issues } = intention(comparison, row, before);
  const how = refusedAs[row.origin as Origin];
  if (after === null) return refused(how, issues);
  return guarded(comparison, row, before, after, issues);
}

/** Applies the guards of a single person to a wanted state. */
export function guarded(comparison: Comparison, row: StoredRow, before: StoredUser | null, after: UserState, issues: PlanIssue[]): PlannedRow {
  const planned = describe(before?.state ?? null, after, issues);
  if (planned.action === 'unchanged') return planned;
  const refusals = refusalsOf(comparison.actor, before, after, { adminLevelEnabled: comparison.adminLevelEnabled });
  if (refusals.length === 0) return planned;
  const reasons = refusals.map((refusal) => planIssue(refusalCodes[refusal.reason] ?? 'above_own_level', { details: refusal.details ?? {} }));
  return refused(refusedAs[row.origin as Origin], [...issues, ...reasons]);
}

function intention(comparison: Comparison, row: StoredRow, before: StoredUser | null): Intention {
  const { mode, options, bulk, organizations, now } = comparison;
  if (row.origin === 'selection') return before === null || bulk === null ? { after: null, issues: [planIssue('not_found')] } : { after: intendedBulk(bulk, before, now), issues: [] };
  if (row.origin === 'absent') return before === null || options === null || options.absent === 'keep' ? { after: null, issues: [planIssue('not_found')] } : { after: intendedRemoval(before, options.absent, now), issues: [] };
  if (mode === 'delete') {
    const removal = options?.removal ?? 'deactivate';
    return before === null ? { after: null, issues: [planIssue('not_found', { value: row.username ?? row.email })] } : { after: intendedRemoval(before, removal, now), issues: [] };
  }
  return before === null ? intendedCreation(row, organizations) : intendedUpdate(row, before, organizations);
}

export type OtherPeople = ReadonlyMap<string, StoredUser>;

/**
 * A row whose cells are wrong or that conflicts (M9): all that is wrong with it, each with column and value (M11).
 *
 * @param people who hold the names that the row claims, by id.
 * @param lines other lines of the file that claim the same.
 */
export function describeProblem(row: StoredRow, people: OtherPeople, lines: readonly number[]): PlannedRow {
  const issues = row.staged_issues === null ? [] : (JSON.parse(row.staged_issues) as PlanIssue[]);
  if (row.conflict !== null) issues.push(conflictIssue(row, row.conflict as PlanIssueCode, people, lines));
  return refused(row.action === 'invalid' ? 'invalid' : 'conflict', issues);
}

function conflictIssue(row: StoredRow, code: PlanIssueCode, people: OtherPeople, lines: readonly number[]): PlanIssue {
  const name = (id: string | null): string => (id === null ? '' : (people.get(id)?.state.displayName ?? ''));
  const others = lines.filter((line) => line !== row.line).slice(0, 5).join(', ');
  switch (code) {
    case 'two_people': return planIssue(code, { field: 'username', value: row.username, details: { byUsername: name(row.match_username), byEmail: name(row.match_email) } });
    case 'username_taken': return planIssue(code, { field: 'username', value: row.username, details: { by: name(row.match_username) } });
    case 'email_taken': return planIssue(code, { field: 'email', value: row.email, details: { by: name(row.match_email) } });
    case 'external_id_taken': return planIssue(code, { field: 'externalId', value: row.external_id, details: { by: name(row.user_id), present: people.get(row.user_id ?? '')?.state.externalId ?? '' } });
    case 'same_person_twice': return planIssue(code, { value: row.username ?? row.email, details: { lines: others, by: name(row.user_id) } });
    default: return planIssue(code, { value: row.username ?? row.email, details: { lines: others } });
  }
}

/** Fills in the columns of the person's file where only the field is known (M11). */
export function withColumns(planned: PlannedRow, row: StoredRow, columns: ColumnNames): PlannedRow {
  return { ...planned, issues: planned.issues.map((issue) => ({ ...issue, column: issue.column ?? columns(row.file, issue.field) })) };
}
