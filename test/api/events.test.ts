import { describe, expect, it, vi } from 'vitest';
import { defaultLimits } from '../../server/http/limits.ts';
import { listen, type ReceivedEvent } from '../support/event-reader.ts';
import { forEachServer } from '../support/server.ts';

const changeOf = (recordId: string) => (event: ReceivedEvent) => event.event === 'change' && event.data['recordId'] === recordId;
const quick = { ...defaultLimits, perToken: 100_000, perAddress: 100_000, eventLoopDelay: 60_000, heartbeat: 150 };

describe('live changes', () => {
  forEachServer((kind, servers) => {
    it('tell every listener of a change, with the number of its audit entry', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const [one, other] = [await listen(server, root), await listen(server, root)];
      const made = await root.client.call('users.create', { username: 'news', email: 'news@example.com' });
      for (const reader of [one, other]) {
        const event = await reader.next(changeOf(made.user.id));
        expect(event.data).toEqual({ table: 'users', recordId: made.user.id, action: 'users.create', sequence: Number(event.id) });
        reader.close();
      }
    });

    it('resume after the last one that was heard, without gap or repetition', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const first = await root.client.call('users.create', { username: 'first', email: 'first@example.com' });
      const heard = (await server.auditEntries()).find(({ recordId }) => recordId === first.user.id)!.sequence;
      const second = await root.client.call('users.create', { username: 'second', email: 'second@example.com' });
      const reader = await listen(server, root, heard);
      await reader.next(changeOf(second.user.id));
      expect(reader.received.map(({ data }) => data['recordId'])).toEqual([second.user.id]);
      reader.close();
    });

    it('who missed too much, or comes from before a restored backup, is told so once', async () => {
      const server = await servers.start({ limits: { ...quick, eventBuffer: 3 } });
      const root = await server.person('superadmin');
      for (let index = 0; index < 5; index += 1) await server.person('user');
      const head = (await server.auditEntries()).length;
      for (const lastSeen of [0, 1_000_000]) {
        const reader = await listen(server, root, lastSeen);
        expect(await reader.next(({ event }) => event === 'lost')).toMatchObject({ id: String(head) });
        expect(reader.received).toHaveLength(1);
        reader.close();
      }
    });

    it('are heard only by those who may read what changed', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const plain = await server.person('user');
      const reader = await server.person('user', { roles: ['business-contributor'] });
      const [asPlain, asReader] = [await listen(server, plain), await listen(server, reader)];
      const made = await root.client.call('users.create', { username: 'seen', email: 'seen@example.com' });
      const settings = await root.client.call('settings.get', {});
      await root.client.call('settings.update', { name: 'Renamed', version: settings.version });
      const own = await plain.client.call('tokens.create', { name: 'Mine', expiresAt: new Date(Date.now() + 60_000).toISOString() });
      await asReader.next(changeOf(made.user.id));
      await asPlain.next(changeOf(own.record.id));
      expect(asPlain.received.map(({ data }) => data['table'])).toEqual(['tokens']);
      expect(asReader.received.map(({ data }) => data['table'])).toEqual(['users']);
      asPlain.close();
      asReader.close();
    });

    it('U9, X5: a stream ends when its token does', async () => {
      const server = await servers.start({ limits: quick });
      const root = await server.person('superadmin');
      const leaving = await server.person('admin');
      const reader = await listen(server, leaving);
      await root.client.call('users.deactivate', { id: leaving.id, version: 1 });
      await reader.next(({ event }) => event === 'ended');
      await reader.ended;
    });

    it('show that they are alive while nothing changes, and end with the server', async () => {
      const server = await servers.start({ limits: quick });
      const reader = await listen(server, await server.person('superadmin'));
      await vi.waitFor(() => expect(reader.comments.length).toBeGreaterThan(1), { timeout: 10_000 });
      await server.close();
      await reader.ended;
    });

    it('the progress of a plan is told to those who may see plans, without an id', async () => {
      const server = await servers.start();
      const [root, plain] = [await server.person('superadmin'), await server.person('user')];
      const [asRoot, asPlain] = [await listen(server, root), await listen(server, plain)];
      server.foundation.feed.announce({ event: 'plan.progress', planId: 'plan-1', state: 'applying', phase: 'applying', done: 3, total: 9 });
      expect(await asRoot.next(({ event }) => event === 'plan.progress')).toEqual({ event: 'plan.progress', id: undefined, data: { planId: 'plan-1', state: 'applying', phase: 'applying', done: 3, total: 9 } });
      expect(asPlain.received).toEqual([]);
      asRoot.close();
      asPlain.close();
    });

    if (kind === 'postgres') {
      it('travel from one server process to another', async () => {
        const settings = await servers.settings();
        const [here, there] = [await servers.startOn(settings), await servers.startOn(settings)];
        const root = await here.person('superadmin');
        const reader = await listen(there, root);
        const made = await root.client.call('users.create', { username: 'far', email: 'far@example.com' });
        await reader.next(changeOf(made.user.id));
        here.foundation.feed.announce({ event: 'plan.progress', planId: 'plan-2', state: 'computing', phase: 'matching', done: 1, total: null });
        expect((await reader.next(({ event }) => event === 'plan.progress')).data['planId']).toBe('plan-2');
        reader.close();
      });

      it('U9: a token that ends in one process is refused at once by another', async () => {
        const settings = await servers.settings();
        const [here, there] = [await servers.startOn(settings), await servers.startOn(settings)];
        const [root, leaving] = [await here.person('superadmin'), await here.person('admin')];
        await there.clientOf(leaving.token).call('session.get', {});
        await root.client.call('users.deactivate', { id: leaving.id, version: 1 });
        await expect(there.clientOf(leaving.token).call('session.get', {})).rejects.toMatchObject({ code: 'not_signed_in' });
      });
    }

    it('need a token, and a Last-Event-ID that is a number', async () => {
      const server = await servers.start();
      expect((await server.fetch('/api/v1/events')).status).toBe(401);
      const { token } = await server.person('superadmin');
      expect((await server.fetch('/api/v1/events', { headers: { authorization: `Bearer ${token}`, 'last-event-id': 'x' } })).status).toBe(400);
    });
  });
});
