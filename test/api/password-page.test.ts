import { describe, expect, it } from 'vitest';
import { forEachServer, type TestServer } from '../support/server.ts';

async function linkFor(server: TestServer): Promise<{ path: string; id: string; url: string }> {
  const root = await server.person('superadmin');
  const { id } = await server.person('user', { username: 'jane' });
  const reset = await root.client.call('users.resetPassword', { id, method: 'link' });
  if (reset.method !== 'link') throw new Error('A link was asked for.');
  return { id, url: reset.url, path: new URL(reset.url).pathname };
}

const submit = (server: TestServer, path: string, password: string, again = password, headers: Record<string, string> = {}): Promise<Response> =>
  server.fetch(path, { method: 'POST', headers, body: new URLSearchParams({ password, again }) });

describe('the page of a one-time password link', () => {
  forEachServer((_kind, servers) => {
    it('U12: sets the password once, and is audited as the person’s own doing', async () => {
      const server = await servers.start();
      const { path, id, url } = await linkFor(server);
      expect(url.startsWith(`${server.url}/password/`)).toBe(true);
      const page = await server.fetch(path);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await page.text()).toContain('For jane.');
      const saved = await submit(server, path, 'seven grey herons');
      expect([saved.status, await saved.text()]).toEqual([200, expect.stringContaining('Password saved')]);
      const entry = await server.foundation.database.db.selectFrom('audit_entries').selectAll().where('action', '=', 'users.setPassword').executeTakeFirstOrThrow();
      expect(entry).toMatchObject({ actor_id: id, record_id: id, source: 'user', source_reference: 'password-link' });
      expect((await server.fetch(path)).status).toBe(404);
      expect((await submit(server, path, 'nine white herons')).status).toBe(404);
    });

    it('U12: says what is wrong with a password, and the link still works', async () => {
      const server = await servers.start();
      const { path } = await linkFor(server);
      expect(await (await submit(server, path, 'seven grey herons', 'seven gray herons')).text()).toContain('not the same');
      const weak = await submit(server, path, 'Password1234');
      expect(weak.status).toBe(400);
      expect(await weak.text()).toContain('Everybody tries this password first');
      expect((await submit(server, path, 'seven grey herons')).status).toBe(200);
    });

    it('speaks French to whoever prefers it', async () => {
      const server = await servers.start();
      const { path } = await linkFor(server);
      const page = await server.fetch(path, { headers: { 'accept-language': 'de, fr-CA;q=0.9, en;q=0.5' } });
      expect(page.headers.get('content-language')).toBe('fr');
      expect(await page.text()).toContain('Choisissez un mot de passe');
    });

    it('runs no script, loads nothing and is kept nowhere', async () => {
      const server = await servers.start();
      const { path } = await linkFor(server);
      const page = await server.fetch(path);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await page.text()).not.toMatch(/<script|<link|<img/);
    });

    it('U12: an unknown, used or expired link shows one and the same page', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const { path } = await linkFor(server);
      const unknown = await (await server.fetch(`/password/${'x'.repeat(43)}`)).text();
      now += 24 * 60 * 60_000 + 1;
      expect(await (await server.fetch(path)).text()).toBe(unknown);
    });

    it('U9: a link ends with the access of its person', async () => {
      const server = await servers.start();
      const { path, id } = await linkFor(server);
      const root = await server.person('superadmin');
      await root.client.call('users.deactivate', { id, version: (await root.client.call('users.get', { id })).version });
      expect((await server.fetch(path)).status).toBe(404);
    });

    it('links begin with the address that people reach the server at', async () => {
      const server = await servers.start({ publicUrl: 'https://admin.example.com/quarterdeck' });
      const root = await server.person('superadmin');
      const { id } = await server.person('user');
      expect(await root.client.call('users.resetPassword', { id, method: 'link' })).toMatchObject({ url: expect.stringMatching(/^https:\/\/admin\.example\.com\/quarterdeck\/password\/[\w-]{43}$/) });
      expect(server.setupLink).toMatch(/^https:\/\/admin\.example\.com\/quarterdeck\/setup#/);
    });
  });
});
