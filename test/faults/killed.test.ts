import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type Database, type DatabaseSettings, withDatabase } from '../../server/db/database.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { isFullDrill, rounds, saw } from './drill.ts';
import { applicationOf, chainOf, drillEachDatabase, openWorld, peopleOf, planOf, settled, type World } from './world.ts';

const people = isFullDrill ? 300 : 100;
/** Kills on the same data; beyond it the audit log would be verified for longer than the kill takes. */
const killsOnSameData = 20;

const columns: Parameters<typeof planOf>[1] = ['username', 'email', 'displayName', 'jobTitle', 'platformRole'];
const row = (name: string, title: string, role = 'user'): string[] => [name, `${name}@example.org`, name, title, role];
const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `person.${String(from + index).padStart(4, '0')}`);
const root = ['root', 'root@this-server.invalid', 'root', '', 'superadmin'];

/** A third changes, some are deactivated, some are deleted because they are absent, and some are new. */
const file = [
  root,
  ...names(0, Math.floor(people / 3)).map((name) => row(name, 'Navigator')),
  ...names(Math.ceil(people / 3), people / 2).map((name) => row(name, 'Sailor', 'deactivated')),
  ...names(people / 2, people * 0.8).map((name) => row(name, 'Sailor')),
  ...names(people, people * 1.2).map((name) => row(name, 'Newcomer')),
];

type Stage = { world: World; before: string; after: string; milliseconds: number };
type Tally = { kills: number; undone: number; done: number; answered: number };

describe('kill -9 of the server', () => {
  drillEachDatabase((kind, place) => {
    let world: World | undefined;
    afterEach(async () => {
      await world?.end();
      world = undefined;
    });

    /** People, and what one whole apply and its undo look like, so that every half-way state is noticed. */
    const prepare = async (): Promise<Stage> => {
      world = await openWorld(await place());
      const { root: client, token } = world;
      await client.call('plans.apply', applicationOf(await planOf(client, columns, names(0, people).map((name) => row(name, 'Sailor')), { mode: 'upsert' }), token)).then(({ id }) => settled(client, id));
      const before = await peopleOf(client);
      const plan = await planOf(client, columns, file, { options: { absent: 'delete' } });
      const began = performance.now();
      await client.call('plans.apply', applicationOf(plan, token));
      expect((await settled(client, plan.id)).state).toBe('applied');
      const milliseconds = performance.now() - began;
      const after = await peopleOf(client);
      const undo = await settled(client, (await client.call('plans.undo', { id: plan.id })).id);
      await client.call('plans.apply', applicationOf(undo, token));
      await settled(client, undo.id);
      expect(await peopleOf(client)).toBe(before);
      expect(after).not.toBe(before);
      return { world, before, after, milliseconds };
    };

    it('M16, A4: at a random moment of apply or undo leaves all or nothing, a whole chain, and one result for one key', async () => {
      const wanted = rounds(2, 100);
      const tally: Tally = { kills: 0, undone: 0, done: 0, answered: 0 };
      while (tally.kills < wanted) {
        const stage = await prepare();
        for (let kill = 0; kill < killsOnSameData && tally.kills < wanted; kill += 2) {
          const { root: client } = stage.world;
          const plan = await planOf(client, columns, file, { options: { absent: 'delete' } });
          await killWhileApplying(stage, plan, stage.before, stage.after, tally);
          const undo = await settled(client, (await client.call('plans.undo', { id: plan.id })).id);
          await killWhileApplying(stage, undo, stage.after, stage.before, tally);
        }
        await stage.world.end();
        saw(`${kind}: ${tally.kills} kills so far`);
      }
      saw(`${kind}: ${tally.kills} kills (${tally.answered} after the answer); ${tally.undone} left nothing, ${tally.done} left all`);
      expect(tally.kills).toBeGreaterThanOrEqual(wanted);
    });
  });
});

async function killWhileApplying({ world, milliseconds }: Stage, plan: Plan, before: string, after: string, tally: Tally): Promise<void> {
  const { root: client, token, database } = world;
  const application = applicationOf(plan, token);
  const idempotencyKey = randomUUID();
  const answer = client.call('plans.apply', application, { idempotencyKey }).then(() => 'answered', (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds * 1.2));
  await world.server.kill();
  tally.kills += 1;
  if ((await answer) === 'answered') tally.answered += 1;
  await world.restart();

  const people = await peopleOf(client);
  expect([before, after], 'a state that is neither before nor after').toContain(people);
  if (database.kind === 'postgres') await letLeaseLapse(database, plan.id);
  const state = (await client.call('plans.get', { id: plan.id })).state;
  // PostgreSQL may still commit what a killed process had sent; whoever is asked after it knows.
  const left = await peopleOf(client);
  if (left === people) expect(state === 'applied').toBe(people === after);
  expect(['draft', 'held', 'applied']).toContain(state);
  if (left === after) tally.done += 1;
  else tally.undone += 1;

  const replays = [await replay(world, application, idempotencyKey), await replay(world, application, idempotencyKey)];
  expect(replays.map(({ id, state: replayed }) => [id, replayed])).toEqual([[plan.id, 'applied'], [plan.id, 'applied']]);
  expect(await peopleOf(client)).toBe(after);
  expect(await applications(database, plan.id)).toEqual({ entries: 1, mostOfOnePerson: 1 });
  expect((await chainOf(database)).problems).toEqual([]);
}

/** The same request with the same key, and where it leads. */
async function replay({ root }: World, application: Parameters<typeof root.call<'plans.apply'>>[1], idempotencyKey: string): Promise<Plan> {
  const plan = await root.call('plans.apply', application, { idempotencyKey });
  return settled(root, plan.id);
}

/** As if the half minute had passed after which a job without a sign of life is presumed dead. */
async function letLeaseLapse(settings: DatabaseSettings, planId: string): Promise<void> {
  await withDatabase(settings, ({ db }: Database) => db.updateTable('plans').set({ job_beat_at: '2020-01-01T00:00:00.000Z' }).where('id', '=', planId).where('job', 'is not', null).execute());
}

/** How often the log says that the plan was applied, and at most that it changed one person (M17). */
async function applications(settings: DatabaseSettings, planId: string): Promise<{ entries: number; mostOfOnePerson: number }> {
  return withDatabase(settings, async ({ db }: Database) => {
    const about = await db.selectFrom('audit_entries').select(['action', 'record_id', 'table_name']).where('source_reference', '=', planId).execute();
    const perPerson = new Map<string, number>();
    for (const entry of about) if (entry.table_name === 'users') perPerson.set(entry.record_id, (perPerson.get(entry.record_id) ?? 0) + 1);
    return { entries: about.filter(({ action }) => action === 'plans.apply').length, mostOfOnePerson: Math.max(...perPerson.values()) };
  });
}
