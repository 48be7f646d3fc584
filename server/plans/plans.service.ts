import { AppError } from '#shared/errors.ts';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { foldSearch } from '#shared/text.ts';
import type { Actor } from '../actor.ts';
import { transaction } from '../db/transaction.ts';
import { auditedTransaction, type AuditedTransaction } from '../domains/audit/audited-transaction.ts';
import type { Credentials } from '../domains/session/credentials.ts';
import type { Foundation } from '../foundation.ts';
import { uuidv7 } from '../identifiers.ts';
import { applyPlan } from './applying.ts';
import { computePlan } from './computing.ts';
import { changesOf, noCounts, type PlanCounts } from './counting.ts';
import type { Brake } from './brake.ts';
import type { JobKind, JobProgress, Jobs } from './jobs.ts';
import { findPlan, updatePlan, type StoredPlan } from './plan.store.ts';
import { viewPlans } from './plan-view.ts';

/** How long a plan may wait to be applied (M20): milliseconds. */
const lifetime = 7 * 24 * 60 * 60 * 1_000;

export type Person = Actor & { id: string };

/** What every part of the plan engine is given. */
export type PlanTools = { foundation: Foundation; jobs: Jobs; credentials: Credentials };

/** @throws AppError `not_found` */
export async function storedPlan({ foundation }: PlanTools, id: string): Promise<StoredPlan> {
  const plan = await findPlan(foundation.database.db, id);
  if (plan === undefined) throw new AppError('not_found', 'There is no plan with this id.');
  return plan;
}

export async function viewPlan({ foundation, jobs }: PlanTools, id: string): Promise<Plan> {
  const plan = await storedPlan({ foundation, jobs } as PlanTools, id);
  return (await viewPlans(foundation.database.db, jobs, [plan], foundation.clock().toISOString()))[0]!;
}

/** Refuses unless the plan is in one of these states and nothing is being done with it. */
export async function planIn(tools: PlanTools, id: string, states: readonly Plan['state'][], reason: 'plan_not_open' | 'plan_not_ready' = 'plan_not_open'): Promise<Plan> {
  const plan = await viewPlan(tools, id);
  if (states.includes(plan.state)) return plan;
  if (plan.state === 'computing' || plan.state === 'applying') throw new AppError('conflict', 'Something else is being done with this plan.', { reason: 'plan_busy' });
  if (plan.state === 'expired') throw new AppError('conflict', 'This plan has expired.', { reason: 'plan_expired' });
  throw new AppError('conflict', `A plan that is ${plan.state} cannot be changed in this way.`, { reason });
}

export type NewPlan = { mode: Plan['mode']; title: string; bulk?: unknown; options?: unknown; selection?: unknown; undoes?: string };

/** Writes a plan that has no rows yet, with its audit entry. */
export async function insertPlan(tx: AuditedTransaction, foundation: Foundation, actor: Person, plan: NewPlan): Promise<string> {
  const now = foundation.clock();
  const id = uuidv7(now);
  const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value));
  await tx.db.insertInto('plans').values({
    id, mode: plan.mode, state: 'staging', title: plan.title, search_text: foldSearch(`${plan.title}\n${actor.name}\n${id}`), bulk: json(plan.bulk), selection: json(plan.selection), options: json(plan.options),
    counts: JSON.stringify(noCounts), created_at: now.toISOString(), created_by: actor.id, created_by_name: actor.name, expires_at: new Date(now.getTime() + lifetime).toISOString(), undoes: plan.undoes ?? null,
  }).execute();
  await tx.audit([{ table: 'plans', recordId: id, recordLabel: plan.title, action: 'plans.create', before: null, after: { mode: plan.mode, options: plan.options ?? null, bulk: plan.bulk ?? null, undoes: plan.undoes ?? null } }]);
  return id;
}

/** A plan that came back from its saved file has no staged rows: what was sealed is all there is of it (M15). */
async function refuseSealed({ foundation }: PlanTools, id: string): Promise<void> {
  const first = await foundation.database.db.selectFrom('plan_rows').select('origin').where('plan_id', '=', id).orderBy('number').limit(1).executeTakeFirst();
  if (first?.origin === 'sealed') throw new AppError('conflict', 'This plan was opened from its saved file: bring the file of people again to make it anew.', { reason: 'plan_not_open' });
}

/** Starts computing and answers at once (M11). */
export async function startComputing(tools: PlanTools, actor: Person, id: string): Promise<Plan> {
  await refuseSealed(tools, id);
  await startJob(tools, id, 'computing', (progress, signal) => computePlan({ foundation: tools.foundation, actor, progress, signal }, id));
  return viewPlan(tools, id);
}

export const startJob = (tools: PlanTools, id: string, kind: JobKind, work: (progress: JobProgress, signal: AbortSignal) => Promise<void>): Promise<void> => tools.jobs.start(id, kind, work);

/**
 * Starts applying and answers at once (M16). Applying an applied plan again answers the plan as it is: the second
 * time changes nothing.
 *
 * @throws AppError `conflict` with the reason why it is not applied: see the contract.
 */
