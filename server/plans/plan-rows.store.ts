import { sql, type Kysely, type Selectable } from 'kysely';
import type { PlanIssue } from '#shared/schemas/plans.ts';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseKind } from '../db/kinds.ts';
import { rowsFromCells, rowsFromJson, type IncomingType } from '../db/rows-from-json.ts';
import type { PlanRowRecord } from '../db/plan-schema.ts';
import type { Schema } from '../db/schema.ts';
import type { StoredUser } from '../domains/users/user-state.ts';
import { flagColumns } from './fields.ts';
import { matchOf } from './matching.ts';
import { openRows } from './open-rows.ts';
import { sortRank, type PlannedRow } from './planned-row.ts';
import type { StagedValues } from './staged-row.ts';

export type StoredRow = Selectable<PlanRowRecord>;

export type RowToStage = { number: number; file: number; line: number; values: StagedValues; issues: readonly PlanIssue[] };

const nameOf = (values: StagedValues): string => values.display_name ?? values.username ?? values.email ?? '';
const searchTextOfRow = (values: StagedValues): string => foldSearch(`${values.username ?? ''}\n${values.email ?? ''}\n${nameOf(values)}`);
const issuesText = (issues: readonly PlanIssue[]): string | null => (issues.length === 0 ? null : JSON.stringify(issues));

const typeOf = (column: keyof StagedValues): IncomingType => (column === 'has_password' || (Object.values(flagColumns) as string[]).includes(column) ? 'integer' : 'text');

/**
 * Puts rows of a file on the stage, each with the person it means and whether anything differs, in one statement:
 * most rows of a large file change nobody and are never touched again.
 *
 * @param present the columns that the file brings values for; the others stay empty.
 */
export async function insertStagedRows(db: Kysely<Schema>, kind: DatabaseKind, planId: string, present: readonly (keyof StagedValues)[], rows: readonly RowToStage[]): Promise<void> {
  const types: Record<string, IncomingType> = {
    number: 'integer', file: 'integer', line: 'integer', staged_issues: 'text', label: 'text', search_text: 'text', ...Object.fromEntries(present.map((column) => [column, typeOf(column)])),
  };
  const incoming = rowsFromCells(kind, 'incoming', types, rows.map(({ number, file, line, values, issues }) => [number, file, line, issuesText(issues), nameOf(values), searchTextOfRow(values), ...present.map((column) => values[column])]));
  const names = Object.keys(types);
  const { columns, values, joins } = matchOf(new Set<string>(present));
  await sql`
    with r as materialized (select * from ${incoming})
    insert into plan_rows (plan_id, origin, ${sql.join([...names, ...columns].map((name) => sql.ref(name)))})
    select ${planId}, 'file', ${sql.join([...names.map((name) => sql.ref(`r.${name}`)), ...values])} from r ${joins}`.execute(db);
}

/** Replaces the staged values of one row: a person has corrected its cells. */
export async function replaceStagedRow(db: Kysely<Schema>, planId: string, number: number, values: StagedValues, issues: readonly PlanIssue[]): Promise<void> {
  await db
    .updateTable('plan_rows')
    // Whoever it means is looked for again.
    .set({ ...values, staged_issues: issuesText(issues), label: nameOf(values), search_text: searchTextOfRow(values), action: 'candidate' })
    .where('plan_id', '=', planId)
    .where('number', '=', number)
    .execute();
}

/** People chosen for a bulk action or found in an undone plan, numbered from 1 in the order of `people`. */
export async function insertPeople(db: Kysely<Schema>, kind: DatabaseKind, planId: string, origin: 'selection' | 'undo', people: readonly { number: number; userId: string }[]): Promise<void> {
  const incoming = rowsFromJson(kind, 'incoming', { number: 'integer', user_id: 'text' }, people.map(({ number, userId }) => ({ number, user_id: userId })));
  await db
    .insertInto('plan_rows')
    .columns(['plan_id', 'origin', 'action', 'sort_rank', 'number', 'user_id'])
    .expression((build) =>
      build.selectFrom(incoming).select((select) => [
        select.val(planId).as('plan_id'), select.val(origin).as('origin'), select.val('candidate').as('action'), select.lit(4).as('sort_rank'), 'incoming.number', 'incoming.user_id',
      ]),
    )
    .execute();
}

/** The next rows after `after` whose action is one of these (never `unchanged`), or all of them, by number. */
export async function nextRows(db: Kysely<Schema>, planId: string, actions: readonly string[] | 'all', after: number, most: number): Promise<StoredRow[]> {
  const following = db.selectFrom('plan_rows').selectAll().where('plan_id', '=', planId).where('number', '>', after);
  const wanted = actions === 'all' ? following : following.where(openRows).where('action', 'in', actions);
  return await wanted.orderBy('number').limit(most).execute();
}

export type RowVerdict = { row: StoredRow; planned: PlannedRow; person: StoredUser | null };

/** A person is found by the names they have and by those that the file gives them. */
const searchTextOf = (row: StoredRow, { state }: StoredUser): string =>
  foldSearch([state.username, state.email, state.displayName, row.username, row.email, row.display_name].filter(Boolean).join('\n'));

/** Writes what the comparison found for many rows, in one statement. */
export async function writeVerdicts(db: Kysely<Schema>, kind: DatabaseKind, planId: string, verdicts: readonly RowVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  const columns = {
    plan_id: 'text', number: 'integer', action: 'text', changes: 'text', issues: 'text', dangerous: 'integer', loses: 'integer', seat_delta: 'integer', sort_rank: 'integer',
    user_version: 'integer', label: 'text', search_text: 'text', last_active_at: 'text',
  } as const;
  const incoming = rowsFromJson(kind, 'incoming', columns, verdicts.map(({ row, planned, person }) => ({
    plan_id: planId,
    number: row.number,
    action: planned.action,
    changes: planned.changes.length === 0 ? null : JSON.stringify(planned.changes),
    issues: planned.issues.length === 0 ? null : JSON.stringify(planned.issues),
    dangerous: planned.dangerous,
    loses: planned.loses,
    seat_delta: planned.seatDelta,
    sort_rank: sortRank(planned, row.set_aside === 1),
    user_version: person?.version ?? row.user_version,
    label: person?.state.displayName ?? row.label,
    search_text: person === null ? row.search_text : searchTextOf(row, person),
    last_active_at: person === null ? row.last_active_at : person.lastActiveAt,
  })));
  await db
    .updateTable('plan_rows')
    .from(incoming)
    .set((build) => ({
      action: build.ref('incoming.action'), changes: build.ref('incoming.changes'), issues: build.ref('incoming.issues'),
      dangerous: build.ref('incoming.dangerous').$notNull(), loses: build.ref('incoming.loses').$notNull(), seat_delta: build.ref('incoming.seat_delta').$notNull(), sort_rank: build.ref('incoming.sort_rank').$notNull(),
      user_version: build.ref('incoming.user_version'), label: build.ref('incoming.label'), search_text: build.ref('incoming.search_text'), last_active_at: build.ref('incoming.last_active_at'),
    }))
    // The whole key comes from the incoming rows: SQLite would otherwise walk the plan and read them once for each of its rows.
    .whereRef('plan_rows.plan_id', '=', 'incoming.plan_id')
    .whereRef('plan_rows.number', '=', 'incoming.number')
    .execute();
}
