import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../test/support/databases.ts';
import { personState, write, change, readPerson, systemActor, actorOf } from '../../test/support/people.ts';
import { planWorld } from '../../test/support/plans.ts';

const many = (count: number, more = {}) => Array.from({ length: count }, (_, index) => personState(`p${String(index).padStart(4, '0')}`, more));

forEachDatabase((_kind, open) => {
  const world = async () => planWorld(await open.migrated());

  describe('matching', () => {
    it('M9: username or email is enough, whatever their case and Unicode form', async () => {
      const it = await world();
      await it.add([personState('zoé', { email: 'zoe@example.org' }), personState('ben')]);
      const plan = await it.plan('upsert', [{ username: 'ZOE\u0301', email: '', jobTitle: 'Pilot' }, { username: 'benjamin', email: 'BEN@example.org' }]);
      expect(plan).toMatchObject({ state: 'draft', counts: { update: 2, create: 0, conflict: 0 } });
      const rows = await it.rows(plan);
      expect(rows[1]!.changes).toEqual([{ field: 'username', before: 'ben', after: 'benjamin' }, { field: 'email', before: 'ben@example.org', after: 'BEN@example.org' }]);
    });

    it('M9: the username of one person and the email of another conflict, and both are named', async () => {
      const it = await world();
      await it.add([personState('anna'), personState('ben')]);
      const plan = await it.plan('upsert', [{ username: 'anna', email: 'ben@example.org' }]);
      expect(plan.counts).toMatchObject({ conflict: 1, update: 0 });
      expect((await it.rows(plan))[0]!.issues).toMatchObject([{ code: 'two_people', details: { byUsername: 'anna', byEmail: 'ben' } }]);
    });

    it('M9: two rows for one person conflict on both, and each names the line of the other', async () => {
      const it = await world();
      await it.add([personState('anna')]);
      const plan = await it.plan('upsert', [{ username: 'anna', email: '' }, { username: '', email: 'anna@example.org' }, { username: 'new', email: 'new@example.org' }, { username: 'NEW', email: 'other@example.org' }]);
      expect(plan.counts).toMatchObject({ conflict: 4, create: 0 });
      const rows = await it.rows(plan);
      expect(rows.map((row) => [row.issues[0]!.code, row.issues[0]!.details['lines']])).toEqual([['same_person_twice', '3'], ['same_person_twice', '2'], ['duplicate_in_file', '5'], ['duplicate_in_file', '4']]);
    });

    it('M9: an external id decides before username and email, and is adopted where nobody has it', async () => {
      const it = await world();
      await it.add([personState('anna', { externalId: 'E1' }), personState('ben')]);
      const plan = await it.plan('upsert', [{ externalId: 'E1', username: 'anna.new', email: 'anna.new@example.org' }, { externalId: 'E2', username: 'ben', email: '' }]);
      expect(plan.counts).toMatchObject({ update: 2, conflict: 0 });
      const taken = await it.plan('upsert', [{ externalId: 'E1', username: 'ben', email: 'anna@example.org' }]);
      expect((await it.rows(taken))[0]).toMatchObject({ action: 'conflict', issues: [{ code: 'username_taken', details: { by: 'ben' } }] });
    });
  });

  describe('files', () => {
    it('M2, M11: every wrong cell is reported with its line, column, value and code, and nothing changes', async () => {
      const it = await world();
      const before = await it.canonical();
      const plan = await it.plan('upsert', [{ username: 'a b', email: 'no-address', platformRole: 'emperor', canJoinTeams: 'perhaps', displayName: 'x\u0007y' }], {});
      const [row] = await it.rows(plan);
      expect(row).toMatchObject({ action: 'invalid', line: 2 });
      expect(row!.issues.map((issue) => [issue.code, issue.column, issue.value])).toEqual([
        ['control_characters', 'E', 'x�y'], ['not_yes_or_no', 'D', 'perhaps'], ['not_a_username', 'A', 'a b'], ['not_an_email', 'B', 'no-address'], ['not_a_role', 'C', 'emperor'],
      ].toSorted((left, right) => row!.issues.findIndex((issue) => issue.code === left[0]) - row!.issues.findIndex((issue) => issue.code === right[0])));
      expect(await it.canonical()).toBe(before);
    });

    it('M2: values in both languages; an empty cell leaves as is and takes the default on creation', async () => {
      const it = await world();
      await it.add([personState('anna', { jobTitle: 'Pilot', canInviteGuests: true })]);
      const plan = await it.plan('upsert', [
        { username: 'anna', email: '', jobTitle: '', canInviteGuests: '', platformRole: 'Sans licence' },
        { username: 'luc', email: 'luc@example.org', jobTitle: '', canInviteGuests: 'OUI', platformRole: '' },
      ]);
      await it.apply(plan);
      const people = new Map((await it.people()).map((person) => [person.state.username, person.state]));
      expect(people.get('anna')).toMatchObject({ jobTitle: 'Pilot', canInviteGuests: true, platformRole: 'unlicensed' });
      expect(people.get('luc')).toMatchObject({ displayName: 'luc', platformRole: 'user', canInviteGuests: true, canJoinTeams: true, jobTitle: null });
    });

    it('M10: a password is only said to be there; on an update it is ignored and the plan says so', async () => {
      const it = await world();
      await it.add([personState('anna')]);
      const plan = await it.plan('upsert', [{ username: 'anna', email: '', password: 'true' }, { username: 'new', email: 'new@example.org', password: 'true' }]);
      const rows = await it.rows(plan);
      expect(rows[0]).toMatchObject({ action: 'unchanged', issues: [{ code: 'password_ignored' }], wantsPassword: false });
      expect(rows[1]).toMatchObject({ action: 'create', wantsPassword: true });
      await expect(it.handlers['plans.passwords']({} as never, { id: plan.id, rows: [{ number: 2, password: 'Tr0ub4dor and three' }] })).resolves.toEqual({ accepted: 1, tooWeak: [] });
      expect(await it.handlers['plans.passwords']({} as never, { id: plan.id, rows: [{ number: 2, password: 'short' }] })).toEqual({ accepted: 0, tooWeak: [2] });
      await it.apply(plan);
      const created = (await it.people()).find((person) => person.state.username === 'new');
      expect(created?.hasPassword).toBe(true);
      expect(await it.foundation.database.db.selectFrom('plan_passwords').selectAll().execute()).toEqual([]);
    });
  });

  describe('modes', () => {
    it('M6: synchronizing updates, creates and deactivates who is not in the file, and leaves contacts, protected and non-counting people', async () => {
      const it = await world();
      await it.add([personState('anna'), personState('gone'), personState('card', { kind: 'contact', platformRole: 'deactivated' }), personState('safe', { protected: true }), personState('vendor', { nonCounting: true, platformRole: 'user' })]);
      const plan = await it.plan('synchronize', [{ username: 'anna', email: '', jobTitle: 'Pilot' }, { username: 'new', email: 'new@example.org', jobTitle: '' }]);
      expect(plan.counts).toMatchObject({ update: 1, create: 1, deactivate: 1, kept: 1 });
      const applied = await it.apply(plan);
      expect(applied.state).toBe('applied');
      const roles = Object.fromEntries((await it.people()).map((person) => [person.state.username, person.state.platformRole]));
      expect(roles).toEqual({ root: 'superadmin', anna: 'user', gone: 'deactivated', card: 'deactivated', safe: 'user', vendor: 'user', new: 'user' });
    });

    it('M6: the scope limits who counts as only on the server', async () => {
      const it = await world();
      await it.add([personState('a', { company: 'Acme' }), personState('b', { company: 'Globex' })]);
      const plan = await it.plan('synchronize', [{ username: 'new', email: 'new@example.org' }], { options: { absent: 'delete', scope: { kind: 'company', company: 'Acme' } } });
      expect(plan.counts).toMatchObject({ create: 1, delete: 1, kept: 0 });
      expect((await it.rows(plan)).find((row) => row.action === 'delete')?.username).toBe('a');
    });

    it('M7: adding or updating never touches people who are not in the file', async () => {
      const it = await world();
      await it.add(many(3));
      const plan = await it.plan('upsert', [{ username: 'p0000', email: '', jobTitle: 'Pilot' }]);
      expect(plan.counts).toMatchObject({ rows: 1, update: 1 });
    });

    it('M8: a removal file matches by either name and says who is unknown', async () => {
      const it = await world();
      await it.add(many(3));
      const plan = await it.plan('delete', [['p0000', ''], ['', 'P0001@EXAMPLE.ORG'], ['nobody', 'nobody@example.org']], { options: { removal: 'delete' } });
      expect(plan.counts).toMatchObject({ delete: 2, invalid: 1 });
      expect((await it.rows(plan))[2]!.issues).toMatchObject([{ code: 'not_found' }]);
    });

    it('M13: a wrong row keeps everybody absent untouched until it is set aside, and its person still counts as present', async () => {
      const it = await world();
      await it.add(many(4));
      const plan = await it.plan('synchronize', [{ username: 'p0000', email: '', canJoinTeams: 'perhaps' }, { username: 'p0001', email: '', canJoinTeams: '' }]);
      expect(plan.counts).toMatchObject({ invalid: 1, deactivate: 0, blockedAbsent: 3 });
      await it.handlers['plans.editRow']({ principal: { actor: it.actor } } as never, { id: plan.id, number: 1, setAside: true });
      await it.tools.jobs.ended(plan.id);
      const after = await it.handlers['plans.get']({} as never, { id: plan.id });
      expect(after.counts).toMatchObject({ invalid: 0, setAside: 1, deactivate: 2, blockedAbsent: 0 });
    });

    it('M12: a corrected file comes back as an addition and the rejected rows are set aside', async () => {
      const it = await world();
      const plan = await it.plan('upsert', [{ username: 'new', email: 'wrong' }, { username: 'other', email: 'other@example.org' }]);
      expect(plan.counts).toMatchObject({ invalid: 1, create: 1 });
      const again = await it.addition(plan, [{ username: 'new', email: 'new@example.org' }]);
      expect(again).toMatchObject({ state: 'draft', counts: { create: 2, invalid: 0, setAside: 1 }, files: [{ rows: 2 }, { rows: 1 }] });
    });
  });

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