export async function startApplying(tools: PlanTools, actor: Person, input: ParsedInputOf<'plans.apply'>): Promise<Plan> {
  const present = await viewPlan(tools, input.id);
  if (present.hash !== input.hash) throw new AppError('conflict', 'This is not the plan that was reviewed.', { reason: 'plan_changed' });
  if (present.state === 'applied' || present.state === 'undone' || present.state === 'applying') return present;
  const plan = await planIn(tools, input.id, ['draft', 'held', 'approved'], 'plan_not_ready');
  if (changesOf(plan.counts as PlanCounts) === 0) throw new AppError('conflict', 'The plan changes nobody.', { reason: 'nothing_to_apply' });
  const brake = plan.brake as Brake;
  // Whoever confirms without being asked to confirms all the same: others may have used up the limit since.
  const holdConfirmed = input.confirmation !== undefined;
  if (brake.held || holdConfirmed) await confirmHold(tools, actor, plan, brake, input.confirmation);
  await startJob(tools, plan.id, 'applying', (progress, signal) => applyPlan({ foundation: tools.foundation, actor, progress, signal }, plan.id, { hash: input.hash, holdConfirmed }));
  return viewPlan(tools, plan.id);
}

/** M14: the exact number typed, the credential again, and a second administrator where the installation says so. */
async function confirmHold(tools: PlanTools, actor: Person, plan: Plan, brake: Brake, confirmation: ParsedInputOf<'plans.apply'>['confirmation']): Promise<void> {
  if (confirmation === undefined) throw new AppError('conflict', 'The safety brake holds this plan: it asks for the number of people and your credential.', { reason: 'hold_not_confirmed', details: { people: brake.people } });
  if (brake.needsApproval && plan.state !== 'approved') throw new AppError('conflict', 'A second administrator has to approve this plan first.', { reason: 'approval_missing' });
  if (confirmation.count !== brake.people) throw new AppError('invalid_input', `The number is not the one of this plan.`, { reason: 'count_mismatch', errors: [{ path: 'confirmation.count', message: 'Not the number of people who lose something' }] });
  await tools.credentials.verifyCredential(actor.id, confirmation);
}

/** M14: a second administrator agrees to this very plan, after reading it, with their credential. */
export async function approvePlan(tools: PlanTools, actor: Person, input: ParsedInputOf<'plans.approve'>): Promise<Plan> {
  const plan = await planIn(tools, input.id, ['held', 'approved'], 'plan_not_ready');
  if (plan.createdBy.id === actor.id) throw new AppError('not_allowed', 'Whoever made a plan cannot approve it.', { reason: 'approval_by_maker' });
  if (plan.hash !== input.hash) throw new AppError('conflict', 'This is not the plan that was reviewed.', { reason: 'plan_changed' });
  await tools.credentials.verifyCredential(actor.id, input);
  await auditedTransaction(tools.foundation, actor, async (tx) => {
    const now = tools.foundation.clock().toISOString();
    const present = await findPlan(tx.db, plan.id);
    if (present?.hash !== input.hash || !['held', 'approved'].includes(present.state)) throw new AppError('conflict', 'This is not the plan that was reviewed.', { reason: 'plan_changed' });
    await tx.db.insertInto('plan_approvals').values({ plan_id: plan.id, user_id: actor.id, user_name: actor.name, hash: input.hash, at: now }).onConflict((conflict) => conflict.doNothing()).execute();
    await updatePlan(tx.db, plan.id, { state: 'approved' });
    await tx.audit([{ table: 'plans', recordId: plan.id, recordLabel: plan.title, action: 'plans.approve', before: { state: present.state }, after: { state: 'approved', hash: input.hash } }]);
  });
  return viewPlan(tools, plan.id);
}

/** M20: a plan that will not be applied stays in the history as refused. */
export async function refusePlan(tools: PlanTools, actor: Person, id: string): Promise<Plan> {
  const plan = await planIn(tools, id, ['staging', 'draft', 'held', 'approved', 'expired']);
  await auditedTransaction(tools.foundation, actor, async (tx) => {
    await tx.db.deleteFrom('plan_passwords').where('plan_id', '=', id).execute();
    await updatePlan(tx.db, id, { state: 'refused' });
    await tx.audit([{ table: 'plans', recordId: id, recordLabel: plan.title, action: 'plans.refuse', before: { state: plan.state }, after: { state: 'refused' } }]);
  });
  return viewPlan(tools, id);
}

/** Puts an open plan back on the stage: its rows are about to change, so what was sealed is void. */
export async function reopen(tools: PlanTools, id: string): Promise<void> {
  await planIn(tools, id, ['staging', 'draft', 'held', 'approved']);
  await refuseSealed(tools, id);
  await transaction(tools.foundation.database, (db) => updatePlan(db, id, { state: 'staging', pristine: 0, hash: null, key_id: null, signature: null, sealed_header: null }));
}
