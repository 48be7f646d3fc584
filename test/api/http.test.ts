import { connect } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { auditedTransaction } from '../../server/domains/audit/audited-transaction.ts';
import { systemActor } from '../../server/domains/session/first-superadmin.ts';
import { defaultLimits } from '../../server/http/limits.ts';
import { forEachServer, type TestServer } from '../support/server.ts';

type Problem = { type: string; status: number; code: string; detail: string; reason?: string; errors?: { path: string; message: string }[]; requestId: string; current?: unknown };

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await answer.json()) as Problem;
  expect(problem).toMatchObject({ status: answer.status, type: `urn:quarterdeck:error:${problem.code}`, requestId: answer.headers.get('x-request-id') });
  return problem;
}

const as = (token: string, more: Record<string, string> = {}): Record<string, string> => ({ authorization: `Bearer ${token}`, ...more });
const json = { 'content-type': 'application/json' };

describe('HTTP', () => {
  forEachServer((_kind, servers) => {
    it('refuses with a problem whatever is wrong with a request', async () => {
      const server = await servers.start();
      const { token } = await server.person('superadmin');
      const post = (body: string, headers: Record<string, string> = json): Promise<Response> => server.fetch('/api/v1/users', { method: 'POST', headers: as(token, headers), body });

      expect(await problemOf(await server.fetch('/api/v1/nowhere'))).toMatchObject({ status: 404, code: 'not_found' });
      const wrongMethod = await server.fetch('/api/v1/users', { method: 'PUT', headers: as(token) });
      expect(wrongMethod.headers.get('allow')).toBe('GET, POST');
      expect(await problemOf(wrongMethod)).toMatchObject({ status: 405 });
      expect(await problemOf(await post('{"username":'))).toMatchObject({ status: 400, code: 'invalid_input', detail: 'The body is not valid JSON.' });
      expect(await problemOf(await post('{"__proto__":{"admin":true}}'))).toMatchObject({ status: 400, code: 'invalid_input' });
      expect(await problemOf(await post('[]'))).toMatchObject({ status: 400, code: 'invalid_input' });
      expect(await problemOf(await post('<user/>', { 'content-type': 'application/xml' }))).toMatchObject({ status: 415, code: 'invalid_input' });
      expect(await problemOf(await post(JSON.stringify({ username: 'x'.repeat(2_000_000) })))).toMatchObject({ status: 413, code: 'too_large' });
      const unsigned = await server.fetch('/api/v1/users');
      expect(unsigned.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await problemOf(unsigned)).toMatchObject({ status: 401, code: 'not_signed_in' });
    });

    it('names every field that is wrong, unknown ones too, and never repeats what was sent', async () => {
      const server = await servers.start();
      const { token } = await server.person('superadmin');
      const answer = await server.fetch('/api/v1/users', { method: 'POST', headers: as(token, json), body: JSON.stringify({ username: 'has space', password: 'short-secret', email: 'nobody', colour: 'red' }) });
      const text = await answer.clone().text();
      const { errors } = await problemOf(answer);
      expect(errors!.map(({ path }) => path).toSorted()).toEqual(['email', 'username']);
      expect(text).not.toContain('short-secret');

      const unknown = await server.fetch('/api/v1/users', { method: 'POST', headers: as(token, json), body: JSON.stringify({ username: 'ok', email: 'ok@example.com', colour: 'red' }) });
      expect(await problemOf(unknown)).toMatchObject({ errors: [{ path: 'colour', message: 'Unknown field' }] });
      expect(await problemOf(await server.fetch('/api/v1/users?colour=red', { headers: as(token) }))).toMatchObject({ errors: [{ path: 'colour', message: 'Unknown field' }] });
      expect(await problemOf(await server.fetch('/api/v1/users?limit=many&limit=more', { headers: as(token) }))).toMatchObject({ errors: [{ path: 'limit' }] });
      expect(await problemOf(await server.fetch('/api/v1/users?limit=101', { headers: as(token) }))).toMatchObject({ errors: [{ path: 'limit' }] });
      const nested = { mode: 'upsert', options: { scop: 1 }, file: { name: 'a', sha256: 'a'.repeat(64), size: 1, columns: ['email'] } };
      expect(await problemOf(await server.fetch('/api/v1/plans', { method: 'POST', headers: as(token, json), body: JSON.stringify(nested) }))).toMatchObject({ errors: [{ path: 'options.scop', message: 'Unknown field' }] });
    });

    it('a query brings numbers, truth values and lists', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      await server.person('user');
      const page = await client.call('users.list', { platformRole: ['user', 'admin'], mfa: false, limit: 1 });
      expect(page.items.map(({ platformRole }) => platformRole)).toEqual(['user']);
      expect((await client.call('users.list', { platformRole: ['admin'] })).items).toEqual([]);
    });

    it('a request id that is well formed is kept, another is replaced', async () => {
      const server = await servers.start();
      const idOf = async (sent: string): Promise<string | null> => (await server.fetch('/healthz', { headers: { 'x-request-id': sent } })).headers.get('x-request-id');
      expect(await idOf('trace-0123.4567')).toBe('trace-0123.4567');
      expect(await idOf('no spaces please')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('If-Match: 428 without, 412 with the present record when stale, ETag on what is answered', async () => {
      const server = await servers.start();
      const { token, client } = await server.person('superadmin');
      const one = await server.person('user');
      const patch = (ifMatch: string | undefined): Promise<Response> =>
        server.fetch(`/api/v1/users/${one.id}`, { method: 'PATCH', headers: as(token, { ...json, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) }), body: '{"jobTitle":"Pilot"}' });
      expect(await problemOf(await patch(undefined))).toMatchObject({ status: 428, code: 'precondition_required' });
      expect(await problemOf(await patch('"seven"'))).toMatchObject({ status: 400, code: 'invalid_input' });
      const got = await server.fetch(`/api/v1/users/${one.id}`, { headers: as(token) });
      expect(got.headers.get('etag')).toBe('"1"');
      const changed = await patch('"1"');
      expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
      expect(await problemOf(await patch('1'))).toMatchObject({ status: 412, code: 'version_conflict', current: { id: one.id, version: 2, jobTitle: 'Pilot' } });
      await expect(client.call('settings.update', { name: 'X', version: 9 })).rejects.toMatchObject({ code: 'version_conflict', problem: { current: { version: 1 } } });
    });

    it('a cursor that was altered, or belongs to another list, filter or sort, is refused', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      for (let index = 0; index < 3; index += 1) await server.person('user');
      const { nextCursor } = await client.call('users.list', { limit: 1 });
      const second = await client.call('users.list', { limit: 2, cursor: nextCursor! });
      expect(second.items).toHaveLength(2);
      const altered = `${nextCursor!.startsWith('A') ? 'B' : 'A'}${nextCursor!.slice(1)}`;
      const refusals = [
        client.call('users.list', { cursor: altered }),
        client.call('users.list', { cursor: 'nonsense' }),
        client.call('users.list', { cursor: nextCursor!, sort: '-name' }),
        client.call('users.list', { cursor: nextCursor!, q: 'a' }),
        client.call('plans.list', { cursor: nextCursor! }),
      ];
      for (const result of await Promise.allSettled(refusals)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { code: 'invalid_input', problem: { errors: [{ path: 'cursor' }] } } });
      }
    });

    it('more requests than the limit are answered 429 with the time to wait', async () => {
      const server = await servers.start({ limits: { ...defaultLimits, perToken: 5, perAddress: 50 } });
      const { token } = await server.person('superadmin');
      const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await server.fetch('/api/v1/session', { headers: as(token) })).status));
      expect(statuses.filter((status) => status === 429)).toHaveLength(3);
      const refused = await server.fetch('/api/v1/session', { headers: as(token) });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await problemOf(refused)).toMatchObject({ code: 'rate_limited' });
      expect((await server.fetch('/healthz')).status).toBe(200);
    });

    it('a server whose database has too much to do refuses at once, and stays alive', async () => {
      const server = await servers.start({ limits: { ...defaultLimits, databaseQueue: -1 } });
      const refused = await server.fetch('/api/v1/server');
      expect(refused.headers.get('retry-after')).toBe('2');
      expect(await problemOf(refused)).toMatchObject({ status: 503, code: 'unavailable', reason: 'overloaded' });
      expect((await server.fetch('/healthz')).status).toBe(200);
    });

    it('a defect answers 500 and reveals nothing but the request id', async () => {
      const server = await servers.start();
      await sql`alter table installation rename to hidden_installation`.execute(server.foundation.database.db);
      const answer = await server.fetch('/api/v1/server');
      const text = await answer.clone().text();
      expect(await problemOf(answer)).toMatchObject({ status: 500, code: 'internal', detail: 'Something went wrong on the server. The request id helps to find out what.' });
      expect(text).not.toMatch(/installation|select|\.ts/);
    });

    it('health, readiness and metrics', async () => {
      const server = await servers.start();
      expect(await (await server.fetch('/healthz')).json()).toEqual({ status: 'alive' });
      expect(await (await server.fetch('/readyz')).json()).toEqual({ status: 'ready' });
      const metrics = await (await server.fetch('/metrics')).text();
      expect(metrics).toMatch(/quarterdeck_request_duration_seconds_count\{operation="other",status="200"\} 2/);
    });

    it('answers on a broken head too', async () => {
      const server = await servers.start();
      expect(await raw(server, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"invalid_input"/s);
      expect(await raw(server, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 .*"code":"too_large"/s);
    });

    it('a sender that is too slow is cut off', async () => {
      const server = await servers.start({ limits: { ...defaultLimits, receiveHead: 300, receive: 300 } });
      const began = Date.now();
      expect(await raw(server, 'POST /api/v1/setup HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"')).toMatch(/^(HTTP\/1\.1 408 .*|$)/s);
      expect(Date.now() - began).toBeLessThan(10_000);
    });

    it('a shutdown lets a request end, refuses what comes after it, and closes', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      const { database } = server.foundation;
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const holder = auditedTransaction(server.foundation, systemActor('Holder', 'test', { requestId: null, client: null }), () => held);
      const before = client.call('users.create', { username: 'late', email: 'late@example.com' });
      // It has arrived when it waits for the writer's lock, or on PostgreSQL when it has claimed its key.
      await vi.waitFor(async () => expect(database.waiting() + (await database.db.selectFrom('idempotency_keys').selectAll().execute()).length).toBeGreaterThan(0), { timeout: 10_000 });
      const closed = server.close();
      expect(await problemOf(await server.fetch('/api/v1/server'))).toMatchObject({ status: 503, reason: 'shutting_down' });
      expect((await server.fetch('/readyz')).status).toBe(503);
      release();
      await holder;
      expect((await before).user.username).toBe('late');
      await closed;
      await expect(client.call('session.get', {})).rejects.toMatchObject({ code: 'unreachable' });
    });
  });
});

/** What the server sends for these bytes until it closes the connection. */
function raw(server: TestServer, text: string): Promise<string> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => (received += data.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}
