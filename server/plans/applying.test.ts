import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../test/support/databases.ts';
import { personState, write, change, readPerson, systemActor, actorOf } from '../../test/support/people.ts';
import { planWorld } from '../../test/support/plans.ts';

const many = (count: number, more = {}) => Array.from({ length: count }, (_, index) => personState(`p${String(index).padStart(4, '0')}`, more));

forEachDatabase((_kind, open) => {
  const world = async () => planWorld(await open.migrated());

  describe('the brake and the hard stops', () => {
    it('M14: more than 5% and more than 10 people hold the plan; the number and the credential release it', async () => {
      const it = await world();
      await it.add(many(100));
      const rows = many(89).map((state) => ({ username: state.username, email: state.email }));
      const plan = await it.plan('synchronize', rows);
      expect(plan).toMatchObject({ state: 'held', counts: { deactivate: 11 }, brake: { people: 11, activePeople: 101, held: true, needsApproval: false } });
      await expect(it.apply(plan)).rejects.toMatchObject({ problem: { reason: 'hold_not_confirmed' } });
      await expect(it.apply(plan, { count: 10, password: 'x' })).rejects.toMatchObject({ problem: { reason: 'count_mismatch' } });
      await expect(it.apply(plan, { count: 11, password: 'wrong' })).rejects.toMatchObject({ problem: { reason: 'credential_rejected' } });
      expect((await it.people()).filter((person) => person.state.platformRole === 'deactivated')).toEqual([]);
    });

    it('M14: what was applied in the last 24 hours counts', async () => {
      const it = await world();
      const people = await it.add(many(300));
      const first = await it.bulk({ action: 'deactivate' }, people.slice(0, 14).map((person) => person.id));
      expect(first).toMatchObject({ state: 'draft' });
      expect((await it.apply(first)).state).toBe('applied');
      const second = await it.bulk({ action: 'deactivate' }, people.slice(14, 28).map((person) => person.id));
      expect(second).toMatchObject({ state: 'held', brake: { people: 14, recentPeople: 14 } });
      it.time.now = new Date(it.time.now.getTime() + 25 * 60 * 60 * 1_000);
      expect((await it.recompute(second)).state).toBe('draft');
    });

    it('M14: two plans made before either was applied cannot slip under the brake together', async () => {
      const it = await world();
      const people = await it.add(many(300));
      const first = await it.bulk({ action: 'deactivate' }, people.slice(0, 14).map((person) => person.id));
      const second = await it.bulk({ action: 'deactivate' }, people.slice(14, 28).map((person) => person.id));
      expect([first.state, second.state]).toEqual(['draft', 'draft']);
      await it.apply(first);
      const refused = await it.apply(second);
      expect(refused).toMatchObject({ state: 'draft', failure: { reason: 'hold_not_confirmed' } });
    });

    it('U6, U7: nobody takes the last superadmin away, nor themselves', async () => {
      const it = await world();
      const [other] = await it.add([personState('boss', { platformRole: 'superadmin' })]);
      const own = await it.bulk({ action: 'setPlatformRole', platformRole: 'user' }, [it.root.id]);
      expect((await it.rows(own))[0]).toMatchObject({ action: 'invalid', issues: [{ code: 'own_account' }] });
      await write(it.foundation, systemActor, [change(it.root, { platformRole: 'user' })]);
      const last = await it.bulk({ action: 'delete' }, [other!.id], it.actor);
      expect((await it.rows(last))[0]).toMatchObject({ action: 'invalid', issues: expect.arrayContaining([expect.objectContaining({ code: 'last_superadmin' })]) });
    });

    it('U8: an admin cannot touch a superadmin by a file, and the row says so', async () => {
      const it = await world();
      const [admin] = await it.add([personState('admin', { platformRole: 'admin' })]);
      const by = actorOf(admin!);
      const plan = await it.plan('upsert', [{ username: 'root', email: '', jobTitle: 'Pilot' }, { username: 'x', email: 'x@example.org', platformRole: 'superadmin' } as never], { by });
      expect(plan.counts).toMatchObject({ invalid: 2 });
      expect((await it.rows(plan)).map((row) => row.issues.at(-1)!.code)).toEqual(['above_own_level', 'above_own_level']);
    });

    it('L2, L5: where licences do not suffice the last people get free access, by name', async () => {
      const it = await world();
      await it.foundation.database.db.updateTable('installation').set({ licence_capacity: 3 }).execute();
      const plan = await it.plan('upsert', ['a', 'b', 'c', 'd'].map((name) => ({ username: name, email: `${name}@example.org` })));
      expect(plan.failure).toBeNull();
      expect(plan.seats).toEqual({ capacity: 3, now: 1, after: 3, afterInvitations: 3, falling: ['d', 'c'], fallingCount: 2 });
      await it.apply(plan);
      const roles = Object.fromEntries((await it.people()).map((person) => [person.state.username, person.state.platformRole]));
      expect(roles).toEqual({ root: 'superadmin', a: 'user', b: 'user', c: 'unlicensed', d: 'unlicensed' });
    });
  });

  describe('applying and undoing', () => {
    it('M15: a saved plan opens again; one changed byte anywhere is refused', async () => {
      const it = await world();
      await it.add(many(3));
      const plan = await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }]);
      let file = '';
      for await (const piece of await it.handlers['plans.save']({} as never, { id: plan.id })) file += piece;
      const open = (content: string) => it.handlers['plans.open']({ principal: { actor: it.actor } } as never, { content });
      expect((await open(file)).id).toBe(plan.id);
      for (let index = 0; index < file.length; index += 7) {
        const changed = file.slice(0, index) + (file[index] === 'a' ? 'b' : 'a') + file.slice(index + 1);
        await expect(open(changed), `byte ${index}`).rejects.toMatchObject({ problem: { reason: expect.stringMatching(/plan_file_altered|plan_of_another_server/) } });
      }
      // The server lost the plan: the file is enough to apply it.
      await it.foundation.database.db.deleteFrom('plan_rows').execute();
      await it.foundation.database.db.deleteFrom('plans').execute();
      const restored = await open(file);
      expect(restored).toMatchObject({ id: plan.id, hash: plan.hash, state: 'draft' });
      await expect(it.recompute(restored)).rejects.toMatchObject({ problem: { reason: 'plan_not_open' } });
      expect((await it.apply(restored)).state).toBe('applied');
      expect((await it.people()).find((person) => person.state.username === 'p0000')?.state.jobTitle).toBe('Pilot');
    });

    it('M16: when somebody changed since, nothing is applied and the row and field are named', async () => {
      const it = await world();
      const [anna] = await it.add(many(3));
      const plan = await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }, { username: 'p0001', email: '', jobTitle: 'Pilot' }]);
      await write(it.foundation, it.actor, [change(anna!, { department: 'R&D' })]);
      const before = await it.canonical();
      const refused = await it.apply(plan);
      expect(refused).toMatchObject({ state: 'draft', failure: { reason: 'people_changed', rows: [{ name: 'p0000', fields: ['department'] }] } });
      expect(await it.canonical()).toBe(before);
      const again = await it.recompute(plan);
      expect((await it.apply(again)).state).toBe('applied');
    });

    it('M16: applying twice changes nothing the second time', async () => {
      const it = await world();
      await it.add(many(3));
      const plan = await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }]);
      const first = await it.apply(plan);
      const after = await it.canonical();
      expect(await it.apply(plan)).toMatchObject({ state: 'applied', appliedAt: first.appliedAt });
      expect(await it.canonical()).toBe(after);
      expect((await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }])).counts).toMatchObject({ unchanged: 1, update: 0 });
    });

    it('M17: every changed person gets an entry with before and after, tied to the plan', async () => {
      const it = await world();
      const [anna] = await it.add(many(1));
      const plan = await it.apply(await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }, { username: 'new', email: 'new@example.org', jobTitle: '' }]));
      const entries = await it.foundation.database.db.selectFrom('audit_entries').selectAll().where('source_reference', '=', plan.id).where('table_name', '=', 'users').orderBy('sequence').execute();
      expect(entries.map((entry) => [entry.source, entry.action])).toEqual([['import', 'users.update'], ['import', 'users.create']]);
      expect(entries[0]).toMatchObject({ record_id: anna!.id, before: '{"jobTitle":null}', after: '{"jobTitle":"Pilot"}' });
    });

    it('M18: undo gives back the same state, roles, memberships and deleted people included', async () => {
      const it = await world();
      const people = await it.add([personState('gone', { roles: ['helpdesk'], company: 'Acme' }), personState('anna', { jobTitle: 'Pilot' }), personState('off', { platformRole: 'deactivated', formerRole: 'user', deactivatedBy: 'user' })]);
      const before = await it.canonical();
      const plan = await it.plan('synchronize', [{ username: 'anna', email: 'anna@new.example.org', jobTitle: 'Captain', platformRole: 'admin', roles: 'auditor' }, { username: 'off', email: '', platformRole: 'user' }, { username: 'fresh', email: 'gone@example.net' }], { options: { absent: 'delete' } });
      expect(plan.counts).toMatchObject({ update: 1, reactivate: 1, create: 1, delete: 1 });
      expect((await it.apply(plan)).state).toBe('applied');
      expect(await it.canonical()).not.toBe(before);
      const undo = await it.undo(plan);
      expect(undo.counts).toMatchObject({ restore: 1, update: 1, deactivate: 1, delete: 1, kept: 0, impossible: 0 });
      expect((await it.apply(undo)).state).toBe('applied');
      expect(await it.canonical()).toBe(before);
      expect(await it.handlers['plans.get']({} as never, { id: plan.id })).toMatchObject({ state: 'undone', undoneBy: undo.id });
      expect(people).toHaveLength(3);
    });

    it('M18: what changed since is kept and named, with who and when', async () => {
      const it = await world();
      await it.add(many(2));
      const plan = await it.apply(await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }, { username: 'p0001', email: '', jobTitle: 'Pilot' }]));
      const anna = (await it.people()).find((person) => person.state.username === 'p0000')!;
      await write(it.foundation, it.actor, [change(anna, { jobTitle: 'Captain' })]);
      const undo = await it.undo(plan);
      expect(undo.counts).toMatchObject({ update: 1, kept: 1 });
      expect((await it.rows(undo)).find((row) => row.action === 'kept')?.issues).toMatchObject([{ code: 'changed_since', details: { by: 'root', fields: 'jobTitle' } }]);
      await it.apply(undo);
      expect((await readPerson(it.foundation, anna.id)).state.jobTitle).toBe('Captain');
    });

    it('M19: everybody that the filter finds, but for those taken out', async () => {
      const it = await world();
      const [anna, bert] = await it.add([personState('a', { company: 'Acme' }), personState('b', { company: 'Acme' }), personState('c', { company: 'Globex' })]);
      const plan = await it.bulkBut({ action: 'requireReset' }, { company: ['Acme'] }, [bert!.id]);
      expect((await it.rows(plan)).map((row) => row.userId)).toEqual([anna!.id]);
    });

    it('M19: replacing a role goes through review, apply and undo', async () => {
      const it = await world();
      const people = await it.add([personState('a', { roles: ['helpdesk', 'tasks-reader'] }), personState('b', { roles: ['auditor'] })]);
      const before = await it.canonical();
      const plan = await it.bulk({ action: 'replaceRole', role: 'helpdesk', replacement: 'tasks-member' }, people.map((person) => person.id));
      expect(plan.counts).toMatchObject({ update: 1, unchanged: 1 });
      await it.apply(plan);
      expect((await readPerson(it.foundation, people[0]!.id)).state.roles).toEqual(['tasks-member', 'tasks-reader']);
      await it.apply(await it.undo(plan));
      expect(await it.canonical()).toBe(before);
    });
  });
});
