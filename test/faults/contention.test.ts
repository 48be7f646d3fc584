import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { isFullDrill, rounds, saw } from './drill.ts';
import { codesOf, outcomeOf, slowest, tallyOf, type Outcome } from './outcomes.ts';
import { applicationOf, chainOf, drillEachDatabase, openWorld, planOf, settled, type World } from './world.ts';

const people = isFullDrill ? 20_000 : 600;
const columns: Parameters<typeof planOf>[1] = ['username', 'email', 'jobTitle'];
const file = (title: string): string[][] => Array.from({ length: people }, (_, index) => [`person.${index}`, `person.${index}@example.org`, title]);

describe('while a large plan is applied', () => {
  drillEachDatabase((kind, place) => {
    let world: World;
    afterEach(() => world.end());

    it('M16: applying it again is answered at once, reading goes on, and a change is made once or refused with 503', async () => {
      world = await openWorld(await place());
      const { root, token, clientOf } = world;
      const client = clientOf(token);
      await root.call('plans.apply', applicationOf(await planOf(root, columns, file('Sailor'), { mode: 'upsert' }), token)).then(({ id }) => settled(root, id));
      const seen = { answers: [] as Outcome[], reads: [] as Outcome[], changes: [] as Outcome[] };
      for (let round = 0; round < rounds(1, 3); round += 1) {
        const plan = await planOf(root, columns, file(`Title ${round}`), { mode: 'upsert' });
        const application = applicationOf(plan, token);
        seen.answers.push(await outcomeOf(client.call('plans.apply', application)));
        const changes = Array.from({ length: 6 }, (_, index) => ({ name: `change.${round}.${index}`, idempotencyKey: randomUUID() }));
        const make = ({ name, idempotencyKey }: (typeof changes)[number]): Promise<{ user: { id: string } }> => client.call('users.create', { username: name, email: `${name}@example.org`, displayName: 'Change' }, { idempotencyKey });
        const changing = Promise.all(changes.map((change) => outcomeOf(make(change))));
        for (let applying = true; applying; ) {
          const state = client.call('plans.get', { id: plan.id });
          seen.reads.push(await outcomeOf(state), await outcomeOf(client.call('users.list', { q: 'person.1' })));
          applying = (await state).state === 'applying';
          seen.answers.push(await outcomeOf(client.call('plans.apply', application)));
        }
        seen.changes.push(...(await changing));
        expect((await settled(root, plan.id)).state).toBe('applied');
        // Whoever heard 503, or nothing, sends the same again; whoever was answered is answered the same.
        const [again, twice] = [await Promise.all(changes.map(make)), await Promise.all(changes.map(make))];
        expect(twice.map(({ user }) => user.id)).toEqual(again.map(({ user }) => user.id));
        expect((await root.call('users.list', { q: `change.${round}.` })).total.count).toBe(changes.length);
      }
      saw(`${kind}, ${people} people: applying again ${tallyOf(seen.answers)}, slowest ${slowest(seen.answers)} ms; reading ${tallyOf(seen.reads)}, slowest ${slowest(seen.reads)} ms; changes ${tallyOf(seen.changes)}, slowest ${slowest(seen.changes)} ms`);
      expect(codesOf(seen.answers)).toEqual(['ok']);
      expect(codesOf(seen.reads)).toEqual(['ok']);
      expect(slowest(seen.answers)).toBeLessThan(8_000);
      expect(['ok', 'unavailable']).toEqual(expect.arrayContaining(codesOf(seen.changes)));
      expect(slowest(seen.changes)).toBeLessThan(45_000);
      expect((await chainOf(world.database)).problems).toEqual([]);
    });
  });
});
