import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

/** A server that is not ours, for tests of what the console does with answers, lost answers and silence. */
export async function startTestServer(answer: (seen: Seen, response: ServerResponse, count: number) => void, secure?: ServerOptions) {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      answer(one, response, seen.length);
    });
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const port = (server.address() as AddressInfo).port;
  const stop = (): Promise<void> => new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
  onTestFinished(stop);
  return { seen, port, address: `http${secure === undefined ? '' : 's'}://127.0.0.1:${port}`, stop, restart: () => listen(port) };
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body));
}

export const someId = '01990000-0000-7000-8000-000000000001';

/** A session as `session.get` answers it. */
export const someSession = {
  user: { id: someId, username: 'anna', displayName: 'Anna', email: 'anna@example.com', locale: 'en', platformRole: 'superadmin', roles: [], hasPassword: true },
  grants: {},
  via: 'token',
  token: { id: someId, name: 'console', expiresAt: null },
  server: { product: 'quarterdeck', version: '1', apiVersion: 1, name: 'Test', deployment: 'enterprise', setupNeeded: false },
};
