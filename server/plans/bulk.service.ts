import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import { roleOf } from '#shared/roles.ts';
import type { BulkChange, Plan } from '#shared/schemas/plans.ts';
import { auditedTransaction, type AuditedTransaction } from '../domains/audit/audited-transaction.ts';
import { filterUsers } from '../domains/users/user-filter.ts';
import { insertPeople } from './plan-rows.store.ts';
import { insertPlan, planIn, startComputing, type Person, type PlanTools } from './plans.service.ts';
import { insertUndoRows } from './undoing.ts';

/** M19: one change for many people, through the same review and undo as a file. */
export async function createBulkPlan(tools: PlanTools, actor: Person, input: ParsedInputOf<'plans.bulk'>): Promise<Plan> {
  const id = await auditedTransaction(tools.foundation, actor, async (tx) => {
    await checkChange(tx, input.change);
    const made = await insertPlan(tx, tools.foundation, actor, { mode: 'bulk', title: input.title ?? input.change.action, bulk: input.change, selection: input.selection });
    await insertSelection(tx, made, input.selection, tools.foundation.clock());
    const any = await tx.db.selectFrom('plan_rows').select('number').where('plan_id', '=', made).limit(1).executeTakeFirst();
    if (any === undefined) throw new AppError('conflict', 'Nobody is chosen.', { reason: 'nothing_to_apply' });
    return made;
  }, { heavy: true });
  return startComputing(tools, actor, id);
}

async function checkChange(tx: AuditedTransaction, change: BulkChange): Promise<void> {
  const roles = change.action === 'replaceRole' ? [change.role, change.replacement] : change.action === 'addRole' ? [change.role] : [];
  const unknown = roles.find((role) => roleOf(role) === undefined);
  if (unknown !== undefined) throw new AppError('invalid_input', `There is no role ${unknown}.`, { reason: 'unknown_role', errors: [{ path: 'change.role', message: 'Unknown role' }] });
  if (change.action !== 'addToOrganization' && change.action !== 'removeFromOrganization') return;
  const found = await tx.db.selectFrom('organizations').select('id').where('id', '=', change.organizationId).where('deleted_at', 'is', null).executeTakeFirst();
  if (found === undefined) throw new AppError('invalid_input', 'There is no organization with this id.', { reason: 'unknown_organization', errors: [{ path: 'change.organizationId', message: 'Unknown organization' }] });
}

async function insertSelection(tx: AuditedTransaction, planId: string, selection: ParsedInputOf<'plans.bulk'>['selection'], now: Date): Promise<void> {
  if ('ids' in selection) {
    const ids = [...new Set(selection.ids)];
    await insertPeople(tx.db, tx.kind, planId, 'selection', ids.map((userId, index) => ({ number: index + 1, userId })));
    return;
  }
  const found = filterUsers(tx.db.selectFrom('users').select('users.id'), tx.kind, selection.filter, now);
  const people = selection.except.length === 0 ? found : found.where('users.id', 'not in', selection.except);
  await sql`
    insert into plan_rows (plan_id, number, origin, user_id, action, sort_rank)
    select ${planId}, row_number() over (order by people.id), 'selection', people.id, 'candidate', 4 from (${people}) as people`.execute(tx.db);
}

/** M18: a plan of the opposite of an applied plan, reviewed and applied like any. */
export async function createUndoPlan(tools: PlanTools, actor: Person, id: string): Promise<Plan> {
  const plan = await planIn(tools, id, ['applied'], 'plan_not_ready').catch((error: unknown) => {
    if (error instanceof AppError && (error.reason === 'plan_not_ready' || error.reason === 'plan_expired')) throw new AppError('conflict', 'Only an applied plan can be undone.', { reason: 'nothing_to_undo' });
    throw error;
  });
  const made = await auditedTransaction(tools.foundation, actor, async (tx) => {
    const undo = await insertPlan(tx, tools.foundation, actor, { mode: 'undo', title: plan.title, undoes: plan.id });
    await insertUndoRows(tx.db, undo, plan.id);
    return undo;
  }, { heavy: true });
  return startComputing(tools, actor, made);
}
