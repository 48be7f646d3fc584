import { expect, it } from 'vitest';
import type { OutputOf } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { forEachServer, type Caller } from '../support/server.ts';

const refused = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ answered: value }),
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { code: error.code, reason: error.reason };
    },
  );

async function collect<Item>(stream: AsyncIterable<Item> | Promise<AsyncIterable<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of await stream) items.push(item);
  return items;
}

const make = (caller: Caller, name: string, more: Record<string, unknown> = {}): Promise<OutputOf<'users.create'>> =>
  caller.client.call('users.create', { username: name, email: `${name}@example.org`, ...more });

forEachServer((_kind, servers) => {
  it('U1 to U12: a person is made, changed, sent away, brought back, and all of it can be read in their activity', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    const { user, link } = await make(root, 'zoe', { displayName: 'Zoé', roles: ['helpdesk'] });
    expect(link?.url.startsWith(`${server.url}/password/`)).toBe(true);
    const { id } = user;
    const renamed = await root.client.call('users.update', { id, version: user.version, username: 'zoe.o', jobTitle: 'Pilot' });
    expect(renamed.user).toMatchObject({ username: 'zoe.o', jobTitle: 'Pilot', version: 2 });
    await root.client.call('users.deactivate', { id, version: 2 });
    await root.client.call('users.reactivate', { id, version: 3 });
    await root.client.call('users.makeUnlicensed', { id, version: 4 });
    await root.client.call('users.delete', { id, version: 5 });
    expect((await root.client.call('users.get', { id })).deletedAt).not.toBeNull();
    const restored = await root.client.call('users.restore', { id, version: 6 });
    expect(restored.user).toMatchObject({ platformRole: 'unlicensed', roles: ['helpdesk'], deletedAt: null });
    expect(await root.client.call('users.resetPassword', { id, method: 'temporary' })).toMatchObject({ method: 'temporary' });
    const activity = await root.client.call('users.activity', { id, limit: 3 });
    expect(activity.total).toEqual({ count: 8, exact: true });
    expect(activity.items.map(({ action }) => action)).toEqual(['users.resetPassword', 'users.restore', 'users.delete']);
    const rest = await root.client.call('users.activity', { id, limit: 100, cursor: activity.nextCursor! });
    expect(rest.items.map(({ action }) => action)).toEqual(['users.makeUnlicensed', 'users.reactivate', 'users.deactivate', 'users.update', 'users.create']);
    expect(rest.nextCursor).toBeNull();
  });

  it('X5, U9: the token of a deactivated person stops working with the very next request', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    const anna = await server.person('user', { roles: ['auditor'] });
    expect((await anna.client.call('session.get', {})).user.id).toBe(anna.id);
    await root.client.call('users.deactivate', { id: anna.id, version: 1 });
    expect(await refused(anna.client.call('session.get', {}))).toMatchObject({ code: 'not_signed_in' });
    await root.client.call('users.reactivate', { id: anna.id, version: 2 });
    expect(await refused(anna.client.call('session.get', {}))).toMatchObject({ code: 'not_signed_in' });
  });

  it('api.md: a stale version is answered 412 with the person as they are now, a missing one 428', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    const { user } = await make(root, 'anna');
    await root.client.call('users.update', { id: user.id, version: 1, jobTitle: 'Pilot' });
    const stale = await server.fetch(`/api/v1/users/${user.id}`, { method: 'PATCH', headers: { 'content-type': 'application/json', authorization: `Bearer ${root.token}`, 'if-match': '"1"' }, body: '{"jobTitle":"Cook"}' });
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({ code: 'version_conflict', current: { id: user.id, jobTitle: 'Pilot', version: 2 } });
    const without = await server.fetch(`/api/v1/users/${user.id}`, { method: 'PATCH', headers: { 'content-type': 'application/json', authorization: `Bearer ${root.token}` }, body: '{"jobTitle":"Cook"}' });
    expect(without.status).toBe(428);
  });

  it('U2, U6, U7, U8: refusals say why', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin', { username: 'root' });
    const admin = await server.person('admin');
    const helpdesk = await server.person('user', { roles: ['helpdesk'] });
    const { user } = await make(root, 'anna');
    expect(await refused(make(root, 'ANNA', { email: 'other@example.org' }))).toEqual({ code: 'already_exists', reason: 'username_taken' });
    expect(await refused(root.client.call('users.deactivate', { id: root.id, version: 1 }))).toEqual({ code: 'not_allowed', reason: 'own_account' });
    expect(await refused(admin.client.call('users.update', { id: root.id, version: 1, jobTitle: 'x' }))).toEqual({ code: 'not_allowed', reason: 'above_own_level' });
    expect(await refused(admin.client.call('users.update', { id: user.id, version: 1, platformRole: 'superadmin' }))).toEqual({ code: 'not_allowed', reason: 'above_own_level' });
    expect(await refused(helpdesk.client.call('users.update', { id: user.id, version: 1, platformRole: 'admin' }))).toEqual({ code: 'not_allowed', reason: undefined });
    expect(await refused(helpdesk.client.call('users.deactivate', { id: user.id, version: 1 }))).toMatchObject({ code: 'not_allowed' });
    expect(await refused(helpdesk.client.call('users.resetPassword', { id: user.id, method: 'link' }))).toMatchObject({ answered: { method: 'link' } });
  });

  it('samples fill an empty installation, and lists, pages, exports and figures speak of the same people', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    expect((await root.client.call('overview.get', {})).samplesOffered).toBe(true);
    expect(await root.client.call('samples.load', {})).toEqual({ users: 250, organizations: 3 });
    expect(await refused(root.client.call('samples.load', {}))).toEqual({ code: 'conflict', reason: 'samples_present' });
    const first = await root.client.call('users.list', { sort: '-lastActiveAt' });
    const second = await root.client.call('users.list', { sort: '-lastActiveAt', cursor: first.nextCursor! });
    const third = await root.client.call('users.list', { sort: '-lastActiveAt', cursor: second.nextCursor! });
    const walked = [...first.items, ...second.items, ...third.items];
    expect(walked).toHaveLength(251);
    expect(third.nextCursor).toBeNull();
    expect(await collect(root.client.stream('users.export', { sort: '-lastActiveAt' }))).toEqual(walked);
    const found = await root.client.call('users.list', { q: 'ELOISE', organization: (await root.client.call('organizations.list', {})).items.map(({ id }) => id) });
    expect(found.items.length).toBeGreaterThan(0);
    for (const person of found.items) expect(person.displayName).toContain('Éloïse');
    expect(await refused(root.client.call('users.list', { sort: 'name', cursor: first.nextCursor! }))).toMatchObject({ code: 'invalid_input' });
    const licences = await root.client.call('licences.get', {});
    expect(licences.used).toBe(walked.filter(({ licensed }) => licensed).length);
    expect((await root.client.call('users.values', { field: 'company' })).items[0]).toEqual({ value: 'Lumière Énergie', people: 84 });
    expect(await collect(root.client.stream('organizations.export', {}))).toHaveLength(3);
    expect((await root.client.call('overview.get', {})).licensed).toBe(licences.used);
  });

  it('R11: effective permissions say where each comes from', async () => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    const anna = await server.person('user', { roles: ['auditor', 'helpdesk'] });
    const { resources } = await root.client.call('users.permissions', { id: anna.id });
    expect(resources.find(({ resource }) => resource === 'users')).toEqual({ resource: 'users', level: 'contributor', from: [{ kind: 'role', key: 'auditor', level: 'reader' }, { kind: 'role', key: 'helpdesk', level: 'contributor' }] });
  });
});
