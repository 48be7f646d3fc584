import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/canonical.ts';
import { AppError } from '#shared/errors.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { foldSearch } from '#shared/text.ts';
import { rowsFromJson } from '../db/rows-from-json.ts';
import { auditedTransaction, type AuditedTransaction } from '../domains/audit/audited-transaction.ts';
import { findPlan } from './plan.store.ts';
import { viewPlan, storedPlan, type Person, type PlanTools } from './plans.service.ts';
import { canonicalForm, planFormat, signedText, type SealedEntry, type SealedHeader } from './sealing.ts';

type Seal = { hash: string; keyId: string; signature: string };
type SavedPlan = { entries: SealedEntry[]; format: string; plan: SealedHeader };

/** M15: the plan as a file: one line with its canonical form, one line with hash, key and signature. */
export async function* savePlan(tools: PlanTools, id: string): AsyncGenerator<string> {
  const plan = await storedPlan(tools, id);
  if (plan.hash === null || plan.sealed_header === null) throw new AppError('conflict', 'The plan is not made yet.', { reason: 'plan_not_ready' });
  yield* canonicalForm(tools.foundation.database.heavy, id, JSON.parse(plan.sealed_header) as SealedHeader);
  yield `\n${canonicalJson({ hash: plan.hash, keyId: plan.key_id, signature: plan.signature })}\n`;
}

/**
 * M15: opens a saved plan. What stands in the file counts only as far as this installation's signature goes: one
 * changed byte is refused. A plan that the server still has is opened as it is; one that it lost is made from the file.
 *
 * @throws AppError `invalid_input` with `plan_file_altered`, `plan_of_another_server`, `plan_expired` or `plan_changed`.
 */
export async function openSavedPlan(tools: PlanTools, actor: Person, content: string): Promise<Plan> {
  const { form, seal } = await checkSeal(tools, content);
  const saved = JSON.parse(form) as SavedPlan;
  const present = await findPlan(tools.foundation.database.db, saved.plan.id);
  if (present !== undefined && present.hash !== seal.hash) throw new AppError('conflict', 'This plan was made anew after it was saved.', { reason: 'plan_changed' });
  if (present === undefined && saved.plan.expiresAt < tools.foundation.clock().toISOString()) throw new AppError('conflict', 'This plan has expired.', { reason: 'plan_expired' });
  await auditedTransaction(tools.foundation, actor, async (tx) => {
    if ((await findPlan(tx.db, saved.plan.id)) === undefined) await restorePlan(tx, saved, seal);
    await tx.audit([{ table: 'plans', recordId: saved.plan.id, recordLabel: saved.plan.title, action: 'plans.open', before: null, after: { hash: seal.hash } }]);
  });
  return viewPlan(tools, saved.plan.id);
}

const altered = (): AppError => new AppError('invalid_input', 'This file is not a plan as this server saved it.', { reason: 'plan_file_altered' });

async function checkSeal({ foundation }: PlanTools, content: string): Promise<{ form: string; seal: Seal }> {
  const end = content.indexOf('\n');
  const form = content.slice(0, Math.max(0, end));
  const rest = content.slice(end + 1);
  const seal = readSeal(rest);
  // The seal has one spelling only, so that its bytes are covered as well.
  if (end < 0 || seal === null || `${canonicalJson(seal)}\n` !== rest) throw altered();
  const id = createHash('sha256').update(form).digest('hex') === seal.hash ? planIdOf(form) : null;
  if (id === null) throw altered();
  if ((await foundation.signing.publicKey(seal.keyId)) === undefined) throw new AppError('invalid_input', 'This plan was made by another server.', { reason: 'plan_of_another_server' });
  if (!(await foundation.signing.verify(signedText(id, seal.hash), seal))) throw altered();
  return { form, seal };
}

function planIdOf(form: string): string | null {
  try {
    const saved = JSON.parse(form) as Partial<SavedPlan>;
    return saved.format === planFormat && typeof saved.plan?.id === 'string' ? saved.plan.id : null;
  } catch {
    return null;
  }
}

function readSeal(line: string): Seal | null {
  try {
    const { hash, keyId, signature, ...more } = JSON.parse(line) as Record<string, unknown>;
    if (typeof hash !== 'string' || typeof keyId !== 'string' || typeof signature !== 'string' || Object.keys(more).length > 0) return null;
    return { hash, keyId, signature };
  } catch {
    return null;
  }
}

/** A restored plan can be applied and refused; its rows cannot be compared anew, for the file they came from is not in it. */
async function restorePlan(tx: AuditedTransaction, { plan, entries }: SavedPlan, seal: Seal): Promise<void> {
  await tx.db.insertInto('plans').values({
    id: plan.id, mode: plan.mode, state: plan.brake.held ? 'held' : 'draft', title: plan.title, search_text: foldSearch(`${plan.title}\n${plan.createdBy.name}\n${plan.id}`),
    bulk: plan.bulk === null ? null : JSON.stringify(plan.bulk), options: plan.options === null ? null : JSON.stringify(plan.options), counts: JSON.stringify(plan.counts), brake: JSON.stringify(plan.brake), seats: JSON.stringify(plan.seats),
    hash: seal.hash, key_id: seal.keyId, signature: seal.signature, sealed_header: JSON.stringify(plan), created_at: plan.createdAt, created_by: plan.createdBy.id, created_by_name: plan.createdBy.name,
    computed_at: plan.computedAt, expires_at: plan.expiresAt, undoes: plan.undoes,
  }).execute();
  const columns = { number: 'integer', action: 'text', user_id: 'text', user_version: 'integer', label: 'text', search_text: 'text', changes: 'text', loses: 'integer', dangerous: 'integer', sort_rank: 'integer' } as const;
  for (let start = 0; start < entries.length; start += 5_000) {
    const rows = rowsFromJson(tx.kind, 'incoming', columns, entries.slice(start, start + 5_000).map((entry) => ({
      number: entry.number, action: entry.action, user_id: entry.userId, user_version: entry.version, label: entry.name, search_text: foldSearch(entry.name),
      changes: JSON.stringify(entry.changes), loses: entry.loses, dangerous: entry.loses, sort_rank: entry.loses ? 0 : 4,
    })));
    const names = Object.keys(columns) as (keyof typeof columns)[];
    await tx.db.insertInto('plan_rows').columns(['plan_id', 'origin', ...names])
      .expression((build) => build.selectFrom(rows).select((select) => [select.val(plan.id).as('plan_id'), select.val('sealed').as('origin'), ...names])).execute();
  }
}
