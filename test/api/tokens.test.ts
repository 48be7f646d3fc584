import { describe, expect, it, vi } from 'vitest';
import { forEachServer } from '../support/server.ts';

const day = 24 * 60 * 60_000;
const ahead = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

describe('API tokens', () => {
  forEachServer((_kind, servers) => {
    it('X5: are shown once, stored hashed, listed without their secret and work until they are revoked', async () => {
      const server = await servers.start();
      const { client } = await server.person('admin');
      const { token, record } = await client.call('tokens.create', { name: 'Nightly', scope: ['users:reader'], expiresAt: ahead(day) });
      expect(token).toMatch(/^qd_[A-Za-z0-9_-]{43}$/);
      expect(JSON.stringify(await server.foundation.database.db.selectFrom('tokens').selectAll().execute())).not.toContain(token);
      expect(JSON.stringify(await server.foundation.database.db.selectFrom('audit_entries').selectAll().execute())).not.toContain(token);
      expect((await client.call('tokens.list', {})).items.find(({ id }) => id === record.id)).toEqual(record);
      const automation = server.clientOf(token);
      expect((await automation.call('session.get', {})).grants).toEqual({ users: 'reader' });
      await client.call('tokens.revoke', { id: record.id });
      await expect(automation.call('session.get', {})).rejects.toMatchObject({ code: 'not_signed_in' });
      await expect(client.call('tokens.revoke', { id: record.id })).rejects.toMatchObject({ code: 'not_found' });
    });

    it('X5: never may more than the one who makes them', async () => {
      const server = await servers.start();
      const { client } = await server.person('admin');
      await expect(client.call('tokens.create', { name: 'x', scope: ['settings:admin'], expiresAt: ahead(day) })).rejects.toMatchObject({ reason: 'token_scope_exceeds_owner', problem: { details: { permissions: 'settings:admin' } } });
      await expect(client.call('tokens.create', { name: 'x', scope: ['users:emperor'], expiresAt: ahead(day) })).rejects.toMatchObject({ code: 'invalid_input' });
      const { token } = await client.call('tokens.create', { name: 'Scoped', scope: ['users:reader'], expiresAt: ahead(day) });
      const scoped = server.clientOf(token);
      await expect(scoped.call('tokens.create', { name: 'x', expiresAt: ahead(day) })).rejects.toMatchObject({ reason: 'token_scope_exceeds_owner' });
      await expect(scoped.call('tokens.create', { name: 'x', scope: ['users:admin'], expiresAt: ahead(day) })).rejects.toMatchObject({ reason: 'token_scope_exceeds_owner' });
      expect((await scoped.call('tokens.create', { name: 'Same', scope: ['users:reader'], expiresAt: ahead(day) })).record.name).toBe('Same');
    });

    it('X5: live a year at most and end in the future', async () => {
      const server = await servers.start();
      const { client } = await server.person('user');
      await expect(client.call('tokens.create', { name: 'x', expiresAt: ahead(367 * day) })).rejects.toMatchObject({ reason: 'expiry_too_late' });
      await expect(client.call('tokens.create', { name: 'x', expiresAt: ahead(-1) })).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('X5: when a token was used is noted, at most once a minute, and its owner counts as active', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const { client, id } = await server.person('admin');
      const { db } = server.foundation.database;
      const used = async (): Promise<(string | null)[]> => {
        const token = await db.selectFrom('tokens').select('last_used_at').where('user_id', '=', id).executeTakeFirstOrThrow();
        const owner = await db.selectFrom('users').select('last_active_at').where('id', '=', id).executeTakeFirstOrThrow();
        return [token.last_used_at, owner.last_active_at];
      };
      const call = async (): Promise<string> => {
        await client.call('session.get', {});
        return new Date(now).toISOString();
      };
      const first = await call();
      await vi.waitFor(async () => expect(await used()).toEqual([first, first]), { timeout: 5_000 });
      now += 30_000;
      await call();
      now += 31_000;
      const third = await call();
      await vi.waitFor(async () => expect(await used()).toEqual([third, third]), { timeout: 5_000 });
    });

    it('of one person are nothing to another', async () => {
      const server = await servers.start();
      const [one, other] = [await server.person('superadmin'), await server.person('superadmin')];
      const { record } = await one.client.call('tokens.create', { name: 'Mine', expiresAt: ahead(day) });
      expect((await other.client.call('tokens.list', {})).items.map(({ name }) => name)).not.toContain('Mine');
      await expect(other.client.call('tokens.revoke', { id: record.id })).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});

describe('the own password', () => {
  forEachServer((_kind, servers) => {
    it('U12: is set once freely, then only by whoever knows the present one', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      await expect(client.call('session.setPassword', { password: 'Password1234' })).rejects.toMatchObject({ reason: 'password_too_weak' });
      await client.call('session.setPassword', { password: 'seven grey herons' });
      expect((await client.call('session.get', {})).user.hasPassword).toBe(true);
      await expect(client.call('session.setPassword', { password: 'nine white herons' })).rejects.toMatchObject({ reason: 'credential_rejected' });
      await expect(client.call('session.setPassword', { password: 'nine white herons', current: 'wrong' })).rejects.toMatchObject({ reason: 'credential_rejected' });
      await client.call('session.setPassword', { password: 'nine white herons', current: 'seven grey herons' });
    });

    it('X4: after five wrong ones no further one is tried for a quarter of an hour', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const { client } = await server.person('superadmin');
      await client.call('session.setPassword', { password: 'seven grey herons' });
      const attempt = (current: string): Promise<unknown> => client.call('session.setPassword', { password: 'nine white herons', current });
      for (let wrong = 0; wrong < 5; wrong += 1) await expect(attempt(`wrong ${wrong}`)).rejects.toMatchObject({ reason: 'credential_rejected' });
      await expect(attempt('seven grey herons')).rejects.toMatchObject({ code: 'rate_limited' });
      now += 15 * 60_000 + 1;
      await attempt('seven grey herons');
    });
  });
});
