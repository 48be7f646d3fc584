import { sql, type Kysely } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { BulkChange } from '#shared/schemas/plans.ts';
import type { Actor } from '../actor.ts';
import type { Schema } from '../db/schema.ts';
import { transaction } from '../db/transaction.ts';
import { auditedTransaction } from '../domains/audit/audited-transaction.ts';
import { readHead } from '../domains/audit/audit.store.ts';
import { installationOf } from '../domains/settings/settings.service.ts';
import { loadUsers } from '../domains/users/user.store.ts';
import type { StoredUser } from '../domains/users/user-state.ts';
import { canSignIn } from '../domains/users/user-transitions.ts';
import type { Foundation } from '../foundation.ts';
import { addAbsentPeople, countAbsentPeople, dropAbsentPeople, type PlanOptions } from './absent.ts';
import { applyBrake } from './brake.ts';
import { compareRow, describeProblem, withColumns, type Comparison } from './comparing.ts';
import { countActivePeople, countLosing, countRecentlyLosing, countRows } from './counting.ts';
import type { JobProgress } from './jobs.ts';
import { examineEveryMatch, hasOpenProblems, markDuplicates, matchRows } from './matching.ts';
import { openRows } from './open-rows.ts';
import { columnNamesOf, countStaged, filesOf, findPlan, isImport, updatePlan, type StoredPlan } from './plan.store.ts';
import { nextRows, writeVerdicts, type RowVerdict, type StoredRow } from './plan-rows.store.ts';
import { applyChanges, planIssue, refused, type PlannedRow } from './planned-row.ts';
import { canonicalForm, hashOfForm, signedText, type SealedHeader } from './sealing.ts';
import { settleSeats } from './seats.ts';
import { compareUndoRows } from './undoing.ts';

const portion = 2_000;
const day = 24 * 60 * 60 * 1_000;

type Job = { foundation: Foundation; actor: Actor; progress: JobProgress; signal: AbortSignal };

/**
 * Makes a plan from its staged rows (M11): match, compare, guard, seal. It changes nobody; it may be killed at any
 * moment and done again from the same rows. The steps are separate transactions, because what they read is checked
 * again when the plan is applied (M16).
 */
export async function computePlan(job: Job, planId: string): Promise<void> {
  const { foundation, progress, signal } = job;
  const plan = (await findPlan(foundation.database.db, planId))!;
  const now = foundation.clock().toISOString();
  const step = <Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> => transaction(foundation.database, work, { heavy: true, signal, isolation: 'read committed' });

  progress.phase('matching', null);
  const blockedBefore = isImport(plan.mode) ? await step((db) => matchFile(db, plan)) : 0;
  const superadmins = await compareAll(job, plan, now, step);
  progress.phase('guarding', null);
  await step((db) => keepLastSuperadmin(db, job, planId, superadmins));
  const blockedAbsent = await step((db) => blockedByProblems(db, plan, blockedBefore));
  const seats = await step((db) => settleSeats(db, foundation.database.kind, planId));
  await seal(job, plan, { now, seats, blockedAbsent });
}

async function matchFile(db: Kysely<Schema>, plan: StoredPlan): Promise<number> {
  const options = JSON.parse(plan.options ?? '{}') as PlanOptions;
  await dropAbsentPeople(db, plan.id);
  await refuseMissingRows(db, plan.id);
  const { sequence } = await readHead(db);
  const moved = await peopleChangedSince(db, plan.matched_sequence);
  if (moved || plan.pristine === 0) await matchRows(db, plan.id, moved ? 'all' : 'open');
  await db.updateTable('plans').set({ matched_sequence: sequence, pristine: 0 }).where('id', '=', plan.id).execute();
  if (plan.mode === 'delete') await examineEveryMatch(db, plan.id);
  await markDuplicates(db, plan.id);
  if (plan.mode !== 'synchronize' || options.absent === 'keep') return 0;
  // Statistics of freshly staged rows do not exist yet; without them PostgreSQL joins in the wrong order.
  await sql`analyze plan_rows`.execute(db);
  // M13. The comparison may find more wrong rows; absent people are then taken out again.
  if (await hasOpenProblems(db, plan.id)) return await countAbsentPeople(db, plan.id, options);
  await addAbsentPeople(db, plan.id, options);
  return 0;
}

/** Batches that were sent at once number themselves; one that never came would leave a hole. */
async function refuseMissingRows(db: Kysely<Schema>, planId: string): Promise<void> {
  const staged = await countStaged(db, planId);
  const last = await db.selectFrom('plan_rows').select('number').where('plan_id', '=', planId).where('origin', '=', 'file').orderBy('number', 'desc').limit(1).executeTakeFirst();
  if ((last?.number ?? 0) !== staged) throw new AppError('conflict', 'Rows of the file are missing between those that were sent.', { reason: 'rows_out_of_order' });
}

