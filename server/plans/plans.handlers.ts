import type { Kysely } from 'kysely';
import type { OperationId, ParsedInputOf } from '#shared/contract/index.ts';
import { foldSearch } from '#shared/text.ts';
import { countUpTo, readKeysetPage, type KeysetPosition, type SortColumn } from '../db/keyset.ts';
import type { DatabaseKind } from '../db/kinds.ts';
import type { Schema } from '../db/schema.ts';
import { containsText } from '../db/text-search.ts';
import type { Handlers } from '../http/handlers.ts';
import { createBulkPlan, createUndoPlan } from './bulk.service.ts';
import { planIn, approvePlan, refusePlan, startApplying, startComputing, storedPlan, viewPlan, type PlanTools } from './plans.service.ts';
import { viewPlans, viewRow } from './plan-view.ts';
import { rowsShown } from './plan-rows.queries.ts';
import { openSavedPlan, savePlan } from './saved-plan.ts';
import { addFile, createPlan, editRow, setAsideProblems, stageRows, takePasswords } from './staging.service.ts';

type PlanOperationId = Extract<OperationId, `plans.${string}`>;

const countAtMost = 10_000;
const position = (cursor: string | undefined): KeysetPosition | undefined => (cursor === undefined ? undefined : (JSON.parse(cursor) as KeysetPosition));
const cursorOf = (next: KeysetPosition | undefined): string | null => (next === undefined ? null : JSON.stringify(next));

const newestFirst: SortColumn[] = [{ name: 'createdAt', column: 'plans.created_at', direction: 'desc', nullable: false }];
const dangerousFirst: SortColumn[] = [{ name: 'rank', column: 'plan_rows.sort_rank', direction: 'asc', nullable: false }];

/** The operations on plans: import.md as an API. */
export function createPlanHandlers(tools: PlanTools): Handlers<PlanOperationId> {
  const { foundation, jobs } = tools;
  const now = (): string => foundation.clock().toISOString();
  return {
    'plans.create': (call, input) => createPlan(tools, call.principal.actor, input),
    'plans.bulk': (call, input) => createBulkPlan(tools, call.principal.actor, input),
    'plans.undo': (call, { id }) => createUndoPlan(tools, call.principal.actor, id),
    'plans.addFile': (_call, input) => addFile(tools, input),
    'plans.stage': (_call, input) => stageRows(tools, input),
    'plans.compute': async (call, { id }) => {
      await planIn(tools, id, ['staging', 'draft', 'held', 'approved']);
      return startComputing(tools, call.principal.actor, id);
    },
    'plans.recompute': async (call, { id }) => {
      await planIn(tools, id, ['staging', 'draft', 'held', 'approved']);
      return startComputing(tools, call.principal.actor, id);
    },
    'plans.list': async (_call, input) => {
      const query = plansFound(foundation.database.db, foundation.database.kind, input, now());
      const { items, next } = await readKeysetPage(query.selectAll('plans'), { sort: newestFirst, id: 'plans.id', limit: input.limit, after: position(input.cursor) });
      return { items: await viewPlans(foundation.database.db, jobs, items, now()), nextCursor: cursorOf(next), total: await countUpTo(foundation.database.db, query, countAtMost) };
    },
    'plans.get': (_call, { id }) => viewPlan(tools, id),
    'plans.rows': async (_call, input) => {
      await storedPlan(tools, input.id);
      const query = rowsShown(foundation.database.db, foundation.database.kind, input.id, input);
      const { items, next } = await readKeysetPage(query, { sort: dangerousFirst, id: 'plan_rows.number', limit: input.limit, after: position(input.cursor) });
      return { items: items.map(viewRow), nextCursor: cursorOf(next), total: await countUpTo(foundation.database.db, query, countAtMost) };
    },
    'plans.exportRows': async (_call, input) => {
      await storedPlan(tools, input.id);
      return exportedRows(tools, input);
    },
    'plans.rejected': async (_call, { id }) => {
      await storedPlan(tools, id);
      return rejectedRows(tools, id);
    },
    'plans.editRow': (call, input) => editRow(tools, call.principal.actor, input),
    'plans.setAsideProblems': (call, { id }) => setAsideProblems(tools, call.principal.actor, id),
    'plans.passwords': (_call, input) => takePasswords(tools, input),
    'plans.approve': (call, input) => approvePlan(tools, call.principal.actor, input),
    'plans.apply': (call, input) => startApplying(tools, call.principal.actor, input),
    'plans.cancel': async (_call, { id }) => {
      await storedPlan(tools, id);
      await jobs.cancel(id);
      return viewPlan(tools, id);
    },
    'plans.discard': (call, { id }) => refusePlan(tools, call.principal.actor, id),
    'plans.save': async (_call, { id }) => savePlan(tools, id),
    'plans.open': (call, { content }) => openSavedPlan(tools, call.principal.actor, content),
  };
}

function plansFound(db: Kysely<Schema>, kind: DatabaseKind, input: ParsedInputOf<'plans.list'>, now: string) {
  const open = ['staging', 'draft', 'held', 'approved'];
  let query = db.selectFrom('plans');
  if (input.mode !== undefined) query = query.where('mode', 'in', input.mode);
  if (input.state !== undefined) {
    const states = input.state;
    // A running job and the passing of time are states that are not stored.
    query = query.where((build) => build.or(states.map((state) => {
      if (state === 'computing' || state === 'applying') return build('job', '=', state);
      const expired = build.and([build('plans.state', 'in', open), build('expires_at', '<', now)]);
      if (state === 'expired') return build.or([build('plans.state', '=', 'expired'), expired]);
      return build.and([build('plans.state', '=', state), build('job', 'is', null), build.not(expired)]);
    })));
  }
  const fragment = input.q === undefined ? '' : foldSearch(input.q.trim());
  return fragment === '' ? query : query.where(containsText(kind, 'plans.search_text', fragment));
}

async function* exportedRows({ foundation }: PlanTools, input: ParsedInputOf<'plans.exportRows'>) {
  for (let after: KeysetPosition | undefined; ; ) {
    const { items, next } = await readKeysetPage(rowsShown(foundation.database.heavy, foundation.database.kind, input.id, input), { sort: dangerousFirst, id: 'plan_rows.number', limit: 1_000, after });
    yield* items.map(viewRow);
    if (next === undefined) return;
    after = next;
  }
}

/** M12: the lines to correct, in the order of the files. */
async function* rejectedRows({ foundation }: PlanTools, id: string) {
  for (let after: KeysetPosition | undefined; ; ) {
    const query = rowsShown(foundation.database.heavy, foundation.database.kind, id, { show: 'all' })
      .where('plan_rows.origin', '=', 'file')
      .where((build) => build.or([build('plan_rows.action', 'in', ['invalid', 'conflict']), build('plan_rows.set_aside', '=', 1)]));
    const { items, next } = await readKeysetPage(query, { sort: [], id: 'plan_rows.number', limit: 1_000, after });
    yield* items.map((row) => ({ file: row.file ?? 0, line: row.line ?? 0, issues: viewRow(row).issues }));
    if (next === undefined) return;
    after = next;
  }
}
