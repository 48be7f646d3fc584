import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '#shared/client.ts';

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** The product's client against something that answers as told: what a network, a proxy or a foreign server may do. */
async function against(answer: RequestListener, timeout = 5_000): Promise<Client> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(server);
  return createClient(axios.create({ baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeout }));
}

async function read(client: Client): Promise<string[]> {
  const names: string[] = [];
  for await (const user of client.stream('users.export', {})) names.push(user.username);
  return names;
}

describe('the client', () => {
  it('takes a page of somebody else for no server of ours', async () => {
    const page = await against((_request, response) => response.end('<html>Welcome</html>'));
    await expect(page.call('server.info', {})).rejects.toMatchObject({ code: 'unreachable' });
    const proxy = await against((_request, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    await expect(proxy.call('server.info', {})).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a stream that was cut off is an error, wherever it was cut', async () => {
    const line = `${JSON.stringify({ username: 'jané' })}\n`;
    const end = `${JSON.stringify({ $end: { lines: 2 } })}\n`;
    const whole = Buffer.from(line + line + end);
    for (let bytes = 0; bytes < whole.length; bytes += 7) {
      const client = await against((_request, response) => response.end(whole.subarray(0, bytes)));
      await expect(read(client), `after ${bytes} bytes`).rejects.toMatchObject({ code: 'unreachable' });
    }
    expect(await read(await against((_request, response) => response.end(whole)))).toEqual(['jané', 'jané']);
    // In pieces of three bytes, which cut letters and lines.
    const inPieces = await against((_request, response) => {
      const send = (at: number): void => {
        if (at >= whole.length) return void response.end();
        response.write(whole.subarray(at, at + 3), () => send(at + 3));
      };
      send(0);
    });
    expect(await read(inPieces)).toEqual(['jané', 'jané']);
  });

  it('a connection that breaks in the middle of a stream, and an error that the server tells', async () => {
    const broken = await against((_request, response) => {
      response.write('{"username":"jane"}\n');
      setTimeout(() => response.destroy(), 50);
    });
    await expect(read(broken)).rejects.toMatchObject({ code: 'unreachable' });
    const told = await against((_request, response) => response.end('{"username":"jane"}\n{"$error":{"code":"storage_full","detail":"No space.","requestId":"r-12345678"}}\n'));
    await expect(read(told)).rejects.toMatchObject({ code: 'storage_full', message: 'No space.', problem: { requestId: 'r-12345678' } });
  });

  it('says whether it was cancelled, took too long, or reached nobody', async () => {
    const silent = await against(() => undefined, 200);
    await expect(silent.call('server.info', {})).rejects.toMatchObject({ code: 'timed_out' });
    const stop = new AbortController();
    const waiting = silent.call('server.info', {}, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    const nobody = createClient(axios.create({ baseURL: 'http://127.0.0.1:9' }));
    await expect(nobody.call('server.info', {})).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('sends each field where the table says, and a key with every POST', async () => {
    const seen: { method: string | undefined; url: string | undefined; ifMatch: string | undefined; key: unknown; body: string }[] = [];
    const client = await against((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, ifMatch: request.headers['if-match'], key: request.headers['idempotency-key'], body });
        response.end('{}');
      });
    });
    const id = '01990000-0000-7000-8000-000000000000';
    await client.call('users.update', { id, version: 3, jobTitle: 'Pilot' });
    await client.call('users.list', { platformRole: ['user', 'admin'], q: 'a&b', limit: 5 });
    await client.call('users.deactivate', { id, version: 4 }, { idempotencyKey: 'the-very-same-key' });
    await client.call('users.delete', { id, version: 5 });
    expect(seen).toEqual([
      { method: 'PATCH', url: `/api/v1/users/${id}`, ifMatch: '"3"', key: undefined, body: '{"jobTitle":"Pilot"}' },
      { method: 'GET', url: '/api/v1/users?platformRole=user&platformRole=admin&q=a%26b&limit=5', ifMatch: undefined, key: undefined, body: '' },
      { method: 'POST', url: `/api/v1/users/${id}/deactivate`, ifMatch: '"4"', key: 'the-very-same-key', body: '{}' },
      { method: 'DELETE', url: `/api/v1/users/${id}`, ifMatch: '"5"', key: undefined, body: '' },
    ]);
  });
});
