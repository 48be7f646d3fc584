import { describe, expect, it } from 'vitest';
import type { AppError } from '#shared/errors.ts';
import { newUser, userChanges } from '#shared/schemas/users.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { actorOf, addPeople, change, personState, readPerson, testClock, testFoundation, write } from '../../../test/support/people.ts';
import type { Actor } from '../../actor.ts';
import type { Foundation } from '../../foundation.ts';
import { verifyPassword } from '../session/passwords.ts';
import { createUserChanges } from './user-changes.service.ts';
import type { StoredUser, UserState } from './user-state.ts';
import { withPlatformRole } from './user-transitions.ts';

const created = (more: Record<string, unknown>) => newUser.parse({ username: 'new', email: 'new@example.org', ...more });
const edits = (person: StoredUser, more: Record<string, unknown>) => ({ ...userChanges.parse(more), id: person.id, version: person.version });
const refusal = (reason: string) => ({ problem: { reason } });

type House = { foundation: Foundation; time: { now: Date }; changes: ReturnType<typeof createUserChanges>; root: StoredUser; boss: Actor & { id: string } };

forEachDatabase((_kind, open) => {
  async function house(): Promise<House> {
    const time = testClock();
    const foundation = await testFoundation(await open.migrated(), time.clock);
    const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
    return { foundation, time, changes: createUserChanges(foundation), root: root!, boss: actorOf(root!) };
  }
  const add = async (foundation: Foundation, name: string, more: Partial<UserState> = {}): Promise<StoredUser> => (await addPeople(foundation, [personState(name, more)]))[0]!;
  const capacity = (foundation: Foundation, licences: number | null) => foundation.database.db.updateTable('installation').set({ licence_capacity: licences }).execute();
  const actions = async (foundation: Foundation, id: string) =>
    (await foundation.database.db.selectFrom('audit_entries').select('action').where('record_id', '=', id).orderBy('sequence').execute()).map(({ action }) => action);

  describe('creating', () => {
    it('U1, U12: makes a person with defaults and a one-time link where no password is given', async () => {
      const { foundation, changes, boss } = await house();
      const { user, link, notices } = await changes.create(boss, created({ displayName: '', firstName: 'Zoé', lastName: '' }));
      expect(user).toMatchObject({ username: 'new', displayName: 'new', firstName: 'Zoé', lastName: null, platformRole: 'user', licensed: true, hasPassword: false, canCreateWorkspaces: true, canInviteGuests: false, version: 1, organizations: [] });
      expect(notices).toEqual([]);
      expect(link?.url).toMatch(/^http:\/\/127\.0\.0\.1:1\/password\/[\w-]{43}$/);
      expect(Date.parse(link!.expiresAt) - foundation.clock().getTime()).toBe(24 * 60 * 60_000);
    });
    it('U12: a given password is hashed with argon2id, a weak one is refused, and then there is no link', async () => {
      const { foundation, changes, boss } = await house();
      const { user, link } = await changes.create(boss, created({ password: 'vier bunte Segel' }));
      expect({ link, hasPassword: user.hasPassword }).toEqual({ link: null, hasPassword: true });
      const { password_hash } = await foundation.database.db.selectFrom('users').select('password_hash').where('id', '=', user.id).executeTakeFirstOrThrow();
      expect(password_hash).toMatch(/^\$argon2id\$/);
      expect(await verifyPassword(password_hash!, 'vier bunte Segel')).toBe(true);
      await expect(changes.create(boss, created({ username: 'other', email: 'o@example.org', password: 'password1234' }))).rejects.toMatchObject(refusal('password_too_weak'));
    });
    it('U5: a contact gets neither role nor link nor password', async () => {
      const { changes, boss } = await house();
      const { user, link } = await changes.create(boss, created({ kind: 'contact' }));
      expect({ kind: user.kind, licensed: user.licensed, link }).toEqual({ kind: 'contact', licensed: false, link: null });
      await expect(changes.create(boss, created({ username: 'b', email: 'b@example.org', kind: 'contact', platformRole: 'user' }))).rejects.toMatchObject(refusal('contact_cannot_sign_in'));
      await expect(changes.create(boss, created({ username: 'b', email: 'b@example.org', kind: 'contact', password: 'vier bunte Segel' }))).rejects.toMatchObject(refusal('contact_cannot_sign_in'));
    });
    it('L2: when no licence is left the new person gets free access, and the answer names them', async () => {
      const { foundation, changes, boss } = await house();
      await capacity(foundation, 2);
      expect((await changes.create(boss, created({}))).user.platformRole).toBe('user');
      const second = await changes.create(boss, created({ username: 'two', email: 'two@example.org', displayName: 'Number Two' }));
      expect(second.user).toMatchObject({ platformRole: 'unlicensed', licensed: false });
      expect(second.notices).toEqual([{ code: 'no_licence_left', name: 'Number Two' }]);
      const third = await changes.create(boss, created({ username: 'three', email: 'three@example.org', nonCounting: true }));
      expect(third).toMatchObject({ user: { platformRole: 'user' }, notices: [] });
    });
    it('U8: a person who may create people gives no power with it', async () => {
      const { foundation, changes } = await house();
      const member = { ...actorOf(await add(foundation, 'maker')), grants: { users: 'member' as const } };
      expect((await changes.create(member, created({ jobTitle: 'Pilot', externalId: 'E1', canInviteGuests: true }))).user.platformRole).toBe('user');
      for (const more of [{ platformRole: 'admin' }, { roles: ['tasks-reader'] }, { nonCounting: true }, { protected: true }]) {
        await expect(changes.create(member, created({ username: 'x', email: 'x@example.org', ...more }))).rejects.toMatchObject({ code: 'not_allowed' });
      }
    });
    it('refuses a role that does not exist', async () => {
      const { changes, boss } = await house();
      await expect(changes.create(boss, created({ roles: ['captain'] }))).rejects.toMatchObject(refusal('unknown_role'));
    });
  });

  describe('editing', () => {
    it('changes only what is given, and says nothing when nothing changes', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna', { jobTitle: 'Cook', company: 'Acme' });
      const { user } = await changes.update(boss, edits(anna, { jobTitle: 'Pilot', company: null }));
      expect(user).toMatchObject({ username: 'anna', jobTitle: 'Pilot', company: null, version: 2 });
      expect((await changes.update(boss, { ...edits(anna, { jobTitle: 'Pilot' }), version: 2 })).user.version).toBe(2);
      expect(await actions(foundation, anna.id)).toEqual(['users.create', 'users.update']);
    });
    it('answers a stale version with the person as they are now', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      await changes.update(boss, edits(anna, { jobTitle: 'Pilot' }));
      await expect(changes.update(boss, edits(anna, { jobTitle: 'Cook' }))).rejects.toMatchObject({ problem: { code: 'version_conflict', current: { id: anna.id, jobTitle: 'Pilot', version: 2 } } });
    });
    it('R6: the helpdesk keeps profiles right and touches neither names nor power', async () => {
      const { foundation, changes } = await house();
      const helpdesk = actorOf(await add(foundation, 'help', { roles: ['helpdesk'] }));
      let anna = await add(foundation, 'anna');
      await changes.update(helpdesk, edits(anna, { displayName: 'Anna', jobTitle: 'Pilot', mobilePhone: '1', locale: 'fr', mustResetPassword: true }));
      anna = await readPerson(foundation, anna.id);
      for (const more of [{ username: 'x' }, { email: 'x@example.org' }, { externalId: 'x' }, { canInviteGuests: true }, { platformRole: 'unlicensed' }, { roles: ['tasks-reader'] }, { nonCounting: true }, { protected: true }, { kind: 'contact' }]) {
        const refused = await changes.update(helpdesk, edits(anna, more)).catch((error: unknown) => error);
        expect(refused).toMatchObject({ code: 'not_allowed' });
        expect((refused as AppError).problem.errors?.map(({ path }) => path)).toContain(Object.keys(more)[0]);
      }
      // A whole form sent back unchanged is no change.
      const { displayName, username, roles, platformRole } = anna.state;
      expect((await changes.update(helpdesk, edits(anna, { displayName, username, roles, platformRole, jobTitle: 'Cook' }))).user.jobTitle).toBe('Cook');
    });
    it('U5, U9: a person turned into a contact loses every way in, and comes back only with a role', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      const { user } = await changes.update(boss, edits(anna, { kind: 'contact' }));
      expect(user).toMatchObject({ kind: 'contact', licensed: false });
      const contact = await readPerson(foundation, anna.id);
      await expect(changes.update(boss, edits(contact, { kind: 'person' }))).rejects.toMatchObject(refusal('contact_cannot_sign_in'));
      expect((await changes.update(boss, edits(contact, { kind: 'person', platformRole: 'user' }))).user).toMatchObject({ kind: 'person', platformRole: 'user', licensed: true });
    });
    it('L2: giving a role that takes a licence gives free access when none is left', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna', { platformRole: 'unlicensed' });
      await capacity(foundation, 1);
      expect(await changes.update(boss, edits(anna, { platformRole: 'user', jobTitle: 'Pilot' }))).toMatchObject({ user: { platformRole: 'unlicensed', jobTitle: 'Pilot' }, notices: [{ code: 'no_licence_left', name: 'anna' }] });
    });
    it('U11: a managed person keeps what the provider owns', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna', { identitySource: 'entra-id' });
      await expect(changes.update(boss, edits(anna, { firstName: 'Anna' }))).rejects.toMatchObject({ problem: { reason: 'field_owned_by_provider', details: { fields: 'firstName', provider: 'entra-id' } } });
      expect((await changes.update(boss, edits(anna, { roles: ['helpdesk'] }))).user.roles).toEqual(['helpdesk']);
    });
  });

  describe('coming and going', () => {
    it('U9: deactivation keeps the former role, and reactivation gives it back', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna', { platformRole: 'admin', roles: ['helpdesk'] });
      expect((await changes.deactivate(boss, anna)).user).toMatchObject({ platformRole: 'deactivated', licensed: false, roles: ['helpdesk'] });
      expect((await readPerson(foundation, anna.id)).state).toMatchObject({ formerRole: 'admin', deactivatedBy: 'user' });
      expect((await changes.reactivate(boss, { id: anna.id, version: 2 })).user).toMatchObject({ platformRole: 'admin', licensed: true });
      expect(await actions(foundation, anna.id)).toEqual(['users.create', 'users.deactivate', 'users.reactivate']);
    });
    it('L2: reactivation without a free licence gives free access, and says so', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna', withPlatformRole(personState('anna'), 'deactivated', 'user'));
      await capacity(foundation, 1);
      expect(await changes.reactivate(boss, anna)).toMatchObject({ user: { platformRole: 'unlicensed' }, notices: [{ code: 'no_licence_left', name: 'anna' }] });
    });
    it('takes a licence and leaves free access', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      expect((await changes.makeUnlicensed(boss, anna)).user).toMatchObject({ platformRole: 'unlicensed', licensed: false });
      expect(await actions(foundation, anna.id)).toEqual(['users.create', 'users.makeUnlicensed']);
    });
    it('U10: a deleted person is invisible, restorable for 30 days, and not a day longer', async () => {
      const { foundation, time, changes, boss } = await house();
      const [anna, ben] = [await add(foundation, 'anna', { roles: ['helpdesk'] }), await add(foundation, 'ben')];
      await changes.remove(boss, anna);
      await changes.remove(boss, ben);
      await expect(changes.update(boss, { ...edits(anna, { jobTitle: 'x' }), version: 2 })).rejects.toMatchObject({ code: 'not_found' });
      await expect(changes.restore(boss, { id: boss.id, version: 1 })).rejects.toMatchObject(refusal('not_deleted'));
      time.now = new Date(time.now.getTime() + 30 * 24 * 60 * 60_000 - 1);
      expect((await changes.restore(boss, { id: anna.id, version: 2 })).user).toMatchObject({ username: 'anna', email: 'anna@example.org', roles: ['helpdesk'], deletedAt: null });
      time.now = new Date(time.now.getTime() + 1);
      await expect(changes.restore(boss, { id: ben.id, version: 2 })).rejects.toMatchObject(refusal('restore_expired'));
    });
    it('U10: a restore is refused while somebody has the name, and takes no licence that is not there (L2)', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      await changes.remove(boss, anna);
      const second = await add(foundation, 'other', { email: 'ANNA@example.org' });
      await expect(changes.restore(boss, { id: anna.id, version: 2 })).rejects.toMatchObject(refusal('email_taken'));
      await changes.remove(boss, second);
      await capacity(foundation, 1);
      expect(await changes.restore(boss, { id: anna.id, version: 2 })).toMatchObject({ user: { platformRole: 'unlicensed' }, notices: [{ name: 'anna' }] });
    });
    it('U6: the last superadmin stays, whoever asks for it and however', async () => {
      const { foundation, changes, root } = await house();
      const second = await add(foundation, 'second', { platformRole: 'superadmin' });
      const other = actorOf(second);
      await changes.deactivate(other, root);
      const sleeping = await readPerson(foundation, root.id);
      // `other` is the last one now; a peer that has gone in the meantime tries all ways.
      const gone = actorOf(root);
      const target = await readPerson(foundation, second.id);
      const last = refusal('last_superadmin');
      await expect(changes.deactivate(gone, target)).rejects.toMatchObject(last);
      await expect(changes.remove(gone, target)).rejects.toMatchObject(last);
      await expect(changes.makeUnlicensed(gone, target)).rejects.toMatchObject(last);
      await expect(changes.update(gone, edits(target, { platformRole: 'admin' }))).rejects.toMatchObject(last);
      await expect(changes.update(gone, edits(target, { kind: 'contact' }))).rejects.toMatchObject(last);
      await changes.reactivate(other, sleeping);
      expect((await changes.deactivate(gone, target)).user.platformRole).toBe('deactivated');
    });
    it('U7: nobody does it to themselves', async () => {
      const { foundation, changes, root, boss } = await house();
      await add(foundation, 'second', { platformRole: 'superadmin' });
      const attempts = [() => changes.deactivate(boss, root), () => changes.remove(boss, root), () => changes.makeUnlicensed(boss, root), () => changes.update(boss, edits(root, { platformRole: 'admin' })), () => changes.resetPassword(boss, { id: root.id, method: 'link' })];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: 'not_allowed', problem: { reason: 'own_account' } });
      }
    });
  });

  describe('resetting a password', () => {
    async function tokenOf(foundation: Foundation, id: string): Promise<void> {
      await foundation.database.db.insertInto('tokens').values({ id: `t${id}`, user_id: id, kind: 'api', name: 'x', secret_hash: id, scope: null, created_at: '2026', expires_at: '2027', last_used_at: null, ended_at: null }).execute();
    }
    const living = (foundation: Foundation) => foundation.database.db.selectFrom('tokens').select('id').where('ended_at', 'is', null).execute();

    it('U12: a temporary password works once shown, must be changed, and ends every way in', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      await tokenOf(foundation, anna.id);
      const answer = await changes.resetPassword(boss, { id: anna.id, method: 'temporary' });
      const { password_hash } = await foundation.database.db.selectFrom('users').select('password_hash').where('id', '=', anna.id).executeTakeFirstOrThrow();
      expect(answer.method === 'temporary' && (await verifyPassword(password_hash!, answer.password))).toBe(true);
      expect((await readPerson(foundation, anna.id)).state.mustResetPassword).toBe(true);
      expect(await living(foundation)).toEqual([]);
      expect(await actions(foundation, anna.id)).toEqual(['users.create', 'users.resetPassword']);
    });
    it('U12: a one-time link for 24 hours ends every way in, earlier links too', async () => {
      const { foundation, changes, boss } = await house();
      const anna = await add(foundation, 'anna');
      await tokenOf(foundation, anna.id);
      const first = await changes.resetPassword(boss, { id: anna.id, method: 'link' });
      const second = await changes.resetPassword(boss, { id: anna.id, method: 'link' });
      expect(first).not.toEqual(second);
      expect(second).toMatchObject({ method: 'link', expiresAt: '2026-11-25T09:00:00.000Z' });
      expect(await living(foundation)).toEqual([]);
      expect(await foundation.database.db.selectFrom('one_time_links').select('id').where('used_at', 'is', null).execute()).toHaveLength(1);
      expect(await actions(foundation, anna.id)).toEqual(['users.create', 'users.resetPassword', 'users.resetPassword']);
    });
    it('R6, U8: the helpdesk resets those who hold no more than it does', async () => {
      const { foundation, changes, root } = await house();
      const helpdesk = actorOf(await add(foundation, 'help', { roles: ['helpdesk'] }));
      const anna = await add(foundation, 'anna');
      expect((await changes.resetPassword(helpdesk, { id: anna.id, method: 'link' })).method).toBe('link');
      await expect(changes.resetPassword(helpdesk, { id: root.id, method: 'link' })).rejects.toMatchObject(refusal('above_own_level'));
    });
    it('U5, U11: neither contacts nor people of a provider have a password here', async () => {
      const { foundation, changes, boss } = await house();
      const contact = await add(foundation, 'vendor', { kind: 'contact', platformRole: 'deactivated' });
      const managed = await add(foundation, 'anna', { identitySource: 'entra-id' });
      await expect(changes.resetPassword(boss, { id: contact.id, method: 'link' })).rejects.toMatchObject(refusal('contact_cannot_sign_in'));
      await expect(changes.resetPassword(boss, { id: managed.id, method: 'temporary' })).rejects.toMatchObject(refusal('field_owned_by_provider'));
    });
  });

  it('U3: an installation without the admin level does not give it', async () => {
    const { foundation, changes, boss } = await house();
    const anna = await add(foundation, 'anna');
    await foundation.database.db.updateTable('installation').set({ admin_level_enabled: 0 }).execute();
    await expect(changes.update(boss, edits(anna, { platformRole: 'admin' }))).rejects.toMatchObject(refusal('admin_level_disabled'));
  });

  it('U9: what a job of the server deactivates is not marked as a person’s decision', async () => {
    const { foundation, changes, boss } = await house();
    const anna = await add(foundation, 'anna');
    await changes.deactivate({ ...boss, source: 'scim' }, anna);
    expect((await readPerson(foundation, anna.id)).state.deactivatedBy).toBe('scim');
    const again = await readPerson(foundation, anna.id);
    await write(foundation, boss, [change(again, { jobTitle: 'x' })]);
    expect((await readPerson(foundation, anna.id)).state.deactivatedBy).toBe('scim');
  });
});
