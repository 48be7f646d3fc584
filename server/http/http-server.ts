import type { Server } from 'node:http';
import helmet from '@fastify/helmet';
import Fastify, { LogController, type FastifyHttpOptions, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { OperationId } from '#shared/contract/index.ts';
import { apiBase } from '#shared/wire.ts';
import type { Authentication } from '../domains/session/authenticate.ts';
import type { PasswordLinks } from '../domains/session/password-links.service.ts';
import type { Foundation } from '../foundation.ts';
import { requestIdOf } from './caller.ts';
import { createCursors } from './cursors.ts';
import { createIdempotency } from './idempotency.ts';
import { registerEvents } from './events.ts';
import type { Handlers } from './handlers.ts';
import { registerHealth } from './health.ts';
import type { Limits } from './limits.ts';
import { registerMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { registerOperations } from './operation-routes.ts';
import type { OutputMode } from './output.ts';
import { registerPages } from './pages/pages.ts';
import { sendProblem, toRefusal } from './problems.ts';
import { registerProtection } from './protection.ts';
import { answerProblems, countRequests, logRequests, parseBodies, refuseRaw } from './request-life.ts';

export type HttpOptions = {
  foundation: Foundation;
  handlers: Handlers<OperationId>;
  authentication: Authentication;
  passwordLinks: PasswordLinks;
  limits: Limits;
  outputMode: OutputMode;
  /** Addresses or networks whose `X-Forwarded-For` is believed (X4); none by default. */
  trustedProxies: readonly string[];
};

export type HttpServer = {
  app: FastifyInstance;
  /** Refuses new requests, lets the present ones end within the limit, then closes. */
  close(): Promise<void>;
};

/** Builds the HTTP server around the handlers; it does not listen yet. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const { foundation, authentication, limits } = options;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const app = createApp(options);
  const underWay = countRequests(app);
  parseBodies(app);
  answerProblems(app, limits);
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } }, hsts: false });
  await registerProtection(app, foundation, limits, isStopping);
  logRequests(app);
  registerHealth(app, foundation, isStopping);
  const metrics = registerMetrics(app, foundation, authentication);
  const document = JSON.stringify(openApiDocument());
  app.get(`${apiBase}/openapi.json`, (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  registerEvents(app, foundation, { authentication, limits, metrics, stopping: stopping.signal });
  registerPages(app, options.passwordLinks);
  registerOperations(app, options.handlers, { authentication, limits, outputMode: options.outputMode, cursors: createCursors(foundation.signing.derivedKey('cursors')), idempotency: createIdempotency(foundation) });
  return {
    app,
    close: async () => {
      stopping.abort();
      await underWay.ended(limits.shutdown);
      // Whoever still holds a connection after that has had their time.
      app.server.closeAllConnections();
      await app.close();
      await authentication.settle();
    },
  };
}

function createApp({ foundation, limits, trustedProxies }: HttpOptions): FastifyInstance {
  const options: FastifyHttpOptions<Server> = {
    loggerInstance: foundation.log,
    // Our own line says less: Fastify's has the URL, and a URL may hold a one-time secret.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    bodyLimit: limits.body,
    requestTimeout: limits.receive,
    keepAliveTimeout: limits.keepAlive,
    http: { headersTimeout: limits.receiveHead, maxHeaderSize: 16_384, connectionsCheckingInterval: limits.receiveHead / 3 },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: refuseRaw,
    // What the router refuses has no route, and so no error handler of one.
    frameworkErrors: (error, request, reply) => void sendProblem(request as FastifyRequest, reply as FastifyReply, toRefusal(error), limits.retryAfter),
  };
  return Fastify(options);
}
