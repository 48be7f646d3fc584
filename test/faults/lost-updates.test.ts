import { afterEach, describe, expect, it } from 'vitest';
import { isFullDrill, rounds, saw } from './drill.ts';
import { applicationOf, drillEachDatabase, openWorld, planOf, settled, type World } from './world.ts';

const writers = 50;

type Answer = { status: number; body: { user?: { version: number; jobTitle: string }; current?: { version: number; jobTitle: string } } };

describe('lost updates', () => {
  drillEachDatabase((kind, place) => {
    let world: World;
    afterEach(() => world.end());
    const start = async (): Promise<World> => (world = await openWorld(await place()));

    /** A change with any `If-Match`, or none; one that the server had no time for is sent again. */
    const patch = async (id: string, jobTitle: string, version: number | undefined): Promise<Answer> => {
      for (;;) {
        const answer = await fetch(`${world.server.url}/api/v1/users/${id}`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
          body: JSON.stringify({ jobTitle }),
        });
        const body = (await answer.json()) as Answer['body'];
        if (answer.status !== 503) return { status: answer.status, body };
      }
    };

    it('of fifty writers with right, stale and missing If-Match exactly one succeeds, and the others are told what is there now', async () => {
      const { root } = await start();
      let { version, id } = (await root.call('users.create', { username: 'anna', email: 'anna@example.org', displayName: 'Anna' })).user;
      version = (await root.call('users.update', { id, version, jobTitle: 'Sailor' })).user.version;
      for (let round = 0; round < rounds(1, 40); round += 1) {
        const seen = version;
        const given = Array.from({ length: writers }, (_, index) => [seen, seen - 1, undefined][index % 3]);
        const answers = await Promise.all(given.map((header, index) => patch(id, `Round ${round} writer ${index}`, header)));
        const won = answers.filter(({ status }) => status === 200);
        expect(won).toHaveLength(1);
        version = won[0]!.body.user!.version;
        expect(version).toBe(seen + 1);
        for (const [index, { status, body }] of answers.entries()) {
          if (status === 200) continue;
          expect(status).toBe(given[index] === undefined ? 428 : 412);
          // A stale writer may have come before the winner, and then saw the row as it was.
          if (status === 412) expect(given[index] === seen ? [seen + 1] : [seen, seen + 1]).toContain(body.current?.version);
        }
        expect((await root.call('users.get', { id })).jobTitle).toBe(won[0]!.body.user!.jobTitle);
      }
      saw(`${kind}: ${rounds(1, 40)} rounds of ${writers} writers, one success in each`);
    });

    it('many writers who begin again with the row of the 412 lose nothing', async () => {
      const { root } = await start();
      const { id, version } = (await root.call('users.create', { username: 'counter', email: 'counter@example.org', displayName: 'Counter', jobTitle: '0' })).user;
      const began = performance.now();
      const counters = isFullDrill ? writers : 8;
      const perWriter = rounds(1, 4);
      const count = async (): Promise<void> => {
        for (let done = 0, seen = { version, jobTitle: '0' }; done < perWriter; ) {
          const { status, body } = await patch(id, String(Number(seen.jobTitle) + 1), seen.version);
          if (status === 200) done += 1;
          seen = (status === 200 ? body.user : body.current) ?? seen;
        }
      };
      await Promise.all(Array.from({ length: counters }, count));
      expect((await root.call('users.get', { id })).jobTitle).toBe(String(counters * perWriter));
      saw(`${kind}: ${counters * perWriter} increments by ${counters} writers in ${Math.round(performance.now() - began)} ms, none lost`);
    });

    it('M16: an edit between plan and apply names the row and the field, nothing is applied, and the plan made anew is', async () => {
      const { root, token } = await start();
      const people = Array.from({ length: 20 }, (_, index) => [`person.${index}`, `person.${index}@example.org`, 'Sailor']);
      await root.call('plans.apply', applicationOf(await planOf(root, ['username', 'email', 'jobTitle'], people, { mode: 'upsert' }), token)).then(({ id }) => settled(root, id));
      const edits = { jobTitle: 'Cook', department: 'Galley', mobilePhone: '+33 6', displayName: 'Somebody' } as const;
      const fields = Object.keys(edits) as (keyof typeof edits)[];
      for (let round = 0; round < rounds(1, 40); round += 1) {
        const plan = await planOf(root, ['username', 'email', 'jobTitle'], people.map(([username, email]) => [username!, email!, `Title ${round}`]), { mode: 'upsert' });
        const field = fields[round % fields.length]!;
        const name = `person.${round % people.length}`;
        const victim = (await root.call('users.list', { q: `${name}@` })).items.find(({ username }) => username === name)!;
        await root.call('users.update', { id: victim.id, version: victim.version, [field]: `${edits[field]} ${round}` });
        const failed = await root.call('plans.apply', applicationOf(plan, token)).then(({ id }) => settled(root, id));
        expect(failed.failure?.reason).toBe('people_changed');
        expect(failed.failure?.rows).toHaveLength(1);
        expect(failed.failure?.rows[0]?.fields).toContain(field);
        expect((await root.call('users.list', { q: `Title ${round}` })).items).toEqual([]);
        const anew = await root.call('plans.recompute', { id: plan.id }).then(({ id }) => settled(root, id));
        expect((await root.call('plans.apply', applicationOf(anew, token)).then(({ id }) => settled(root, id))).state).toBe('applied');
      }
      saw(`${kind}: ${rounds(1, 40)} edits between plan and apply, each named by person and field`);
    });
  });
});
