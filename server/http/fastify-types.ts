import type { OperationId } from '#shared/contract/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent, for comparing repeated requests. */
    bodyText?: string;
  }
  interface FastifyContextConfig {
    /** The operation that a route answers, for logs and metrics. */
    operationId?: OperationId;
  }
}
