import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditedTransaction } from '../../server/domains/audit/audited-transaction.ts';
import { systemActor } from '../../server/domains/session/first-superadmin.ts';
import { forEachServer, type Caller, type TestServer } from '../support/server.ts';

const soon = (): string => new Date(Date.now() + 60 * 60_000).toISOString();

function post(server: TestServer, { token }: Caller, path: string, body: unknown, key: string | undefined): Promise<Response> {
  return server.fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
}

describe('Idempotency-Key', () => {
  forEachServer((kind, servers) => {
    it('the same key and body get the same answer, and the change happens once', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const body = { name: 'Automation', expiresAt: soon() };
      const key = randomUUID();
      const first = await post(server, root, '/api/v1/tokens', body, key);
      const second = await post(server, root, '/api/v1/tokens', body, key);
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(await second.text()).toBe(await first.text());
      expect((await root.client.call('tokens.list', {})).items.filter(({ name }) => name === 'Automation')).toHaveLength(1);
    });

    it('a refusal is repeated as well', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const key = randomUUID();
      const body = { username: root.username, email: 'other@example.com' };
      const first = await post(server, root, '/api/v1/users', body, key);
      const second = await post(server, root, '/api/v1/users', body, key);
      expect([first.status, second.status]).toEqual([409, 409]);
      expect(await second.json()).toEqual(await first.json());
    });

    it('the same key with another body is 409 key_reused', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const key = randomUUID();
      await post(server, root, '/api/v1/tokens', { name: 'One', expiresAt: soon() }, key);
      const reused = await post(server, root, '/api/v1/tokens', { name: 'Two', expiresAt: soon() }, key);
      expect(reused.status).toBe(409);
      expect(await reused.json()).toMatchObject({ code: 'conflict', reason: 'key_reused' });
    });

    it('the same key of another person is another key', async () => {
      const server = await servers.start();
      const [one, other] = [await server.person('superadmin'), await server.person('superadmin')];
      const key = randomUUID();
      const body = { name: 'Mine', expiresAt: soon() };
      const answers = [await post(server, one, '/api/v1/tokens', body, key), await post(server, other, '/api/v1/tokens', body, key)];
      const owners = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { record: { owner: { id: string } } }).record.owner.id));
      expect(owners).toEqual([one.id, other.id]);
    });

    it('many at the same time with one key make one change and get one answer', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const key = randomUUID();
      const body = { username: 'once', email: 'once@example.com' };
      const answers = await Promise.all(Array.from({ length: 8 }, () => post(server, root, '/api/v1/users', body, key)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
      expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
      expect((await server.auditEntries()).filter(({ action, recordId }) => action === 'users.create' && recordId !== root.id)).toHaveLength(1);
    });

    it('without a key every request counts, and a key that is too short is refused', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const body = { name: 'Twice', expiresAt: soon() };
      await post(server, root, '/api/v1/tokens', body, undefined);
      await post(server, root, '/api/v1/tokens', body, undefined);
      expect((await root.client.call('tokens.list', {})).items.filter(({ name }) => name === 'Twice')).toHaveLength(2);
      expect((await post(server, root, '/api/v1/tokens', body, 'short')).status).toBe(400);
    });

    it('U12, X5: a stored answer shows neither its secret, nor the key, nor what was sent', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const key = randomUUID();
      const made = (await (await post(server, root, '/api/v1/tokens', { name: 'Secret', expiresAt: soon() }, key)).json()) as { token: string };
      const stored = JSON.stringify(await server.foundation.database.db.selectFrom('idempotency_keys').selectAll().execute());
      for (const secret of [made.token, key, 'Secret']) expect(stored).not.toContain(secret);
    });

    it('a request that died before it changed anything is run by the next with its key; one that had changed something is not', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const root = await server.person('superadmin');
      const { db } = server.foundation.database;
      const body = { name: 'Retried', expiresAt: new Date(now + 60 * 60_000).toISOString() };
      const forget = async (requestId: string): Promise<void> => {
        await db.updateTable('idempotency_keys').set({ status: null, answer: requestId }).execute();
        now += 6 * 60_000;
      };
      const key = randomUUID();
      const first = await post(server, root, '/api/v1/tokens', body, key);
      await forget(first.headers.get('x-request-id')!);
      const uncertain = await post(server, root, '/api/v1/tokens', body, key);
      expect([uncertain.status, ((await uncertain.json()) as { code: string }).code]).toEqual([409, 'conflict']);
      await forget('a request that left no entry');
      expect((await post(server, root, '/api/v1/tokens', body, key)).status).toBe(200);
      expect((await root.client.call('tokens.list', {})).items.filter(({ name }) => name === 'Retried')).toHaveLength(2);
    });

    if (kind === 'sqlite') {
      it('an answer waits for no long change that holds the database, and is the same for whoever asks again meanwhile', async () => {
        const server = await servers.start();
        const root = await server.person('superadmin');
        let release = (): void => {};
        const held = new Promise<void>((resolve) => (release = resolve));
        let holder: Promise<void> | undefined;
        const { feed } = server.foundation;
        // It stands in the queue before the answer can be kept.
        const unsubscribe = feed.subscribe(() => {
          holder ??= auditedTransaction(server.foundation, systemActor('Holder', 'test', { requestId: null, client: null }), () => held, { heavy: true });
        });
        const key = randomUUID();
        const body = { name: 'Quick', expiresAt: soon() };
        const first = await post(server, root, '/api/v1/tokens', body, key);
        unsubscribe();
        const meanwhile = await post(server, root, '/api/v1/tokens', body, key);
        expect(holder).toBeDefined();
        expect([first.status, meanwhile.status, meanwhile.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true']);
        expect(await meanwhile.text()).toBe(await first.text());
        release();
        await holder;
        expect((await root.client.call('tokens.list', {})).items.filter(({ name }) => name === 'Quick')).toHaveLength(1);
      });

      it('a request whose process died is run at once by the next with its key', async () => {
        const settings = await servers.settings();
        const before = await servers.startOn(settings);
        const root = await before.person('superadmin');
        const key = randomUUID();
        const body = { name: 'Died', expiresAt: soon() };
        await post(before, root, '/api/v1/tokens', body, key);
        await before.foundation.database.db.updateTable('idempotency_keys').set({ status: null, answer: 'a request that left no entry' }).execute();
        await before.close();
        const after = await servers.startOn(settings);
        const began = Date.now();
        expect((await post(after, root, '/api/v1/tokens', body, key)).status).toBe(200);
        expect(Date.now() - began).toBeLessThan(9_000);
      });
    }

    if (kind === 'postgres') {
      it('two processes on one database know each other’s keys', async () => {
        const settings = await servers.settings();
        const [one, other] = [await servers.startOn(settings), await servers.startOn(settings)];
        const root = await one.person('superadmin');
        const key = randomUUID();
        const body = { username: 'shared', email: 'shared@example.com' };
        const answers = await Promise.all([post(one, root, '/api/v1/users', body, key), post(other, root, '/api/v1/users', body, key)]);
        expect(await answers[0]!.text()).toBe(await answers[1]!.text());
      });
    }
  });
});