/** Every change of a person leaves an entry (A1): whether those that the rows were matched with may have moved on. */
async function peopleChangedSince(db: Kysely<Schema>, sequence: number): Promise<boolean> {
  const change = await db.selectFrom('audit_entries').select('sequence').where('sequence', '>', sequence).where('table_name', '=', 'users').limit(1).executeTakeFirst();
  return change !== undefined;
}

/** U6: whom the plan makes a superadmin or takes it from. */
type Superadmins = { leaving: number[]; joining: number };

async function compareAll(job: Job, plan: StoredPlan, now: string, step: <Result>(work: (db: Kysely<Schema>) => Promise<Result>) => Promise<Result>): Promise<Superadmins> {
  const { foundation, progress } = job;
  const { database } = foundation;
  // A file's unchanged rows were settled by the database; people chosen or undone are always looked at.
  const actions = isImport(plan.mode) ? ['candidate', 'create', 'invalid', 'conflict'] : 'all';
  const rowsOfPlan = database.db.selectFrom('plan_rows').select((build) => build.fn.countAll<number>().as('total')).where('plan_id', '=', plan.id);
  const { total } = await (actions === 'all' ? rowsOfPlan : rowsOfPlan.where(openRows)).executeTakeFirstOrThrow();
  progress.phase('comparing', Number(total));
  const organizations = new Map((await database.db.selectFrom('organizations').select(['id', 'slug_key']).where('deleted_at', 'is', null).execute()).map((row) => [row.slug_key, { id: row.id }]));
  const installation = await installationOf(database.db);
  const columns = await columnNamesOf(database.db, plan.id);
  const superadmins: Superadmins = { leaving: [], joining: 0 };
  for (let after = 0, more = true; more; ) {
    await step(async (db) => {
      const rows = await nextRows(db, plan.id, actions, after, portion);
      more = rows.length === portion;
      after = rows.at(-1)?.number ?? after;
      const comparison: Comparison = {
        kind: database.kind, db, actor: job.actor, mode: plan.mode, now, organizations, adminLevelEnabled: installation.adminLevelEnabled,
        options: plan.options === null ? null : (JSON.parse(plan.options) as PlanOptions), bulk: plan.bulk === null ? null : (JSON.parse(plan.bulk) as BulkChange),
      };
      const verdicts = plan.mode === 'undo' ? await compareUndoRows(comparison, plan, rows) : await compareRows(comparison, plan, rows);
      for (const verdict of verdicts) noteSuperadmin(superadmins, verdict);
      await writeVerdicts(db, database.kind, plan.id, verdicts.map((verdict) => ({ ...verdict, planned: withColumns(verdict.planned, verdict.row, columns) })));
      progress.done(rows.length);
    });
  }
  return superadmins;
}

async function compareRows(comparison: Comparison, plan: StoredPlan, rows: readonly StoredRow[]): Promise<RowVerdict[]> {
  const ids = new Set(rows.flatMap((row) => [row.user_id, row.match_username, row.match_email]).filter((id): id is string => id !== null));
  const people = new Map((await loadUsers(comparison.db, comparison.kind, [...ids])).map((person) => [person.id, person]));
  const lines = await claimingLines(comparison.db, plan.id, rows);
  return rows.map((row): RowVerdict => {
    const person: StoredUser | null = row.user_id === null ? null : (people.get(row.user_id) ?? null);
    if (row.action === 'invalid' || row.action === 'conflict') return { row, person, planned: isImport(plan.mode) ? describeProblem(row, people, lines.get(row.number) ?? []) : compareRow(comparison, row, person) };
    return { row, person, planned: compareRow(comparison, row, person) };
  });
}

/** For rows that claim the same person or names, the lines of all of them, by row number. */
async function claimingLines(db: Kysely<Schema>, planId: string, rows: readonly StoredRow[]): Promise<Map<number, number[]>> {
  const twice = rows.filter((row) => row.conflict === 'same_person_twice' || row.conflict === 'duplicate_in_file');
  const lines = new Map<number, number[]>();
  if (twice.length === 0) return lines;
  const all = await db.selectFrom('plan_rows').select(['line', 'user_id', 'username_key', 'email_key', 'external_id'])
    .where('plan_id', '=', planId).where('set_aside', '=', 0).where('conflict', 'in', ['same_person_twice', 'duplicate_in_file']).orderBy('number').limit(10_000).execute();
  const byClaim = new Map<string, number[]>();
  const claims = (row: { user_id: string | null; username_key: string | null; email_key: string | null; external_id: string | null }): string[] =>
    [row.user_id && `person ${row.user_id}`, row.username_key && `username ${row.username_key}`, row.email_key && `email ${row.email_key}`, row.external_id && `external ${row.external_id}`].filter((claim): claim is string => claim !== null && claim !== '');
  for (const row of all) for (const claim of claims(row)) byClaim.set(claim, [...(byClaim.get(claim) ?? []), row.line ?? 0].slice(0, 7));
  for (const row of twice) lines.set(row.number, [...new Set(claims(row).flatMap((claim) => byClaim.get(claim) ?? []))].toSorted((left, right) => left - right));
  return lines;
}

