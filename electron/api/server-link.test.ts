import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionStatus } from '#shared/ipc.ts';
import { openServerLink, type Credential } from './server-link.ts';
import { answerJson, someId, someSession, startTestServer, type Seen } from '../../test/support/remote-server.ts';
import { createTransport } from './transport.ts';

/** A busy machine is slow to start processes and to run timers. */
const patience = { timeout: 20_000 };

const change = (sequence: number): string => `id: ${sequence}\nevent: change\ndata: ${JSON.stringify({ table: 'users', recordId: someId, action: 'users.update', sequence })}\n\n`;

/** A server that knows one token and tells changes; `streams` are the open event streams. */
async function startServer() {
  const streams: ServerResponse[] = [];
  const resumedFrom: (string | undefined)[] = [];
  let accepts = 'qd_good';
  const server = await startTestServer((seen: Seen, response) => {
    if (seen.headers.authorization !== `Bearer ${accepts}`) return answerJson(response, { code: 'not_signed_in', detail: 'No' }, 401);
    if (seen.url !== '/api/v1/events') return answerJson(response, someSession);
    resumedFrom.push(seen.headers['last-event-id'] as string | undefined);
    streams.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    response.write(': hello\n\n');
  });
  return { ...server, streams, resumedFrom, accept: (token: string) => (accepts = token) };
}

function open(address: string, credential: Partial<Credential> = {}) {
  let token: string | null = 'qd_good';
  const statuses: ConnectionStatus[] = [];
  const changes: number[] = [];
  let lost = 0;
  const own: Credential = { token: () => token, obtain: () => Promise.resolve(token), refused: () => (token = null), ...credential };
  const http = createTransport({ address: () => address, token: own.token, authority: null, resolveProxy: () => Promise.resolve('DIRECT'), userAgent: 'test' });
  const link = openServerLink({ connectionId: 'c', http, credential: own, clock: () => new Date(), onStatus: (status) => statuses.push(status), onChange: ({ sequence }) => changes.push(sequence), onChangesLost: () => (lost += 1), pauses: [30, 60] });
  onTestFinished(() => link.close());
  return { link, statuses, changes, states: () => statuses.map(({ state }) => state), lost: () => lost, setToken: (next: string | null) => (token = next) };
}

describe('the link to a server', () => {
  it('C5: goes offline and comes back by itself, and says since when', async () => {
    const server = await startServer();
    const { link, states, statuses } = open(server.address);
    await expect.poll(states, patience).toEqual(['online']);
    await server.stop();
    await expect.poll(states, patience).toEqual(['online', 'offline']);
    const since = link.status().since;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(link.status()).toMatchObject({ state: 'offline', since, error: { code: 'unreachable' } });
    await server.restart();
    await expect.poll(states, patience).toEqual(['online', 'offline', 'online']);
    expect(statuses.at(-1)!.error).toBeUndefined();
  });

  it('C6: tells changes and goes on from the last one after an interruption', async () => {
    const server = await startServer();
    const { changes, lost } = open(server.address);
    await expect.poll(() => server.streams.length, patience).toBe(1);
    server.streams[0]!.write(change(7));
    await expect.poll(() => changes, patience).toEqual([7]);
    server.streams[0]!.destroy();
    await expect.poll(() => server.streams.length, patience).toBe(2);
    server.streams[1]!.write(change(8).slice(0, 20));
    server.streams[1]!.write(change(8).slice(20));
    await expect.poll(() => changes, patience).toEqual([7, 8]);
    expect(server.resumedFrom).toEqual([undefined, '7']);
    await server.stop();
    await server.restart();
    await expect.poll(() => server.resumedFrom.at(-1), patience).toBe('8');
    expect(lost()).toBe(0);
  });

  it('C6: says that changes were lost when they cannot be told any more', async () => {
    const server = await startServer();
    const { lost } = open(server.address);
    await expect.poll(() => server.streams.length, patience).toBe(1);
    server.streams[0]!.write('event: lost\ndata: {}\n\n');
    await expect.poll(lost, patience).toBe(1);
    await server.stop();
    await server.restart();
    await expect.poll(lost, patience).toBe(2);
  });

  it('C3: a token that is not accepted signs out; a new one signs in', async () => {
    const server = await startServer();
    const { link, states, setToken } = open(server.address);
    await expect.poll(states, patience).toEqual(['online']);
    server.accept('qd_other');
    await expect(link.call('session.get', {})).rejects.toMatchObject({ code: 'not_signed_in' });
    await expect.poll(states, patience).toEqual(['online', 'signed_out']);
    setToken('qd_other');
    expect((await link.retry()).state).toBe('online');
  });

  it('C5: a call that fails is noticed at once', async () => {
    const server = await startServer();
    const { link, states } = open(server.address);
    await link.settled(5_000);
    await server.stop();
    await expect(link.call('session.get', {})).rejects.toMatchObject({ code: 'unreachable' });
    await expect.poll(states, patience).toEqual(['online', 'offline']);
  });
});
