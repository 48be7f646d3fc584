import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, statusOf, type ErrorCode } from '#shared/errors.ts';
import { problemMediaType, toWireProblem, type WireProblem } from '#shared/problem.ts';
import { toDatabaseError } from '../db/database-errors.ts';

/** A refusal and the HTTP status it travels with. */
export type Refusal = { error: AppError; status: number };

/** Fastify's own refusals in our words. Their statuses are HTTP's, also where our table has no code of its own (405, 415). */
const frameworkRefusals: Readonly<Record<string, { code: ErrorCode; status: number; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'too_large', status: 413, message: 'The body is larger than this operation accepts.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'invalid_input', status: 415, message: 'The body must be application/json.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'invalid_input', status: 400, message: 'The body is not as long as Content-Length says.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'invalid_input', status: 400, message: 'The body is not valid JSON.' },
  FST_ERR_BAD_URL: { code: 'invalid_input', status: 400, message: 'The path is not a valid URL.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'invalid_input', status: 400, message: 'A part of the path is too long.' },
};

/** What the caller is told about an error. Whatever was not refused on purpose is `internal`, and reveals nothing. */
export function toRefusal(error: unknown): Refusal {
  const known = toDatabaseError(error);
  if (known instanceof AppError) return { error: known, status: statusOf(known.code) };
  const framework = error instanceof Error && 'code' in error ? frameworkRefusals[String(error.code)] : undefined;
  if (framework) return { error: new AppError(framework.code, framework.message, {}, { cause: error }), status: framework.status };
  if (error instanceof SyntaxError && 'statusCode' in error) return { error: new AppError('invalid_input', 'The body is not valid JSON.', {}, { cause: error }), status: 400 };
  return { error: new AppError('internal', 'Something went wrong on the server. The request id helps to find out what.', {}, { cause: error }), status: 500 };
}

/** The document of a refusal, with the request's id. */
export function problemDocument({ error, status }: Refusal, requestId: string): WireProblem {
  return toWireProblem({ ...error.problem, requestId }, status);
}

/** Answers with a problem document (RFC 9457), and logs what the caller is not told. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, retryAfter: number): FastifyReply {
  const { error, status } = refusal;
  if (status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, 'request failed');
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="quarterdeck"');
  if ((status === 503 || status === 429) && !reply.hasHeader('retry-after')) reply.header('retry-after', String(retryAfter));
  return reply.code(status).header('cache-control', 'no-store').type(problemMediaType).send(JSON.stringify(problemDocument(refusal, request.id)));
}
