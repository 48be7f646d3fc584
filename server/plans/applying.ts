import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { Actor } from '../actor.ts';
import { rowsFromJson } from '../db/rows-from-json.ts';
import { auditedTransaction, type AuditedTransaction } from '../domains/audit/audited-transaction.ts';
import { latestChanges } from '../domains/audit/latest-changes.ts';
import { countSeats } from '../domains/licences/count-seats.ts';
import { installationOf } from '../domains/settings/settings.service.ts';
import { assertSuperadminRemains, refusalsOf } from '../domains/users/user-guards.ts';
import { loadUsers } from '../domains/users/user.store.ts';
import type { UserAction, UserState, UserWrite } from '../domains/users/user-state.ts';
import { writeUsers } from '../domains/users/user-writes.ts';
import type { Foundation } from '../foundation.ts';
import { uuidv7 } from '../identifiers.ts';
import { applyBrake, type Brake } from './brake.ts';
import { actingActions, changesOf, countActivePeople, countLosing, countRecentlyLosing, type PlanCounts } from './counting.ts';
import { newcomer } from './intended-states.ts';
import type { JobProgress } from './jobs.ts';
import { findPlan, isImport, updatePlan, type StoredPlan } from './plan.store.ts';
import { nextRows, type StoredRow } from './plan-rows.store.ts';
import { applyChanges, type FieldChange } from './planned-row.ts';
import { canonicalForm, hashOfForm, type SealedHeader } from './sealing.ts';
import type { Seats } from './seats.ts';

const portion = 5_000;
const namedAtMost = 50;
const day = 24 * 60 * 60 * 1_000;

type Job = { foundation: Foundation; actor: Actor; progress: JobProgress; signal: AbortSignal };
export type Approved = { hash: string; holdConfirmed: boolean };

/**
 * Applies a plan in one transaction: all or nothing (M16). Everything that the review promised is checked again in
 * it: the seal, every touched person's version, the guards for whoever applies, the brake with what was applied
 * since, the licences, and that a superadmin remains.
 *
 * @throws AppError `conflict` with `people_changed` and `details.rows` (names and fields), `plan_changed`,
 *   `hold_not_confirmed`, `hard_stop`, `last_superadmin`; `cancelled` before the commit.
 */
export async function applyPlan({ foundation, actor, progress, signal }: Job, planId: string, approved: Approved): Promise<void> {
  await auditedTransaction(foundation, appliedBy(actor, planId, await findPlan(foundation.database.db, planId)), async (tx) => {
    const plan = await checkPlan(tx, foundation, planId, approved);
    if (plan === null) return;
    const counts = JSON.parse(plan.counts) as PlanCounts;
    progress.phase('applying', changesOf(counts));
    await refuseMovedPeople(tx, plan);
    const now = foundation.clock();
    const adminLevelEnabled = (await installationOf(tx.db)).adminLevelEnabled;
    // Who goes makes room for the names of who comes.
    for (const actions of [['delete'], actingActions.filter((action) => action !== 'delete')]) {
      for (let after = 0, more = true; more; ) {
        const rows = await nextRows(tx.db, planId, actions, after, portion);
        more = rows.length === portion;
        after = rows.at(-1)?.number ?? after;
        await applyRows(tx, { actor: appliedBy(actor, planId, plan), adminLevelEnabled, now, progress }, plan, rows.filter((row) => row.set_aside === 0));
      }
    }
    await checkSeats(tx, plan);
    await assertSuperadminRemains(tx);
    progress.phase('committing', null);
    await markApplied(tx, plan, actor, now.toISOString());
  }, { heavy: true, signal });
}

/** M17: a person's entry is tied to the plan; only a file's changes come from an import (A2). */
const appliedBy = (actor: Actor, planId: string, plan: StoredPlan | undefined): Actor => ({ ...actor, source: plan !== undefined && isImport(plan.mode) ? 'import' : actor.source, sourceReference: planId });

