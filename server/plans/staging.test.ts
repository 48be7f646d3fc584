import { describe, expect, it } from 'vitest';
import type { FileField } from '#shared/schemas/plans.ts';
import { planOptions } from '#shared/schemas/plans.ts';
import { forEachDatabase } from '../../test/support/databases.ts';
import { change, personState, write } from '../../test/support/people.ts';
import { planWorld, type PlanWorld } from '../../test/support/plans.ts';
import { startComputing, viewPlan } from './plans.service.ts';
import { createPlan, editRow, stageRows } from './staging.service.ts';

const columns: FileField[] = ['username', 'email', 'jobTitle'];
const cells = (number: number, title = 'Engineer'): [number, string, string, string] => [number + 1, `p${number}`, `p${number}@example.org`, title];
const person = (number: number) => personState(`p${number}`, { jobTitle: 'Engineer' });

async function opened(world: PlanWorld, mode: 'upsert' | 'synchronize' = 'upsert'): Promise<string> {
  return (await createPlan(world.tools, world.actor, { mode, options: planOptions.parse({}), file: { name: 'p.csv', sha256: 'a'.repeat(64), size: 1, columns, columnNames: [] } })).id;
}

async function computed(world: PlanWorld, id: string) {
  await startComputing(world.tools, world.actor, id);
  await world.tools.jobs.ended(id);
  return viewPlan(world.tools, id);
}

forEachDatabase((_kind, open) => {
  describe('batches of rows', () => {
    it('M11: batches that overtake each other stand in the order of the file', async () => {
      const world = await planWorld(await open.migrated());
      const id = await opened(world);
      await stageRows(world.tools, { id, first: 3, rows: [cells(3), cells(4)] });
      await stageRows(world.tools, { id, first: 1, rows: [cells(1), cells(2)] });
      const plan = await computed(world, id);
      expect(plan.counts.create).toBe(4);
      expect((await world.rows(plan)).map((row) => [row.number, row.line, row.displayName])).toEqual([[1, 2, 'p1'], [2, 3, 'p2'], [3, 4, 'p3'], [4, 5, 'p4']]);
    });

    it('refuses a batch whose numbers are taken, and keeps what is there', async () => {
      const world = await planWorld(await open.migrated());
      const id = await opened(world);
      await stageRows(world.tools, { id, first: 1, rows: [cells(1), cells(2)] });
      await expect(stageRows(world.tools, { id, first: 2, rows: [cells(9)] })).rejects.toMatchObject({ code: 'conflict', reason: 'rows_out_of_order' });
      expect((await computed(world, id)).counts).toMatchObject({ rows: 2, create: 2 });
    });

    it('M6: a file of which rows never came is not planned: its people would count as gone', async () => {
      const world = await planWorld(await open.migrated());
      await world.add([person(1), person(2), person(3)]);
      const id = await opened(world, 'synchronize');
      await stageRows(world.tools, { id, first: 1, rows: [cells(1)] });
      await stageRows(world.tools, { id, first: 3, rows: [cells(3)] });
      const plan = await computed(world, id);
      expect(plan).toMatchObject({ state: 'staging', hash: null, failure: { code: 'conflict', reason: 'rows_out_of_order' } });
    });
  });

  describe('people who change between staging and planning', () => {
    it('M11: a row that changed nobody when it came is compared with who is there now', async () => {
      const world = await planWorld(await open.migrated());
      const [one, two] = await world.add([person(1), person(2)]);
      const id = await opened(world);
      await stageRows(world.tools, { id, rows: [cells(1), cells(2), cells(3)] });
      await write(world.foundation, world.actor, [change(one!, { jobTitle: 'Buyer' }), change(two!, { username: 'somebody', email: 'else@example.org' })]);
      await world.add([person(3)]);
      const plan = await computed(world, id);
      expect(plan.counts).toMatchObject({ update: 1, create: 1, unchanged: 1 });
      expect((await world.rows(plan)).map((row) => row.action)).toEqual(['update', 'create', 'unchanged']);
    });

    it('M16: the plan made anew sees what changed since the first time', async () => {
      const world = await planWorld(await open.migrated());
      const [one] = await world.add([person(1), person(2)]);
      const id = await opened(world);
      await stageRows(world.tools, { id, rows: [cells(1), cells(2, 'Nurse')] });
      const first = await computed(world, id);
      expect(first.counts).toMatchObject({ update: 1, unchanged: 1 });
      await write(world.foundation, world.actor, [change(one!, { jobTitle: 'Buyer' })]);
      expect((await world.recompute(first)).counts).toMatchObject({ update: 2, unchanged: 0 });
    });
  });

  it('M13: correcting a cell of a row that changed nobody makes it count', async () => {
    const world = await planWorld(await open.migrated());
    await world.add([person(1), person(2)]);
    const id = await opened(world);
    await stageRows(world.tools, { id, rows: [cells(1), cells(2)] });
    const plan = await computed(world, id);
    expect(plan.counts).toMatchObject({ unchanged: 2 });
    await editRow(world.tools, world.actor, { id, number: 2, values: { jobTitle: 'Planner' } });
    await world.tools.jobs.ended(id);
    const corrected = await viewPlan(world.tools, id);
    expect(corrected.counts).toMatchObject({ unchanged: 1, update: 1 });
  });
});
