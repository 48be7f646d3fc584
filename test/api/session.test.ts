import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { parseSetupLink } from '#shared/setup-link.ts';
import { breakGlass } from '../../server/domains/users/break-glass.service.ts';
import { forEachServer } from '../support/server.ts';

const refusal = (error: unknown): { code: string; reason: string | undefined } => {
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, reason: error.reason };
};
const refused = (promise: Promise<unknown>): Promise<unknown> => promise.then((value) => ({ answered: value }), refusal);

const first = { username: 'ada', email: 'ada@example.com', displayName: 'Ada', password: 'seven grey herons' };

describe('setup', () => {
  forEachServer((_kind, servers) => {
    it('X6: the setup link makes the first superadmin, once, and signs in', async () => {
      const server = await servers.start();
      const link = parseSetupLink(server.setupLink ?? '');
      expect(link?.url).toBe(server.url);
      expect((await server.anonymous.call('server.info', {})).setupNeeded).toBe(true);

      const issued = await server.anonymous.call('setup.complete', { secret: link!.secret, ...first });
      expect(issued.session.user).toMatchObject({ username: 'ada', displayName: 'Ada', platformRole: 'superadmin', hasPassword: true });
      const session = await server.clientOf(issued.token).call('session.get', {});
      expect(session).toMatchObject({ via: 'token', grants: { users: 'admin', settings: 'admin' }, server: { setupNeeded: false } });

      expect(await refused(server.anonymous.call('setup.complete', { secret: link!.secret, ...first, username: 'eve', email: 'eve@example.com' }))).toEqual({ code: 'conflict', reason: 'setup_already_done' });
      expect((await server.auditEntries()).map(({ action }) => action)).toEqual(['users.create', 'tokens.create']);
    });

    it('X6: a wrong secret and a weak password make nobody', async () => {
      const server = await servers.start();
      const { secret } = parseSetupLink(server.setupLink!)!;
      expect(await refused(server.anonymous.call('setup.complete', { ...first, secret: 'x'.repeat(43) }))).toEqual({ code: 'not_allowed', reason: 'setup_link_invalid' });
      expect(await refused(server.anonymous.call('setup.complete', { ...first, secret, password: 'Password1234' }))).toEqual({ code: 'invalid_input', reason: 'password_too_weak' });
      expect(await server.auditEntries()).toEqual([]);
    });

    it('X6: each start prints a new link, and the one before stops working', async () => {
      const settings = await servers.settings();
      const before = await servers.startOn(settings);
      const old = parseSetupLink(before.setupLink!)!;
      await before.close();
      const server = await servers.startOn(settings);
      expect(parseSetupLink(server.setupLink!)!.secret).not.toBe(old.secret);
      expect(await refused(server.anonymous.call('setup.complete', { ...first, secret: old.secret }))).toEqual({ code: 'not_allowed', reason: 'setup_link_invalid' });
    });

    it('X6: a link older than a day makes nobody', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      now += 24 * 60 * 60_000 + 1;
      expect(await refused(server.anonymous.call('setup.complete', { ...first, secret: parseSetupLink(server.setupLink!)!.secret }))).toEqual({ code: 'not_allowed', reason: 'setup_link_invalid' });
    });
  });
});

describe('the local session', () => {
  forEachServer((_kind, servers) => {
    const here = { username: 'Jane Doe', displayName: 'Jane Doe' };

    it('X6: the secret makes this computer a superadmin, and works once', async () => {
      const server = await servers.start({ embedded: true });
      expect(server.setupLink).toBeUndefined();
      expect(await refused(server.anonymous.call('session.local', { ...here, secret: 'y'.repeat(43) }))).toEqual({ code: 'not_allowed', reason: 'secret_invalid' });
      const issued = await server.anonymous.call('session.local', { ...here, secret: server.secret! });
      expect(issued.session).toMatchObject({ via: 'local', user: { username: 'jane.doe', displayName: 'Jane Doe', platformRole: 'superadmin', hasPassword: false } });
      expect(await refused(server.anonymous.call('session.local', { ...here, secret: server.secret! }))).toEqual({ code: 'not_allowed', reason: 'secret_invalid' });
    });

    it('X6: the next start continues as the same person and ends the session before', async () => {
      const settings = await servers.settings();
      const before = await servers.startOn(settings, { embedded: true });
      const old = await before.anonymous.call('session.local', { ...here, secret: before.secret! });
      await before.close();
      const server = await servers.startOn(settings, { embedded: true });
      const issued = await server.anonymous.call('session.local', { username: 'someone.else', displayName: 'Other', secret: server.secret! });
      expect(issued.session.user.id).toBe(old.session.user.id);
      expect(await refused(server.clientOf(old.token).call('session.get', {}))).toMatchObject({ code: 'not_signed_in' });
    });

    it('X6: when that person can no longer sign in, it says what to do', async () => {
      const settings = await servers.settings();
      const before = await servers.startOn(settings, { embedded: true });
      const local = await before.anonymous.call('session.local', { ...here, secret: before.secret! });
      const other = await before.person('superadmin');
      const user = await other.client.call('users.get', { id: local.session.user.id });
      await other.client.call('users.deactivate', { id: user.id, version: user.version });
      await before.close();
      const server = await servers.startOn(settings, { embedded: true });
      await expect(server.anonymous.call('session.local', { ...here, secret: server.secret! })).rejects.toThrow(/break-glass/);
    });

    it('X6: a server that is not embedded has no local session', async () => {
      const server = await servers.start();
      expect(server.secret).toBeUndefined();
      expect(await refused(server.anonymous.call('session.local', { secret: 'z'.repeat(43), ...here }))).toEqual({ code: 'not_allowed', reason: 'secret_invalid' });
    });
  });
});

describe('break glass', () => {
  forEachServer((_kind, servers) => {
    it('X7: makes a deactivated person, or a contact, a superadmin who can sign in', async () => {
      const server = await servers.start({ publicUrl: 'https://admin.example.com' });
      const root = await server.person('superadmin');
      const gone = await server.person('user', { username: 'gone' });
      await root.client.call('users.deactivate', { id: gone.id, version: 1 });
      await server.person('deactivated', { username: 'card', kind: 'contact' });
      for (const username of ['Gone', 'card']) {
        const broken = await breakGlass(server.foundation, { username, email: undefined, link: true, operator: 'root@host' });
        expect(broken).toMatchObject({ made: false, link: expect.stringMatching(/^https:\/\/admin\.example\.com\/password\//) });
        expect((await server.clientOf(broken.token).call('session.get', {})).user).toMatchObject({ platformRole: 'superadmin', hasPassword: true });
      }
      const entries = await server.foundation.database.db.selectFrom('audit_entries').select(['action', 'source', 'actor_name']).where('source_reference', '=', 'break-glass').execute();
      expect(new Set(entries.map(({ source, actor_name: name }) => `${source} ${name}`))).toEqual(new Set(['system Break glass (root@host)']));
      expect(entries.map(({ action }) => action)).toContain('users.reactivate');
    });
  });
});
