import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#shared/errors.ts';
import { hashSecret } from '../domains/session/secrets.ts';
import type { Foundation } from '../foundation.ts';
import { bearerToken } from './caller.ts';
import type { Limits } from './limits.ts';
import { overloaded } from './metrics.ts';

/** Alive and ready are asked when things go badly: they are always answered. */
const alwaysAnswered = new Set(['/healthz', '/readyz', '/metrics']);

/** Refuses what would drown the server, before it costs anything (api.md, Limits). */
export async function registerProtection(app: FastifyInstance, { database }: Foundation, limits: Limits, isStopping: () => boolean): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelay,
    // A whole interval without a turn of the loop counts as endless delay: it must not be shorter than the limit.
    sampleInterval: limits.eventLoopDelay,
    pressureHandler: async (request) => {
      if (!alwaysAnswered.has(request.url)) throw overloaded();
    },
  });
  await app.register(rateLimit, { global: false });
  const byToken = app.createRateLimit({ max: limits.perToken, timeWindow: 60_000, keyGenerator: (request) => tokenKey(request.headers.authorization) });
  const byAddress = app.createRateLimit({ max: limits.perAddress, timeWindow: 60_000, keyGenerator: (request) => `address ${request.ip}` });

  app.addHook('onRequest', async (request, reply) => {
    if (alwaysAnswered.has(request.url)) return;
    if (isStopping()) {
      reply.header('connection', 'close');
      throw new AppError('unavailable', 'The server is shutting down.', { reason: 'shutting_down' });
    }
    if (database.waiting() > limits.databaseQueue) throw overloaded();
    for (const check of request.headers.authorization === undefined ? [byAddress] : [byAddress, byToken]) {
      const limit = await check(request);
      if (limit.isAllowed || !limit.isExceeded) continue;
      reply.header('retry-after', String(limit.ttlInSeconds));
      throw new AppError('rate_limited', 'Too many requests. Wait as long as Retry-After says.');
    }
  });
}

/** Counters are kept under a code of the token, not the token. */
const tokenKey = (authorization: string | undefined): string => `token ${hashSecret(bearerToken(authorization) ?? '')}`;
