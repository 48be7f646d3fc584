import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/canonical.ts';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import type { BulkChange, FileField, Plan, PlanRow } from '#shared/schemas/plans.ts';
import { planOptions } from '#shared/schemas/plans.ts';
import { userFilterObject } from '#shared/schemas/users.ts';
import type { UserFilter } from '#shared/schemas/users.ts';
import type { Database } from '../../server/db/database.ts';
import { createCredentials } from '../../server/domains/session/credentials.ts';
import { loadUsers } from '../../server/domains/users/user.store.ts';
import type { StoredUser, UserState } from '../../server/domains/users/user-state.ts';
import type { Foundation } from '../../server/foundation.ts';
import { createBulkPlan, createUndoPlan } from '../../server/plans/bulk.service.ts';
import { createJobs } from '../../server/plans/jobs.ts';
import { createPlanHandlers } from '../../server/plans/plans.handlers.ts';
import { startApplying, startComputing, viewPlan, type Person, type PlanTools } from '../../server/plans/plans.service.ts';
import { addFile, createPlan, stageRows } from '../../server/plans/staging.service.ts';
import { addPeople, actorOf, personState, testClock, testFoundation } from './people.ts';

export type FileRow = Readonly<Partial<Record<FileField, string>>> | readonly (string | null)[];
type Mode = 'synchronize' | 'upsert' | 'delete';

/** The plan engine on a real database, with one superadmin who acts. */
export type PlanWorld = Awaited<ReturnType<typeof planWorld>>;

export async function planWorld(database: Database) {
  const time = testClock();
  const foundation = await testFoundation(database, time.clock);
  const tools: PlanTools = { foundation, jobs: createJobs(foundation), credentials: createCredentials(foundation) };
  const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
  const actor = actorOf(root!);
  const done = async (plan: Plan): Promise<Plan> => {
    await tools.jobs.ended(plan.id);
    return viewPlan(tools, plan.id);
  };
  const world = {
    foundation, tools, time, actor, root: root!,
    handlers: createPlanHandlers(tools),
    add: (states: UserState[]): Promise<StoredUser[]> => addPeople(foundation, states),
    /** Brings a file, as the console does, and waits for its plan. */
    plan: async (mode: Mode, rows: readonly FileRow[], more: { columns?: FileField[]; options?: Partial<ParsedInputOf<'plans.create'>['options']>; by?: Person } = {}): Promise<Plan> => {
      const columns = more.columns ?? columnsOf(rows);
      const by = more.by ?? actor;
      const plan = await createPlan(tools, by, { mode, options: planOptions.parse(more.options ?? {}), file: { name: 'people.csv', sha256: createHash('sha256').update(JSON.stringify(rows)).digest('hex'), size: 1, columns, columnNames: [] } });
      await stage(tools, plan.id, columns, rows);
      return done(await startComputing(tools, by, plan.id));
    },
    addition: async (plan: Plan, rows: readonly FileRow[]): Promise<Plan> => {
      const columns = columnsOf(rows);
      await addFile(tools, { id: plan.id, file: { name: 'corrected.csv', sha256: 'c'.repeat(64), size: 1, columns, columnNames: [] } });
      await stage(tools, plan.id, columns, rows);
      return done(await startComputing(tools, actor, plan.id));
    },
    bulk: async (change: BulkChange, ids: string[], by: Person = actor): Promise<Plan> => done(await createBulkPlan(tools, by, { change, selection: { ids } })),
    bulkBut: async (change: BulkChange, filter: Partial<UserFilter>, except: string[]): Promise<Plan> =>
      done(await createBulkPlan(tools, actor, { change, selection: { filter: userFilterObject.parse(filter), except } })),
    undo: async (plan: Plan): Promise<Plan> => done(await createUndoPlan(tools, actor, plan.id)),
    recompute: async (plan: Plan): Promise<Plan> => done(await startComputing(tools, actor, plan.id)),
    apply: async (plan: Plan, confirmation?: ParsedInputOf<'plans.apply'>['confirmation'], by: Person = actor): Promise<Plan> => done(await startApplying(tools, by, { id: plan.id, hash: plan.hash ?? '', confirmation })),
    rows: async (plan: Plan): Promise<PlanRow[]> => {
      const rows: PlanRow[] = [];
      for await (const row of await world.handlers['plans.exportRows']({} as never, { id: plan.id, show: 'all' })) rows.push(row);
      return rows.toSorted((left, right) => left.number - right.number);
    },
    people: (): Promise<StoredUser[]> => allPeople(foundation),
    /** M18: everything about everybody who is not deleted, as one text. */
    canonical: async (): Promise<string> => canonicalJson((await allPeople(foundation)).filter((person) => person.state.deletedAt === null).map((person) => [person.id, person.state])),
  };
  return world;
}

const columnsOf = (rows: readonly FileRow[]): FileField[] => {
  const fields = new Set(rows.flatMap((row) => (Array.isArray(row) ? [] : (Object.keys(row) as FileField[]))));
  return fields.size === 0 ? ['username', 'email'] : [...fields];
};

async function stage(tools: PlanTools, id: string, columns: readonly FileField[], rows: readonly FileRow[]): Promise<void> {
  const cells = rows.map((row, index): [number, ...(string | null)[]] => [index + 2, ...(Array.isArray(row) ? (row as string[]) : columns.map((field) => (row as Partial<Record<FileField, string>>)[field] ?? null))]);
  for (let start = 0; start < cells.length; start += 5_000) await stageRows(tools, { id, rows: cells.slice(start, start + 5_000) });
}

export async function allPeople({ database }: Foundation): Promise<StoredUser[]> {
  const ids = await database.db.selectFrom('users').select('id').orderBy('username_key').execute();
  return loadUsers(database.db, database.kind, ids.map((row) => row.id));
}

