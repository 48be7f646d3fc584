import type { Kysely } from 'kysely';
import type { Problem } from '#shared/errors.ts';
import type { Plan, PlanIssue, PlanRow } from '#shared/schemas/plans.ts';
import type { Schema } from '../db/schema.ts';
import type { Jobs } from './jobs.ts';
import { noCounts } from './counting.ts';
import { approvalsOf, filesOf, type StoredPlan } from './plan.store.ts';
import type { StoredRow } from './plan-rows.store.ts';
import { textFields } from './fields.ts';

const parsed = <Value>(json: string | null): Value | null => (json === null ? null : (JSON.parse(json) as Value));
const openStates = ['staging', 'draft', 'held', 'approved'];

/** A plan's state as people see it: a running job and the passing of time show, though neither is stored (M20). */
function stateOf(plan: StoredPlan, job: ReturnType<Jobs['look']>, now: string): Plan['state'] {
  if (job !== null) return job.kind;
  if (openStates.includes(plan.state) && plan.expires_at < now) return 'expired';
  return plan.state as Plan['state'];
}

/** Plans as the contract shows them, with their files and approvals, in the order given. */
export async function viewPlans(db: Kysely<Schema>, jobs: Jobs, plans: readonly StoredPlan[], now: string): Promise<Plan[]> {
  const ids = plans.map((plan) => plan.id);
  const files = await filesOf(db, ids);
  const approvals = await approvalsOf(db, ids);
  return plans.map((plan): Plan => {
    const job = jobs.look(plan);
    return {
      id: plan.id,
      mode: plan.mode as Plan['mode'],
      state: stateOf(plan, job, now),
      title: plan.title,
      bulk: parsed(plan.bulk),
      options: parsed(plan.options),
      files: files.filter((file) => file.plan_id === plan.id).map((file) => ({
        name: file.name, sha256: file.sha256, size: Number(file.size), rows: file.rows,
        columns: JSON.parse(file.columns) as Plan['files'][number]['columns'], columnNames: JSON.parse(file.column_names) as string[],
      })),
      counts: { ...noCounts, ...parsed<Plan['counts']>(plan.counts) },
      brake: parsed(plan.brake),
      seats: parsed(plan.seats),
      hash: plan.hash,
      keyId: plan.key_id,
      signature: plan.signature,
      createdAt: plan.created_at,
      createdBy: { id: plan.created_by, name: plan.created_by_name },
      computedAt: plan.computed_at,
      expiresAt: plan.expires_at,
      appliedAt: plan.applied_at,
      appliedBy: plan.applied_by === null ? null : { id: plan.applied_by, name: plan.applied_by_name ?? '' },
      approvals: approvals.filter((approval) => approval.plan_id === plan.id && approval.hash === plan.hash).map((approval) => ({ by: { id: approval.user_id, name: approval.user_name }, at: approval.at })),
      undoes: plan.undoes,
      undoneBy: plan.undone_by,
      progress: job?.progress ?? null,
      failure: viewFailure(jobs.failure(plan.id) ?? parsed<Problem>(plan.failure)),
      version: plan.version,
    };
  });
}

function viewFailure(problem: Problem | null): Plan['failure'] {
  if (problem === null) return null;
  const rows = (problem.details?.['rows'] ?? []) as { name: string; fields: string[] }[];
  return { code: problem.code, reason: problem.reason ?? null, message: problem.message, rows };
}

/** A row, with the names of its person where there is one. */
export type RowWithPerson = StoredRow & { person_username: string | null; person_email: string | null };

/** A row as the review shows it. Texts of a new or wrong row come from the file, else from the person. */
export function viewRow(row: RowWithPerson): PlanRow {
  const changes = parsed<PlanRow['changes']>(row.changes) ?? [];
  const person = (field: string): string | null => {
    const change = changes.find((one) => one.field === field);
    const value = change?.before ?? change?.after;
    return typeof value === 'string' ? value : null;
  };
  return {
    number: row.number,
    file: row.file,
    line: row.line,
    action: (row.action === 'candidate' || row.action === null ? 'unchanged' : row.action) as PlanRow['action'],
    userId: row.user_id,
    username: person('username') ?? row.person_username ?? row.username ?? '',
    email: person('email') ?? row.person_email ?? row.email ?? '',
    displayName: row.label ?? person('displayName') ?? row[textFields.displayName.column] ?? '',
    changes,
    issues: parsed<PlanIssue[]>(row.issues) ?? parsed<PlanIssue[]>(row.staged_issues) ?? [],
    dangerous: row.dangerous === 1,
    setAside: row.set_aside === 1,
    wantsPassword: row.has_password === 1 && row.action === 'create',
    lastActiveAt: row.last_active_at,
  };
}