/** The plan as it may be applied now; null when another request was quicker with this very plan (M16: the second time changes nothing). */
async function checkPlan(tx: AuditedTransaction, foundation: Foundation, planId: string, approved: Approved): Promise<StoredPlan | null> {
  const plan = await findPlan(tx.db, planId);
  if (plan === undefined) throw new AppError('not_found', 'There is no such plan.');
  if (plan.hash === approved.hash && (plan.state === 'applied' || plan.state === 'undone')) return null;
  if (!['draft', 'held', 'approved'].includes(plan.state)) throw new AppError('conflict', 'The plan is not open any more.', { reason: 'plan_not_ready' });
  const header = JSON.parse(plan.sealed_header ?? 'null') as SealedHeader | null;
  // M15: what is applied is what was sealed and reviewed, to the byte.
  if (plan.hash !== approved.hash || header === null || (await hashOfForm(canonicalForm(tx.db, planId, header))) !== plan.hash) {
    throw new AppError('conflict', 'This is not the plan that was reviewed.', { reason: 'plan_changed' });
  }
  if (!approved.holdConfirmed && (await brakeNow(tx, foundation, planId)).held) {
    throw new AppError('conflict', 'Together with what was applied in the last 24 hours this plan is held now.', { reason: 'hold_not_confirmed' });
  }
  return plan;
}

/** M14: plans applied since this one was made count too. */
async function brakeNow(tx: AuditedTransaction, foundation: Foundation, planId: string): Promise<Brake> {
  const installation = await installationOf(tx.db);
  const since = new Date(foundation.clock().getTime() - day).toISOString();
  return applyBrake(await countLosing(tx.db, planId), await countRecentlyLosing(tx.db, planId, since), await countActivePeople(tx.db), {
    percent: installation.brakePercent, floor: installation.brakeFloor, maximum: installation.brakeMaximum, secondApproval: installation.secondApproval,
  });
}

/** M16: nobody whom the plan touches has changed since it was made; else they are named, with their fields. */
async function refuseMovedPeople(tx: AuditedTransaction, plan: StoredPlan): Promise<void> {
  const moved = await tx.db
    .selectFrom('plan_rows')
    .leftJoin('users', 'users.id', 'plan_rows.user_id')
    .select(['plan_rows.number', 'plan_rows.user_id', 'plan_rows.label'])
    .where('plan_rows.plan_id', '=', plan.id)
    .where('plan_rows.set_aside', '=', 0)
    .where('plan_rows.action', 'in', actingActions.filter((action) => action !== 'create'))
    .where((build) => build.or([build('users.id', 'is', null), build('users.version', '<>', build.ref('plan_rows.user_version'))]))
    .orderBy('plan_rows.number')
    .limit(namedAtMost)
    .execute();
  if (moved.length === 0) return;
  const changes = await latestChanges(tx.db, 'users', moved.map((row) => row.user_id ?? ''), plan.id);
  throw peopleChanged(moved.map((row) => ({ name: row.label ?? '', fields: changes.get(row.user_id ?? '')?.fields ?? [] })));
}

const peopleChanged = (rows: { name: string; fields: readonly string[] }[]): AppError =>
  new AppError('conflict', 'People changed since the plan was made. Nothing was applied.', { reason: 'people_changed', details: { rows } });

type Applying = { actor: Actor; adminLevelEnabled: boolean; now: Date; progress: JobProgress };

