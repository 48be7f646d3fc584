import type { FastifyInstance } from 'fastify';
import { AppError } from '#shared/errors.ts';
import { apiBase } from '#shared/wire.ts';
import { createChanges } from '../domains/audit/changes.ts';
import type { Authentication } from '../domains/session/authenticate.ts';
import type { Foundation } from '../foundation.ts';
import { authenticateRequest } from './caller.ts';
import { runEventStream } from './event-stream.ts';
import type { Limits } from './limits.ts';
import { overloaded, type Metrics } from './metrics.ts';

export const eventsPath = `${apiBase}/events`;

/** `GET /api/v1/events`: live changes, resumable by `Last-Event-ID`, which is a number of the audit log (api.md). */
export function registerEvents(app: FastifyInstance, foundation: Foundation, { authentication, limits, metrics, stopping }: { authentication: Authentication; limits: Limits; metrics: Metrics; stopping: AbortSignal }): void {
  const changes = createChanges(foundation);
  let open = 0;
  app.get(eventsPath, async (request, reply) => {
    const principal = await authenticateRequest(request, authentication);
    const lastSeen = lastEventId(request.headers['last-event-id']);
    if (open >= limits.eventStreams) throw overloaded();
    open += 1;
    metrics.eventStreams.set(open);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    // Proxies must neither keep nor gather what is sent.
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
    await runEventStream({
      response: reply.raw,
      principal,
      feed: foundation.feed,
      changes,
      lastSeen,
      buffer: limits.eventBuffer,
      heartbeat: limits.heartbeat,
      renew: () => authenticateRequest(request, authentication).catch((error: unknown) => (error instanceof AppError && error.code === 'not_signed_in' ? undefined : Promise.reject(error))),
      signal: stopping,
    })
      .catch((error: unknown) => {
        request.log.error({ err: error }, 'event stream failed');
        reply.raw.destroy();
      })
      .finally(() => {
        open -= 1;
        metrics.eventStreams.set(open);
      });
  });
}

function lastEventId(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header);
  throw new AppError('invalid_input', 'Last-Event-ID must be the id of an event.', { errors: [{ path: 'Last-Event-ID', message: 'Not the id of an event' }] });
}
