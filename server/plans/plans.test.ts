import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../test/support/databases.ts';
import { personState } from '../../test/support/people.ts';
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
});