async function applyRows(tx: AuditedTransaction, applying: Applying, plan: StoredPlan, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  const people = new Map((await loadUsers(tx.db, tx.kind, rows.filter((row) => row.action !== 'create').map((row) => row.user_id ?? ''))).map((person) => [person.id, person]));
  const passwords = await passwordsOf(tx, plan.id, rows);
  const writes = rows.map((row): UserWrite => {
    const changes = JSON.parse(row.changes ?? '[]') as FieldChange[];
    const before = row.action === 'create' ? null : (people.get(row.user_id ?? '') ?? null);
    const after: UserState = applyChanges(before?.state ?? newcomer, changes);
    return { action: row.action as UserAction, id: before?.id ?? uuidv7(applying.now), before, after, passwordHash: passwords.get(row.number) };
  });
  refuseForbidden(applying, writes);
  let reported = 0;
  const versions = await writeUsers(tx, applying.actor, writes, applying.now.toISOString(), {
    onProgress: (written) => { applying.progress.done(written - reported); reported = written; },
  }).catch((error: unknown) => { throw asPeopleChanged(error); });
  const applied = rowsFromJson(tx.kind, 'applied', { plan_id: 'text', number: 'integer', user_id: 'text', version: 'integer' }, rows.map((row, index) => ({ plan_id: plan.id, number: row.number, user_id: writes[index]!.id, version: versions.get(writes[index]!.id) ?? writes[index]!.before?.version ?? 1 })));
  await sql`update plan_rows set applied_version = applied.version, user_id = applied.user_id from ${applied} where plan_rows.plan_id = applied.plan_id and plan_rows.number = applied.number`.execute(tx.db);
}

/** M14: U7 and U8 hold for whoever applies, who may not be who made the plan. */
function refuseForbidden({ actor, adminLevelEnabled }: Applying, writes: readonly UserWrite[]): void {
  const refused = writes.filter((write) => refusalsOf(actor, write.before, write.after, { adminLevelEnabled }).length > 0);
  if (refused.length === 0) return;
  const rows = refused.slice(0, namedAtMost).map((write) => ({ name: write.after.displayName, fields: refusalsOf(actor, write.before, write.after, { adminLevelEnabled }).map((refusal) => refusal.reason) }));
  throw new AppError('not_allowed', 'The plan does what you may not do. Nothing was applied.', { reason: 'hard_stop', details: { rows } });
}

/** A name that somebody has taken since, or a version that moved, is the same news: people changed (M16). */
function asPeopleChanged(error: unknown): unknown {
  if (!(error instanceof AppError) || (error.code !== 'already_exists' && error.code !== 'version_conflict')) return error;
  const people = (error.problem.details?.['people'] ?? []) as { name: string; field: string }[];
  return peopleChanged(people.map(({ name, field }) => ({ name, fields: [field] })));
}

async function passwordsOf(tx: AuditedTransaction, planId: string, rows: readonly StoredRow[]): Promise<Map<number, string>> {
  const created = rows.filter((row) => row.action === 'create' && row.has_password === 1);
  if (created.length === 0) return new Map();
  const found = await tx.db.selectFrom('plan_passwords').select(['number', 'password_hash']).where('plan_id', '=', planId)
    .where('number', '>=', created[0]!.number).where('number', '<=', created.at(-1)!.number).execute();
  return new Map(found.map((row) => [row.number, row.password_hash]));
}

/** L2: the licences that the review counted on may have gone to others since. */
async function checkSeats(tx: AuditedTransaction, plan: StoredPlan): Promise<void> {
  const { capacity, used, reserved } = await countSeats(tx.db);
  const planned = JSON.parse(plan.seats ?? 'null') as Seats | null;
  const takes = planned !== null && planned.after > planned.now;
  if (capacity !== null && takes && used + reserved > capacity) throw peopleChanged([{ name: '', fields: ['licences'] }]);
}

async function markApplied(tx: AuditedTransaction, plan: StoredPlan, actor: Actor, now: string): Promise<void> {
  await tx.db.deleteFrom('plan_passwords').where('plan_id', '=', plan.id).execute();
  await updatePlan(tx.db, plan.id, { state: 'applied', applied_at: now, applied_by: actor.id, applied_by_name: actor.name, failure: null });
  const counts = JSON.parse(plan.counts) as PlanCounts;
  await tx.audit([{ table: 'plans', recordId: plan.id, recordLabel: plan.title, action: 'plans.apply', before: { state: plan.state }, after: { state: 'applied', hash: plan.hash, counts } }]);
  if (plan.undoes === null) return;
  await updatePlan(tx.db, plan.undoes, { state: 'undone', undone_by: plan.id });
  await tx.audit([{ table: 'plans', recordId: plan.undoes, recordLabel: plan.title, action: 'plans.undo', before: { state: 'applied' }, after: { state: 'undone', undoneBy: plan.id } }]);
}
