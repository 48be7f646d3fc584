import { pathParameters, type Operation } from './contract/operation.ts';

/** Everything of the API lies under this path. */
export const apiBase = '/api/v1';

/** Where an operation's input travels, besides the path. */
export const travelsInQuery = (operation: Operation): boolean => operation.method === 'GET' || operation.method === 'DELETE';

export type WireRequest = {
  method: Operation['method'];
  /** From `/api/v1` on, query included. */
  path: string;
  headers: Record<string, string>;
  /** JSON, or undefined for a request without a body. */
  body: string | undefined;
};

/** Spreads an operation's flat input over path, query, `If-Match` and body: the opposite of what the server does. */
export function toWireRequest(operation: Operation, input: Readonly<Record<string, unknown>>): WireRequest {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const headers: Record<string, string> = { accept: operation.stream ? 'application/x-ndjson' : 'application/json' };
  const take = (name: string): unknown => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  let path: string = apiBase + operation.path;
  for (const name of pathParameters(operation.path)) path = path.replace(`{${name}}`, encodeURIComponent(String(take(name))));
  if (operation.ifMatch && rest.has('version')) headers['if-match'] = `"${String(take('version'))}"`;
  if (travelsInQuery(operation)) {
    const query = toQuery(rest);
    return { method: operation.method, path: query === '' ? path : `${path}?${query}`, headers, body: undefined };
  }
  headers['content-type'] = 'application/json';
  return { method: operation.method, path, headers, body: JSON.stringify(Object.fromEntries(rest)) };
}

/** Lists travel as repeated keys. */
function toQuery(values: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of values) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) query.append(name, String(one));
  }
  return query.toString();
}

/**
 * A stream is one JSON document a line (`application/x-ndjson`). Its last line says how it ended: `{"$end":{"lines":3}}`,
 * or `{"$error":…}` with a problem. A stream without such a line was cut off.
 */
export type StreamEnd = { $end: { lines: number } } | { $error: unknown };
