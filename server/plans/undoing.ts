import { sql, type Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { latestChanges, type LatestChange } from '../domains/audit/latest-changes.ts';
import { loadUsers } from '../domains/users/user.store.ts';
import type { StoredUser } from '../domains/users/user-state.ts';
import { guarded, type Comparison } from './comparing.ts';
import { actingActions } from './counting.ts';
import { intendedUndo } from './intended-states.ts';
import type { StoredPlan } from './plan.store.ts';
import type { RowVerdict, StoredRow } from './plan-rows.store.ts';
import { planIssue, refused, type FieldChange, type PlannedRow } from './planned-row.ts';

/** M18: one row for every person whom the applied plan changed, under the same number. */
export async function insertUndoRows(db: Kysely<Schema>, undoPlanId: string, appliedPlanId: string): Promise<void> {
  await sql`
    insert into plan_rows (plan_id, number, origin, user_id, action, label, search_text, sort_rank)
    select ${undoPlanId}, number, 'undo', user_id, 'candidate', label, search_text, 4
    from plan_rows
    where plan_id = ${appliedPlanId} and applied_version is not null and action in (${sql.join(actingActions)})`.execute(db);
}

/** M18: what each row gives back, what it keeps because it changed since (named), and what is impossible. */
export async function compareUndoRows(comparison: Comparison, plan: StoredPlan, rows: readonly StoredRow[]): Promise<RowVerdict[]> {
  if (rows.length === 0 || plan.undoes === null) return [];
  const { db } = comparison;
  const applied = await db.selectFrom('plan_rows').selectAll().where('plan_id', '=', plan.undoes).where('number', 'in', rows.map((row) => row.number)).execute();
  const appliedByNumber = new Map(applied.map((row) => [row.number, row]));
  const ids = rows.map((row) => row.user_id).filter((id): id is string => id !== null);
  const people = new Map((await loadUsers(db, comparison.kind, ids)).map((person) => [person.id, person]));
  const movedOn = applied.filter((row) => people.get(row.user_id ?? '')?.version !== row.applied_version).map((row) => row.user_id!);
  const changes = await latestChanges(db, 'users', movedOn, plan.undoes);
  return rows.map((row) => {
    const person = people.get(row.user_id ?? '') ?? null;
    return { row, person, planned: undoRow(comparison, row, appliedByNumber.get(row.number), person, changes.get(row.user_id ?? '')) };
  });
}

function undoRow(comparison: Comparison, row: StoredRow, applied: StoredRow | undefined, person: StoredUser | null, since: LatestChange | undefined): PlannedRow {
  // U10: an erased person cannot be given back.
  if (applied === undefined || person === null) return refused('impossible', [planIssue('gone', { value: row.label })]);
  const version = applied.applied_version ?? 0;
  const { after, kept } = intendedUndo(applied.action ?? '', JSON.parse(applied.changes ?? '[]') as FieldChange[], person, version, comparison.now);
  const changedSince = person.version === version ? [] : [planIssue('changed_since', {
    severity: kept.length > 0 ? 'warning' : 'info',
    details: { by: since?.by ?? '', at: since?.at ?? '', fields: (kept.length > 0 ? kept : (since?.fields ?? [])).join(', ') },
  })];
  const planned = guarded(comparison, row, person, after, changedSince);
  if (planned.action === 'unchanged') return refused('kept', planned.issues);
  return planned;
}
