import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { operationIds, operations, type OperationId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError } from '#shared/errors.ts';
import { problemMediaType } from '#shared/problem.ts';
import { apiBase } from '#shared/wire.ts';
import type { Authentication } from '../domains/session/authenticate.ts';
import { openCall } from './caller.ts';
import type { Cursors } from './cursors.ts';
import type { Call, Handlers, PublicCall } from './handlers.ts';
import { checkedIdempotencyKey, type Idempotency } from './idempotency.ts';
import { createInputReader, type InputReader } from './input.ts';
import type { Limits } from './limits.ts';
import { createOutputWriter, type OutputMode, type OutputWriter } from './output.ts';
import { createVersionReader, type VersionReader } from './preconditions.ts';
import { problemDocument, toRefusal, type Refusal } from './problems.ts';
import type { StoredAnswer } from './sealed-answers.ts';
import { sendLines } from './streams.ts';

/** What every route needs. */
export type RouteContext = {
  authentication: Authentication;
  cursors: Cursors;
  idempotency: Idempotency;
  limits: Limits;
  outputMode: OutputMode;
};

type Input = Record<string, unknown>;
type AnyHandler = (call: Call | PublicCall, input: Input) => Promise<unknown> | AsyncIterable<unknown>;

type Route = {
  operation: Operation & { id: OperationId };
  handle: AnyHandler;
  readInput: InputReader;
  write: OutputWriter;
  readVersion: VersionReader | undefined;
};

/** Where an operation is found: the path of the table with Fastify's names for parameters. */
export const routePath = (path: string): string => apiBase + path.replace(/\{(\w+)\}/g, ':$1');

/** Makes a route of every row of the operations table. */
export function registerOperations(app: FastifyInstance, handlers: Handlers<OperationId>, context: RouteContext): void {
  for (const id of operationIds) {
    const operation: Operation & { id: OperationId } = { ...(operations[id] as Operation), id };
    const route: Route = {
      operation,
      // The table pairs each handler with its input; past the validation TypeScript cannot follow that pairing.
      handle: handlers[id] as unknown as AnyHandler,
      readInput: createInputReader(operation),
      write: createOutputWriter(operation.output, context.outputMode),
      readVersion: createVersionReader(operation.output),
    };
    app.route({
      method: operation.method,
      url: routePath(operation.path),
      bodyLimit: operation.bodyLimit ?? context.limits.body,
      config: { operationId: id },
      handler: (request, reply) => answer(route, context, request, reply),
    });
  }
}

async function answer(route: Route, context: RouteContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { operation } = route;
  const gone = new AbortController();
  // Whoever reads and goes away is done; a write goes on, so that the same key finds its answer later.
  if (operation.method === 'GET') reply.raw.once('close', () => abortUnlessAnswered(reply, gone));
  const call = await openCall(request, operation, context.authentication, gone.signal);
  const input = openCursor(route, context, route.readInput(request));
  if (operation.stream) {
    const source = (await route.handle(call, input)) as AsyncIterable<unknown>;
    return sendLines(reply, source, route.write, (error) => request.log.error({ err: error, operation: operation.id }, 'stream failed'));
  }
  const run = (): Promise<StoredAnswer> => runHandler(route, context, call, input, request);
  const key = operation.method === 'POST' && !operation.keyless ? checkedIdempotencyKey(request.headers['idempotency-key']) : undefined;
  const work = key === undefined ? run() : runWithKey(route, context, call, request, key, reply, run);
  return send(reply, await within(context.limits.answer, work, () => gone.abort()), context);
}

/** A connection also closes, or is given back, after an answer that was sent whole. */
function abortUnlessAnswered(reply: FastifyReply, gone: AbortController): void {
  if (!reply.raw.writableFinished) gone.abort(new AppError('cancelled', 'The caller has gone away.'));
}

async function runWithKey(route: Route, { idempotency }: RouteContext, call: Call | PublicCall, request: FastifyRequest, key: string, reply: FastifyReply, run: () => Promise<StoredAnswer>): Promise<StoredAnswer> {
  const { answer: stored, replayed } = await idempotency.runOnce(
    {
      owner: call.actor.id ?? 'public',
      key,
      operationId: route.operation.id,
      requestId: request.id,
      content: [request.url, request.headers['if-match'] ?? '', request.bodyText ?? ''].join('\n'),
      signal: call.signal,
    },
    run,
  );
  if (replayed) reply.header('idempotency-replayed', 'true');
  return stored;
}

/** The answer of a handler, or its refusal: both are answers. */
async function runHandler(route: Route, context: RouteContext, call: Call | PublicCall, input: Input, request: FastifyRequest): Promise<StoredAnswer> {
  try {
    const output = await route.handle(call, input);
    const version = route.readVersion?.(output);
    const document = sealCursor(route, context, input, route.write(output));
    return { status: 200, body: JSON.stringify(document), etag: version === undefined ? null : `"${version}"` };
  } catch (error) {
    return refusalAnswer(toRefusal(error), request);
  }
}

function refusalAnswer(refusal: Refusal, request: FastifyRequest): StoredAnswer {
  const { error, status } = refusal;
  if (status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, 'request failed');
  return { status, body: JSON.stringify(problemDocument(refusal, request.id)), etag: null };
}

function send(reply: FastifyReply, { status, body, etag }: StoredAnswer, { limits }: RouteContext): FastifyReply {
  reply.code(status).header('cache-control', 'no-store');
  if (etag !== null) reply.header('etag', etag);
  if (status === 429 || status === 503) reply.header('retry-after', String(limits.retryAfter));
  return reply.type(status < 400 ? 'application/json; charset=utf-8' : problemMediaType).send(body);
}

function openCursor({ operation }: Route, { cursors }: RouteContext, input: Input): Input {
  const { cursor } = input;
  return typeof cursor === 'string' ? { ...input, cursor: cursors.open(operation.id, input, cursor) } : input;
}

function sealCursor({ operation }: Route, { cursors }: RouteContext, input: Input, document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !('nextCursor' in document) || typeof document.nextCursor !== 'string') return document;
  return { ...document, nextCursor: cursors.seal(operation.id, input, document.nextCursor) };
}

/** Whoever waits for too long hears so; the work itself may still end, and its answer is kept under its key. */
async function within<Result>(milliseconds: number, work: Promise<Result>, onTimeout: () => void): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onTimeout();
      reject(new AppError('unavailable', 'This took too long. Ask again, with the same Idempotency-Key if it was a change.'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
