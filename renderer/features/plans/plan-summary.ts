import type { Plan, PlanAction, PlanRow } from '#shared/schemas/plans.ts';
import type { Meaning } from '../../ui/theme/tokens.ts';

export type PlanCounts = Plan['counts'];

/** The actions that change somebody when the plan is applied. */
export const actingActions = ['create', 'restore', 'reactivate', 'update', 'deactivate', 'makeUnlicensed', 'delete'] as const satisfies readonly PlanAction[];
export type ActingAction = (typeof actingActions)[number];

export const isActing = (action: PlanAction): action is ActingAction => (actingActions as readonly PlanAction[]).includes(action);

/** How many people applying the plan changes. */
export const changesOf = (counts: PlanCounts): number => actingActions.reduce((sum, action) => sum + counts[action], 0);

export const problemsOf = (counts: PlanCounts): number => counts.invalid + counts.conflict;

export const goneOf = (counts: PlanCounts): number => counts.deactivate + counts.delete + counts.makeUnlicensed;

export const changedOf = (counts: PlanCounts): number => counts.update + counts.reactivate;

export const newOf = (counts: PlanCounts): number => counts.create + counts.restore;

export type PartName = 'unchanged' | 'new' | 'changed' | 'gone' | 'problems' | 'setAside' | 'kept' | 'impossible';

/** The parts of the proportions bar, in its order; what a plan of this kind cannot have is left out. */
export function partsOf(plan: Pick<Plan, 'mode' | 'counts'>): { name: PartName; meaning: Meaning; count: number }[] {
  const { counts } = plan;
  const parts: { name: PartName; meaning: Meaning; count: number }[] = [
    { name: 'unchanged', meaning: 'unchanged', count: counts.unchanged },
    { name: 'new', meaning: 'new', count: newOf(counts) },
    { name: 'changed', meaning: 'changed', count: changedOf(counts) },
    { name: 'gone', meaning: 'gone', count: goneOf(counts) },
    { name: 'problems', meaning: 'held', count: problemsOf(counts) },
    { name: 'setAside', meaning: 'unchanged', count: counts.setAside },
  ];
  if (plan.mode === 'undo' || counts.kept > 0) parts.push({ name: 'kept', meaning: 'inherited', count: counts.kept });
  if (plan.mode === 'undo' || counts.impossible > 0) parts.push({ name: 'impossible', meaning: 'held', count: counts.impossible });
  return parts;
}

export const tabs = ['dangerous', 'create', 'change', 'gone', 'problems', 'setAside', 'all'] as const;
export type PlanTab = (typeof tabs)[number];

/** The count that a tab shows; `all` shows none. */
export function tabCount(tab: PlanTab, counts: PlanCounts): number | undefined {
  switch (tab) {
    case 'dangerous': return counts.dangerous;
    case 'create': return newOf(counts);
    case 'change': return changedOf(counts);
    case 'gone': return goneOf(counts);
    case 'problems': return problemsOf(counts) + counts.impossible;
    case 'setAside': return counts.setAside;
    case 'all': return undefined;
  }
}

/** The tab that opens first: what is dangerous, else what needs work, else everything. */
export function firstTab(counts: PlanCounts): PlanTab {
  if (counts.dangerous > 0) return 'dangerous';
  return problemsOf(counts) > 0 ? 'problems' : 'all';
}

/** Tabs worth showing: problems and what is set aside only when there is some, the others always. */
export function shownTabs(counts: PlanCounts, open: PlanTab): PlanTab[] {
  return tabs.filter((tab) => tab === open || tab !== 'setAside' || counts.setAside > 0);
}

/** The beginning of the plan's hash, or of its id while it has none: a name to say aloud. */
export const shortId = (plan: Pick<Plan, 'id' | 'hash'>): string => (plan.hash ?? plan.id.slice(-12)).slice(0, 4).toUpperCase();

/** What the review may offer in this state. */
export type PlanPhase = 'working' | 'open' | 'applying' | 'applied' | 'closed';

export function phaseOf(plan: Pick<Plan, 'state'>): PlanPhase {
  switch (plan.state) {
    case 'staging':
    case 'computing':
      return 'working';
    case 'draft':
    case 'held':
    case 'approved':
      return 'open';
    case 'applying':
      return 'applying';
    case 'applied':
    case 'undone':
      return 'applied';
    case 'expired':
    case 'refused':
      return 'closed';
  }
}

/** What an action means; the same colours as in the proportions bar. */
export const actionMeaning: Record<PlanAction, Meaning> = {
  create: 'new',
  restore: 'new',
  reactivate: 'changed',
  update: 'changed',
  deactivate: 'gone',
  delete: 'gone',
  makeUnlicensed: 'gone',
  unchanged: 'unchanged',
  conflict: 'held',
  invalid: 'held',
  kept: 'inherited',
  impossible: 'held',
};

/** Whether something is wrong with the row that only a person can put right. */
export const isProblem = (row: Pick<PlanRow, 'action'>): boolean => row.action === 'invalid' || row.action === 'conflict';

/** What stands between the reader and the apply button. */
export type Obstacle = 'offline' | 'notPermitted' | 'nothing' | 'needsApproval' | 'confirmation' | undefined;

export interface Circumstances {
  online: boolean;
  mayApply: boolean;
}

/** M14: the first reason why the plan cannot simply be applied; undefined when it can. */
export function obstacleOf(plan: Plan, { online, mayApply }: Circumstances): Obstacle {
  if (!online) return 'offline';
  if (!mayApply) return 'notPermitted';
  if (changesOf(plan.counts) === 0) return 'nothing';
  if (!plan.brake?.held) return undefined;
  if (plan.brake.needsApproval && plan.approvals.length === 0) return 'needsApproval';
  return 'confirmation';
}

/** Fields that only remember what a role was: they say nothing to the reader beside the role itself. */
const silentFields = new Set(['formerRole', 'deactivatedBy', 'deletedAt']);

/** The changes worth reading, the role first, then in the order of the record. */
export function readableChanges(row: Pick<PlanRow, 'changes'>): PlanRow['changes'] {
  const shown = row.changes.filter((change) => !silentFields.has(change.field));
  const role = shown.filter((change) => change.field === 'platformRole');
  return [...role, ...shown.filter((change) => change.field !== 'platformRole')];
}

/** How many people lose something by other ways than being deactivated, deleted or made unlicensed (M14). */
export const otherLosses = (plan: Plan): number => Math.max(0, (plan.brake?.people ?? 0) - goneOf(plan.counts));