function noteSuperadmin(superadmins: Superadmins, { row, planned, person }: RowVerdict): void {
  if (planned.changes.length === 0 || row.set_aside === 1) return;
  const before = person !== null && person.state.platformRole === 'superadmin' && canSignIn(person.state);
  const after = person === null ? planned.changes.some((change) => change.field === 'platformRole' && change.after === 'superadmin') : (() => { const state = applyChanges(person.state, planned.changes); return state.platformRole === 'superadmin' && canSignIn(state); })();
  if (before && !after) superadmins.leaving.push(row.number);
  if (!before && after) superadmins.joining += 1;
}

/** U6: when nobody would remain, every row that takes a superadmin away is refused; no approval lifts this (M14). */
async function keepLastSuperadmin(db: Kysely<Schema>, job: Job, planId: string, superadmins: Superadmins): Promise<void> {
  if (superadmins.leaving.length === 0) return;
  const { present } = await db.selectFrom('users').select((build) => build.fn.countAll<number>().as('present'))
    .where('platform_role', '=', 'superadmin').where('deleted_at', 'is', null).where('kind', '=', 'person').executeTakeFirstOrThrow();
  if (Number(present) - superadmins.leaving.length + superadmins.joining > 0) return;
  const rows = await db.selectFrom('plan_rows').selectAll().where('plan_id', '=', planId).where('number', 'in', superadmins.leaving).execute();
  const how = { file: 'invalid', selection: 'invalid', absent: 'kept', undo: 'impossible' } as const;
  const stopped = (row: StoredRow): PlannedRow => refused(how[row.origin as keyof typeof how], [...(JSON.parse(row.issues ?? '[]') as PlannedRow['issues']), planIssue('last_superadmin')]);
  await writeVerdicts(db, job.foundation.database.kind, planId, rows.map((row) => ({ row, planned: stopped(row), person: null })));
}

async function seal(job: Job, plan: StoredPlan, { now, seats, blockedAbsent }: { now: string; seats: SealedHeader['seats']; blockedAbsent: number }): Promise<void> {
  const { foundation, actor, progress, signal } = job;
  progress.phase('sealing', null);
  await auditedTransaction(foundation, actor, async (tx) => {
    const counts = await countRows(tx.db, plan.id, blockedAbsent);
    const installation = await installationOf(tx.db);
    const since = new Date(Date.parse(now) - day).toISOString();
    const brake = applyBrake(await countLosing(tx.db, plan.id), await countRecentlyLosing(tx.db, plan.id, since), await countActivePeople(tx.db), {
      percent: installation.brakePercent, floor: installation.brakeFloor, maximum: installation.brakeMaximum, secondApproval: installation.secondApproval,
    });
    const files = (await filesOf(tx.db, [plan.id])).map(({ name, sha256, size, rows }) => ({ name, sha256, size: Number(size), rows }));
    const header: SealedHeader = {
      id: plan.id, mode: plan.mode, title: plan.title, bulk: parsed(plan.bulk), options: parsed(plan.options), files, counts, brake, seats,
      computedAt: now, expiresAt: plan.expires_at, createdAt: plan.created_at, createdBy: { id: plan.created_by, name: plan.created_by_name }, undoes: plan.undoes,
    };
    const hash = await hashOfForm(canonicalForm(tx.db, plan.id, header));
    const { keyId, signature } = foundation.signing.sign(signedText(plan.id, hash));
    const state = brake.held ? 'held' : 'draft';
    await tx.db.deleteFrom('plan_approvals').where('plan_id', '=', plan.id).execute();
    await updatePlan(tx.db, plan.id, {
      state, counts: JSON.stringify(counts), brake: JSON.stringify(brake), seats: JSON.stringify(seats), hash, key_id: keyId, signature,
      sealed_header: JSON.stringify(header), computed_at: now, failure: null,
    });
    await tx.audit([{ table: 'plans', recordId: plan.id, recordLabel: plan.title, action: 'plans.compute', before: { state: plan.state, hash: plan.hash }, after: { state, hash, counts } }]);
  }, { heavy: true, signal });
}

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

/** M13: the comparison itself can find a wrong row (an unknown organization, a guard): then nobody absent is touched. */
async function blockedByProblems(db: Kysely<Schema>, plan: StoredPlan, blockedBefore: number): Promise<number> {
  if (blockedBefore > 0 || plan.mode !== 'synchronize' || !(await hasOpenProblems(db, plan.id))) return blockedBefore;
  return dropAbsentPeople(db, plan.id);
}
