import { AppError, errorTable, type ErrorCode, type FieldError, type Problem, type Reason } from './errors.ts';

/** The media type of every refusal (RFC 9457). */
export const problemMediaType = 'application/problem+json';

/** A refusal as it travels: the members of RFC 9457, and ours beside them. */
export type WireProblem = {
  type: string;
  title: string;
  status: number;
  detail: string;
} & Omit<Problem, 'message'>;

/** @param status the HTTP status of the answer. */
export function toWireProblem(problem: Problem, status: number): WireProblem {
  const { code, message, ...more } = problem;
  return { type: `urn:quarterdeck:error:${code}`, title: errorTable[code].title, status, detail: message, code, ...more };
}

/** Reads a refusal; undefined when the text is not one of ours. */
export function fromWireProblem(text: string): AppError | undefined {
  let wire: unknown;
  try {
    wire = JSON.parse(text);
  } catch {
    return undefined;
  }
  return problemOf(wire);
}

/** The refusal that a parsed document describes; undefined when it does not describe one of ours. */
export function problemOf(wire: unknown): AppError | undefined {
  if (typeof wire !== 'object' || wire === null || !('code' in wire) || typeof wire.code !== 'string') return undefined;
  if (!Object.hasOwn(errorTable, wire.code)) return undefined;
  const { code, detail, reason, details, errors, requestId, current } = wire as Partial<WireProblem> & { code: ErrorCode };
  return new AppError(code, typeof detail === 'string' ? detail : errorTable[code].title, {
    ...(typeof reason === 'string' ? { reason: reason as Reason } : {}),
    ...(typeof details === 'object' && details !== null ? { details } : {}),
    ...(Array.isArray(errors) ? { errors: errors as FieldError[] } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(current === undefined ? {} : { current }),
  });
}
