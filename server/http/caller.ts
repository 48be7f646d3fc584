import type { FastifyRequest } from 'fastify';
import { uuidv7 } from '../identifiers.ts';
import type { Actor, Client, Principal } from '../actor.ts';
import type { OperationId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError } from '#shared/errors.ts';
import { permits, type Requirement } from '#shared/permissions.ts';
import type { Authentication } from '../domains/session/authenticate.ts';
import type { Call, PublicCall } from './handlers.ts';

const requestIdShape = /^[A-Za-z0-9._:-]{8,64}$/;

/** The caller's own request id when it is well formed, so that both sides' logs can be laid side by side; else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && requestIdShape.test(header) ? header : uuidv7(new Date());
}

/** A2: the program that calls, from the first product of `User-Agent` (RFC 9110), and from where. */
export function clientOf(request: FastifyRequest): Client {
  const [, name = 'unknown', version = ''] = /^([\w!#$%&'*+.^`|~-]{1,60})(?:\/([\w!#$%&'*+.^`|~-]{1,40}))?/.exec(request.headers['user-agent'] ?? '') ?? [];
  return { name, version, address: request.ip };
}

/** The token of an `Authorization: Bearer` header; undefined without one. */
export function bearerToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i.exec(header.trim())?.[1];
}

/** Who a request comes from: the one place where a credential becomes a principal. @throws AppError `not_signed_in` */
export async function authenticateRequest(request: FastifyRequest, authentication: Authentication): Promise<Principal> {
  const token = bearerToken(request.headers.authorization);
  const principal = token === undefined ? undefined : await authentication.authenticate({ token, requestId: request.id, client: clientOf(request) });
  if (!principal) throw new AppError('not_signed_in', 'Sign in: this request carries no token, or one that is not valid any more.');
  return principal;
}

/** R4, R15: the one function that decides whether somebody may call something. @throws AppError `not_allowed` */
export function authorize(principal: Principal, requirement: Exclude<Requirement, 'public'>): void {
  if (requirement === 'self' || permits(principal.actor.grants, requirement)) return;
  throw new AppError('not_allowed', `This needs the permission ${requirement}.`, { details: { permission: requirement } });
}

const nobody = (request: FastifyRequest, client: Client): Actor => ({
  id: null,
  name: '',
  email: '',
  platformRole: 'deactivated',
  grants: {},
  source: 'user',
  sourceReference: null,
  requestId: request.id,
  client,
});

/** Opens the call of an operation: authenticated and permitted, or public and by nobody. */
export async function openCall(request: FastifyRequest, operation: Operation & { id: OperationId }, authentication: Authentication, signal: AbortSignal): Promise<Call | PublicCall> {
  const client = clientOf(request);
  if (operation.permission === 'public') return { principal: null, actor: nobody(request, client), requestId: request.id, client, signal };
  const principal = await authenticateRequest(request, authentication);
  authorize(principal, operation.permission);
  return { principal, actor: principal.actor, requestId: request.id, client, signal };
}
