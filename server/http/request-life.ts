import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { operationIds, operations } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { problemMediaType, toWireProblem } from '#shared/problem.ts';
import { apiBase } from '#shared/wire.ts';
import { uuidv7 } from '../identifiers.ts';
import './fastify-types.ts';
import type { Limits } from './limits.ts';
import { sendProblem, toRefusal } from './problems.ts';

/** JSON is the only kind of body; its text is kept, because repeated requests are compared by it. */
export function parseBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string;
    request.bodyText = text;
    if (text === '') done(null, undefined);
    else void parse(request, text, done);
  });
}

/** Every refusal is a problem document, also those that no handler made; every answer names its request. */
export function answerProblems(app: FastifyInstance, limits: Limits): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, toRefusal(error), limits.retryAfter));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url.split('?', 1)[0] ?? '');
    if (allowed.length === 0) return sendProblem(request, reply, { error: new AppError('not_found', 'There is nothing at this address.'), status: 404 }, limits.retryAfter);
    reply.header('allow', allowed.join(', '));
    return sendProblem(request, reply, { error: new AppError('not_found', `This address knows ${allowed.join(', ')} only.`), status: 405 }, limits.retryAfter);
  });
}

const patterns = operationIds.map((id) => {
  const { method, path }: Operation = operations[id];
  return { method, pattern: new RegExp(`^${apiBase}${path.replace(/\{\w+\}/g, '[^/]+')}$`) };
});

/** The methods of the operations at a path. */
function methodsAt(path: string): string[] {
  return [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
}

/** One line for each request: ids and numbers (A11). The path is the route's, for the real one may hold a secret. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.config.operationId ?? request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.info({ route: request.routeOptions.config.operationId ?? 'none' }, 'request aborted by the caller');
  });
}

/** Counts the requests under way, event streams aside, so that a shutdown can wait for them. */
export function countRequests(app: FastifyInstance): { ended: (atMost: number) => Promise<void> } {
  const underWay = new Set<string>();
  let onEmpty: (() => void) | undefined;
  app.addHook('onRequest', async (request, reply) => {
    underWay.add(request.id);
    reply.raw.once('close', () => {
      underWay.delete(request.id);
      if (underWay.size === 0) onEmpty?.();
    });
  });
  return {
    ended: async (atMost) => {
      if (underWay.size === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMost);
        onEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

const rawRefusals: Readonly<Record<string, { status: number; line: string; code: ErrorCode; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, line: 'Request Header Fields Too Large', code: 'too_large', message: 'The head of the request is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, line: 'Request Timeout', code: 'unavailable', message: 'The request did not arrive in time.' },
};

/** Answers what is not even HTTP, or came too slowly: there is no request object to answer through. */
export function refuseRaw(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const { status, line, code, message } = rawRefusals[error.code ?? ''] ?? { status: 400, line: 'Bad Request', code: 'invalid_input' as const, message: 'This is not a valid HTTP request.' };
  const body = JSON.stringify(toWireProblem({ code, message, requestId: uuidv7(new Date()) }, status));
  socket.end(`HTTP/1.1 ${status} ${line}\r\nconnection: close\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
