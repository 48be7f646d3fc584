import type { z } from 'zod';
import type { Requirement } from '../permissions.ts';
import type { Reason } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** What a write leaves in the audit log: its actions, or why it leaves none. */
export type Audit = readonly [string, ...string[]] | { none: string };

/**
 * One row of the operations table (api.md): everything about an operation that is not its behaviour.
 * `input` is one flat object. Fields named in `path` travel in it; for GET and DELETE the others are the query,
 * else the JSON body. With `ifMatch`, `version` travels as `If-Match`. A `stream` answers one JSON document a line.
 */
export type Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> = {
  id: string;
  method: Method;
  path: `/${string}`;
  permission: Requirement;
  summary: string;
  input: Input;
  output: Output;
  reasons: readonly Reason[];
  audit: Audit;
  ifMatch?: true;
  stream?: true;
  /** Doing it twice is doing it once: its answer is not kept under a key, so it never waits for another write. */
  keyless?: true;
  /** Largest body in bytes, when not the usual one megabyte. */
  bodyLimit?: number;
};

/** Declares a row; keeps the literal types, so that handlers and clients are typed from it. */
export const operation = <const Row extends Operation>(row: Row): Row => row;

export const readOnly: Audit = { none: 'reads only' };

/** Names of the path parameters, in order. */
export const pathParameters = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
