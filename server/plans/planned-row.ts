import { permits, resources, type Grants, type Permission } from '#shared/permissions.ts';
import { effectiveGrants } from '#shared/roles.ts';
import type { FileField, PlanAction, PlanIssue, PlanIssueCode } from '#shared/schemas/plans.ts';
import type { UserState } from '../domains/users/user-state.ts';
import { actionOf, changedKeys, losesSomething, takesLicence } from '../domains/users/user-transitions.ts';

export type FieldChange = { field: keyof UserState; before: unknown; after: unknown };

/** What a plan says of one row: everything that the review shows and the apply needs. */
export type PlannedRow = {
  action: PlanAction;
  changes: FieldChange[];
  issues: PlanIssue[];
  /** M14: loses access, a licence, a role or a membership. */
  loses: boolean;
  /** Shown first: loses something, or gains permissions. */
  dangerous: boolean;
  /** L5: licences taken (+1) or given back (-1). */
  seatDelta: -1 | 0 | 1;
};

type More = { severity?: PlanIssue['severity']; field?: FileField | null; column?: string | null; value?: string | null; details?: PlanIssue['details'] };

/** An issue; an error unless said otherwise. */
export const planIssue = (code: PlanIssueCode, { severity = 'error', field = null, column = null, value = null, details = {} }: More = {}): PlanIssue => ({ code, severity, field, column, value, details });

const counted = new WeakMap<Grants, number>();

/** How many permissions grants hold. Many people share the same grants. */
function count(grants: Grants): number {
  const known = counted.get(grants);
  if (known !== undefined) return known;
  const held = resources.reduce((sum, resource) => sum + (['reader', 'contributor', 'member', 'admin', 'allowed'] as const).filter((level) => permits(grants, `${resource}:${level}` as Permission)).length, 0);
  counted.set(grants, held);
  return held;
}

/** How many permissions `after` holds that `before` does not; roles only ever widen or narrow, so a count is enough. */
function gained(before: UserState | null, after: UserState): number {
  const had = before === null ? {} : effectiveGrants(before.platformRole, before.roles);
  const has = effectiveGrants(after.platformRole, after.roles);
  if (has === had) return 0;
  return Math.max(0, count(has) - count(had));
}

/** Describes the way from one state to another as a row of a plan. */
export function describe(before: UserState | null, after: UserState, issues: PlanIssue[] = []): PlannedRow {
  const action = actionOf(before, after);
  if (action === null) return { action: 'unchanged', changes: [], issues, loses: false, dangerous: false, seatDelta: 0 };
  const changes = changedKeys(before, after)
    .filter((field) => before !== null || !isAbsent(after[field]))
    .map((field): FieldChange => ({ field, before: before === null ? null : before[field], after: after[field] }));
  const loses = before !== null && losesSomething(before, after);
  const gains = gained(before, after);
  const all = [...issues];
  if (gains > 0) all.push(planIssue('gains_permissions', { severity: 'warning', details: { count: gains } }));
  if (action === 'deactivate' || action === 'delete') all.push(planIssue('ends_sessions', { severity: 'info' }));
  const seatDelta = (Number(takesLicence(after)) - Number(before !== null && takesLicence(before))) as -1 | 0 | 1;
  return { action, changes, issues: all, loses, dangerous: loses || gains > 0, seatDelta };
}

const isAbsent = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** A row that a rule refuses: nothing happens to the person, and the reasons say why. */
export const refused = (action: 'invalid' | 'conflict' | 'kept' | 'impossible', issues: PlanIssue[]): PlannedRow => ({ action, changes: [], issues, loses: false, dangerous: false, seatDelta: 0 });

/** The state after a planned row's changes; the row's own `before` values must hold for it to mean anything. */
export function applyChanges(before: UserState, changes: readonly FieldChange[]): UserState {
  return Object.assign({ ...before }, Object.fromEntries(changes.map((change) => [change.field, change.after])));
}

/** Order of the review: dangerous, problems, gone, new, changed, left alone, set aside. */
export function sortRank(row: PlannedRow, setAside: boolean): number {
  if (setAside) return 9;
  if (row.dangerous) return 0;
  if (row.action === 'invalid' || row.action === 'conflict') return 1;
  if (row.action === 'create' || row.action === 'restore') return 3;
  if (row.action === 'unchanged') return 8;
  if (row.action === 'kept' || row.action === 'impossible') return 5;
  return 4;
}
