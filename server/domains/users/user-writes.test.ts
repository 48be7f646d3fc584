import { expect, it } from 'vitest';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { addPeople, change, personState, readPerson, systemActor, testClock, testFoundation, write } from '../../../test/support/people.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import { loadUsers } from './user.store.ts';
import { deleted, restored, withPlatformRole } from './user-transitions.ts';
import type { UserWrite } from './user-state.ts';
import { writeUsers } from './user-writes.ts';

const entriesAbout = (foundation: Foundation, id: string) =>
  foundation.database.db.selectFrom('audit_entries').selectAll().where('record_id', '=', id).orderBy('sequence').execute();

async function addOrganization(foundation: Foundation, name: string): Promise<string> {
  const id = uuidv7(foundation.clock());
  const now = foundation.clock().toISOString();
  await foundation.database.db.insertInto('organizations').values({ id, slug: name, slug_key: name, name, name_key: name, search_text: name, created_at: now, updated_at: now, deleted_at: null }).execute();
  return id;
}

forEachDatabase((_kind, open) => {
  it('reads back exactly what was written, roles and memberships included', async () => {
    const foundation = await testFoundation(await open.migrated());
    const acme = await addOrganization(foundation, 'acme');
    const state = personState('zoé', {
      firstName: 'Zoé', lastName: "O'Hara-Ünal", jobTitle: '财务', businessPhone: '+33 1 23', mobilePhone: '007', company: 'Société', department: 'R&D', externalId: 'E-1',
      locale: 'fr', platformRole: 'admin', canInviteGuests: true, mustResetPassword: true, nonCounting: true, protected: true,
      roles: ['auditor', 'helpdesk'], organizations: [{ organizationId: acme, role: 'manager' }],
    });
    const [stored] = await addPeople(foundation, [state]);
    expect(stored).toEqual({ id: stored!.id, version: 1, lastActiveAt: null, hasPassword: false, state });
  });

  it('A1, A2: each changed person gets one entry with only what changed, before and after', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [anna, ben] = await addPeople(foundation, [personState('anna'), personState('ben')]);
    await write(foundation, systemActor, [change(anna!, { jobTitle: 'Pilot', roles: ['auditor'] }), change(ben!, {})]);
    const [created, updated, ...others] = await entriesAbout(foundation, anna!.id);
    expect(others).toEqual([]);
    expect(created).toMatchObject({ action: 'users.create', record_label: 'anna', before: null });
    expect(JSON.parse(created!.after!)).toMatchObject({ username: 'anna', platformRole: 'user', roles: [] });
    expect(updated).toMatchObject({ action: 'users.update', before: '{"jobTitle":null,"roles":[]}', after: '{"jobTitle":"Pilot","roles":["auditor"]}', changed_fields: '["jobTitle","roles"]' });
    expect(await entriesAbout(foundation, ben!.id)).toHaveLength(1);
    expect((await readPerson(foundation, ben!.id)).version).toBe(1);
    expect((await readPerson(foundation, anna!.id)).version).toBe(2);
  });

  it('A3: a password is set without its hash entering the log', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [anna] = await addPeople(foundation, [personState('anna')]);
    await write(foundation, systemActor, [{ ...change(anna!, {}), passwordHash: '$argon2id$one' }]);
    const again = await readPerson(foundation, anna!.id);
    expect(again).toMatchObject({ hasPassword: true, version: 2 });
    const entry = (await entriesAbout(foundation, anna!.id)).at(-1);
    expect(entry).toMatchObject({ before: '{"password":null}', after: '{"password":"[secret changed]"}', changed_fields: '["password"]' });
    await write(foundation, systemActor, [{ ...change(again, {}), passwordHash: '$argon2id$two' }]);
    expect((await entriesAbout(foundation, anna!.id)).at(-1)).toMatchObject({ changed_fields: '["password"]' });
    expect(JSON.stringify(await foundation.database.db.selectFrom('audit_entries').selectAll().execute())).not.toContain('argon2id');
  });

  it('names those who have moved on since they were read, and changes nobody', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [anna, ben] = await addPeople(foundation, [personState('anna'), personState('ben')]);
    await write(foundation, systemActor, [change(anna!, { jobTitle: 'Pilot' })]);
    await expect(write(foundation, systemActor, [change(ben!, { jobTitle: 'Cook' }), change(anna!, { jobTitle: 'Cook' })])).rejects.toMatchObject({
      problem: { code: 'version_conflict', details: { ids: [anna!.id] } },
    });
    expect((await readPerson(foundation, ben!.id)).state.jobTitle).toBeNull();
  });

  it.each([
    ['username_taken', { username: 'ANNA' }],
    ['username_taken', { username: 'ａｎｎａ' }],
    ['email_taken', { email: 'Anna@EXAMPLE.org' }],
    ['external_id_taken', { externalId: '0042' }],
  ] as const)('U2: %s by %o', async (reason, taken) => {
    const foundation = await testFoundation(await open.migrated());
    const [, ben] = await addPeople(foundation, [personState('anna', { externalId: '0042' }), personState('ben')]);
    const refusal = { problem: { code: 'already_exists', reason } };
    await expect(write(foundation, systemActor, [change(ben!, taken)])).rejects.toMatchObject(refusal);
    await expect(addPeople(foundation, [personState('carl', taken)])).rejects.toMatchObject(refusal);
    await expect(addPeople(foundation, [personState('dora', { ...taken, ...(reason === 'external_id_taken' ? { externalId: 'new' } : {}), ...(reason === 'username_taken' ? { username: 'twin' } : {}), ...(reason === 'email_taken' ? { email: 'twin@example.org' } : {}) })])).resolves.toHaveLength(1);
    expect((await readPerson(foundation, ben!.id)).version).toBe(1);
  });

  it('U2: two people of one batch cannot take the same name', async () => {
    const foundation = await testFoundation(await open.migrated());
    await expect(addPeople(foundation, [personState('anna'), personState('Anna', { email: 'other@example.org' })])).rejects.toMatchObject({ problem: { reason: 'username_taken', details: { people: [{ name: 'Anna', field: 'username' }] } } });
  });

  it('U2: names are freed and taken in one batch, swapped and passed on', async () => {
    const foundation = await testFoundation(await open.migrated());
    const now = foundation.clock().toISOString();
    const [anna, ben, carl, gone] = await addPeople(foundation, [personState('anna', { externalId: 'A' }), personState('ben', { externalId: 'B' }), personState('carl'), personState('gone')]);
    const newcomer: UserWrite = { action: 'create', id: uuidv7(foundation.clock()), before: null, after: personState('gone') };
    await write(foundation, systemActor, [
      newcomer,
      change(anna!, { username: 'ben', email: 'carl@example.org', externalId: 'B' }),
      change(ben!, { username: 'carl', email: 'anna@example.org', externalId: 'A' }),
      change(carl!, { username: 'Anna', email: 'ben@example.org' }),
      { ...change(gone!, {}), action: 'delete', after: deleted(gone!.state, now) },
    ]);
    expect((await readPerson(foundation, anna!.id)).state).toMatchObject({ username: 'ben', email: 'carl@example.org', externalId: 'B' });
    expect((await readPerson(foundation, ben!.id)).state).toMatchObject({ username: 'carl', email: 'anna@example.org', externalId: 'A' });
    expect((await readPerson(foundation, carl!.id)).state).toMatchObject({ username: 'Anna', email: 'ben@example.org', externalId: null });
    expect((await readPerson(foundation, newcomer.id)).state).toMatchObject({ username: 'gone', deletedAt: null });
    expect((await readPerson(foundation, gone!.id)).state).toMatchObject({ username: 'gone', deletedAt: now });
  });

  it('U10: a tombstone frees its names, keeps them to be shown, and a restore takes them back unless somebody has them', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [anna] = await addPeople(foundation, [personState('anna', { externalId: 'A', roles: ['auditor'] })]);
    const now = foundation.clock().toISOString();
    await write(foundation, systemActor, [change(anna!, deleted(anna!.state, now))]);
    const tombstone = await readPerson(foundation, anna!.id);
    expect(tombstone.state).toEqual({ ...anna!.state, deletedAt: now });
    const [second] = await addPeople(foundation, [personState('anna', { externalId: 'A' })]);
    await expect(write(foundation, systemActor, [change(tombstone, restored(tombstone.state))])).rejects.toMatchObject({ problem: { reason: 'username_taken' } });
    await write(foundation, systemActor, [change(second!, deleted(second!.state, now))]);
    await write(foundation, systemActor, [change(tombstone, restored(tombstone.state))]);
    expect((await readPerson(foundation, anna!.id)).state).toEqual(anna!.state);
  });

  it('U9: every way in ends with the change that takes access, memberships and roles stay', async () => {
    const { now: at, clock } = testClock();
    const foundation = await testFoundation(await open.migrated(), clock);
    const acme = await addOrganization(foundation, 'acme');
    const people = await addPeople(foundation, ['off', 'gone', 'contact', 'stays'].map((name) => personState(name, { roles: ['auditor'], organizations: [{ organizationId: acme, role: 'user' }] })));
    const now = at.toISOString();
    const { db } = foundation.database;
    for (const { id } of people) {
      await db.insertInto('tokens').values({ id: `t${id}`, user_id: id, kind: 'api', name: 'x', secret_hash: id, scope: null, created_at: now, expires_at: '2027', last_used_at: null, ended_at: null }).execute();
      await db.insertInto('one_time_links').values({ id: `l${id}`, purpose: 'password', user_id: id, secret_hash: id, created_at: now, expires_at: '2027', used_at: null }).execute();
    }
    const [off, gone, contact, stays] = people;
    await write(foundation, systemActor, [
      change(off!, withPlatformRole(off!.state, 'deactivated', 'user')),
      change(gone!, deleted(gone!.state, now)),
      change(contact!, { kind: 'contact', platformRole: 'deactivated' }),
      change(stays!, { platformRole: 'unlicensed' }),
    ]);
    const alive = { tokens: await db.selectFrom('tokens').select('user_id').where('ended_at', 'is', null).execute(), links: await db.selectFrom('one_time_links').select('user_id').where('used_at', 'is', null).execute() };
    expect(alive).toEqual({ tokens: [{ user_id: stays!.id }], links: [{ user_id: stays!.id }] });
    for (const { id } of people) expect((await readPerson(foundation, id)).state).toMatchObject({ roles: ['auditor'], organizations: [{ organizationId: acme, role: 'user' }] });
    expect((await readPerson(foundation, off!.id)).state).toMatchObject({ formerRole: 'user', deactivatedBy: 'user' });
  });

  it('U9: a change undone gives back the same state, memberships moved, added and removed included', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [acme, globex, initech] = [await addOrganization(foundation, 'acme'), await addOrganization(foundation, 'globex'), await addOrganization(foundation, 'initech')].sort();
    const [anna] = await addPeople(foundation, [personState('anna', { roles: ['auditor', 'helpdesk'], organizations: [{ organizationId: acme!, role: 'user' }, { organizationId: globex!, role: 'admin' }] })]);
    await write(foundation, systemActor, [change(anna!, { roles: ['budget-reader', 'helpdesk'], organizations: [{ organizationId: globex!, role: 'manager' }, { organizationId: initech!, role: 'user' }] })]);
    const changed = await readPerson(foundation, anna!.id);
    expect(changed.state).toMatchObject({ roles: ['budget-reader', 'helpdesk'], organizations: [{ organizationId: globex, role: 'manager' }, { organizationId: initech, role: 'user' }] });
    await write(foundation, systemActor, [change(changed, anna!.state)]);
    expect((await readPerson(foundation, anna!.id)).state).toEqual(anna!.state);
  });

  it('writes thousands in one call, in portions, and tells how far it is', async () => {
    const foundation = await testFoundation(await open.migrated());
    const states = Array.from({ length: 6_000 }, (_, index) => personState(`p${index}`));
    const people = await addPeople(foundation, states);
    const steps: number[] = [];
    const versions = await auditedTransaction(foundation, systemActor, (tx) =>
      writeUsers(tx, systemActor, people.map((person) => change(person, { department: 'New' })), foundation.clock().toISOString(), { onProgress: (written) => steps.push(written) }),
    );
    expect(steps).toEqual([2_500, 5_000, 6_000]);
    expect(new Set(versions.values())).toEqual(new Set([2]));
    const again = await loadUsers(foundation.database.db, foundation.database.kind, people.map(({ id }) => id));
    expect(again.map(({ state }) => state)).toEqual(states.map((state) => ({ ...state, department: 'New' })));
  });
});
