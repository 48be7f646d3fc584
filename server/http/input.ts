import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { pathParameters, type Operation } from '#shared/contract/operation.ts';
import { AppError, type FieldError } from '#shared/errors.ts';
import { travelsInQuery } from '#shared/wire.ts';
import { versionFromIfMatch } from './preconditions.ts';
import { droppedKeys } from './unknown-keys.ts';

/** Reads an operation's input from a request: the opposite of `toWireRequest` in shared/wire.ts. */
export type InputReader = (request: FastifyRequest) => Record<string, unknown>;

type Coercion = (text: string) => unknown;

/**
 * Makes the reader of one operation. Path, query and `If-Match` bring text, which becomes what the schema wants;
 * the body brings JSON as it is.
 *
 * @throws AppError (the reader) `invalid_input` with every refused field by path, unknown keys among them;
 *   `precondition_required` without the version that the operation asks for.
 */
export function createInputReader(operation: Operation): InputReader {
  const shape = operation.input.shape as Record<string, z.ZodType>;
  const inPath = pathParameters(operation.path);
  const inQuery = travelsInQuery(operation) ? Object.keys(shape).filter((name) => !inPath.includes(name) && !(operation.ifMatch && name === 'version')) : [];
  const coercions = new Map([...inPath, ...inQuery].map((name) => [name, coercionOf(shape[name])]));

  return (request) => {
    const raw = travelsInQuery(operation) ? fromQuery(request.query as Record<string, string | string[]>, coercions) : fromBody(request.body, inPath, operation);
    for (const name of inPath) raw[name] = coercions.get(name)!((request.params as Record<string, string>)[name] ?? '');
    if (operation.ifMatch) raw['version'] = versionFromIfMatch(request.headers['if-match']);
    return validate(operation, raw);
  };
}

function validate(operation: Operation, raw: Record<string, unknown>): Record<string, unknown> {
  const result = operation.input.safeParse(raw);
  if (!result.success) throw invalidInput(result.error.issues.flatMap(toFieldErrors));
  const unknown = droppedKeys(raw, result.data);
  if (unknown.length > 0) throw invalidInput(unknown.map((path) => ({ path, message: 'Unknown field' })));
  return result.data;
}

function fromQuery(query: Record<string, string | string[]>, coercions: ReadonlyMap<string, Coercion>): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const coerce = coercions.get(name);
    // An array where one value is wanted stays one, and the schema refuses it.
    raw[name] = coerce === undefined ? value : Array.isArray(value) ? value.flatMap((one) => coerce(one)) : coerce(value);
  }
  return raw;
}

function fromBody(body: unknown, inPath: readonly string[], operation: Operation): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new AppError('invalid_input', 'The body must be a JSON object.');
  const elsewhere = [...inPath, ...(operation.ifMatch ? ['version'] : [])].filter((name) => Object.hasOwn(body, name));
  if (elsewhere.length > 0) throw invalidInput(elsewhere.map((path) => ({ path, message: 'Does not travel in the body' })));
  return { ...body };
}

/** What a text of the query or path becomes for a schema. What does not fit stays text, and the schema says so. */
function coercionOf(schema: z.ZodType | undefined): Coercion {
  const { type, element } = innermost(schema);
  switch (type) {
    case 'number':
      return (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);
    case 'boolean':
      return (text) => (text === 'true' ? true : text === 'false' ? false : text);
    case 'array': {
      const coerce = coercionOf(element);
      return (text) => [coerce(text)];
    }
    default:
      return (text) => text;
  }
}

type Definition = { type: string; innerType?: z.ZodType; element?: z.ZodType };

/** The definition inside of `optional`, `nullable`, `default` and `prefault`. */
function innermost(schema: z.ZodType | undefined): Definition {
  let definition = schema?.def as Definition | undefined;
  while (definition?.innerType) definition = definition.innerType.def as Definition;
  return definition ?? { type: 'string' };
}

/** Zod's messages say what is wrong and where, never the value itself: what was sent may be a secret. */
function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'Unknown field' }));
  return [{ path: path.join('.'), message: issue.message }];
}

/** A refusal that names every field in its message too, for whoever reads only that. */
export function invalidInput(errors: FieldError[]): AppError {
  const named = errors.slice(0, 5).map(({ path, message }) => `${path === '' ? 'input' : path}: ${message}`);
  const more = errors.length > named.length ? `; and ${errors.length - named.length} more` : '';
  return new AppError('invalid_input', `The input is not valid. ${named.join('; ')}${more}`, { errors: errors.slice(0, 100) });
}
