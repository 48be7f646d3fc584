import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AppError } from '#shared/errors.ts';
import type { Authentication } from '../domains/session/authenticate.ts';
import type { Foundation } from '../foundation.ts';
import { authenticateRequest, authorize } from './caller.ts';

export type Metrics = {
  readonly registry: Registry;
  /** Open streams of events. */
  readonly eventStreams: Gauge;
};

/** Measures every request, and says so at `/metrics` (Prometheus). */
export function registerMetrics(app: FastifyInstance, { database }: Foundation, authentication: Authentication): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: 'quarterdeck_request_duration_seconds',
    help: 'Time until an answer was sent, by operation and status.',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const exports = new Counter({ name: 'quarterdeck_exports_total', help: 'Streams of records that were begun, by operation.', labelNames: ['operation'], registers });
  registerGauge(registers, 'quarterdeck_database_waiting', 'Callers that wait for the database.', () => database.waiting());
  registerGauge(registers, 'quarterdeck_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  registerGauge(registers, 'quarterdeck_event_loop_delay_seconds', 'Delay of the event loop.', () => app.memoryUsage().eventLoopDelay / 1_000);
  const eventStreams = new Gauge({ name: 'quarterdeck_event_streams', help: 'Open streams of events.', registers });

  app.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    const operation = request.routeOptions.config.operationId ?? 'other';
    duration.observe({ operation, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (reply.getHeader('content-type') === 'application/x-ndjson') exports.inc({ operation });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLoopback(request.socket.remoteAddress)) authorize(await authenticateRequest(request, authentication), 'logs:reader');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return { registry, eventStreams };
}

function registerGauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

/**
 * Metrics are for the machine itself without more ado, and for others with a token that may read the logs. Asked of
 * the connection, not of a header that anyone can send.
 */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

/** Refused before it costs anything. */
export const overloaded = (): AppError => new AppError('unavailable', 'The server has too much to do. Try again in a moment.', { reason: 'overloaded' });
