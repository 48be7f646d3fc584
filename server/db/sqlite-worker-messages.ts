import type { SqliteThread } from './sqlite-thread.ts';

/** What can be asked of a worker: the methods of a thread of connections, by name. */
export type ThreadMethod = keyof SqliteThread;

export type WorkerRequest = { id: number; method: ThreadMethod; parameters: readonly unknown[] };

/** Structured clone drops an error's own properties, and with them SQLite's code; so they travel by name. */
export type ErrorParts = { name: string; message: string; stack?: string; code?: unknown; errcode?: unknown; errstr?: unknown };

export type WorkerAnswer = { id: number; result: unknown } | { id: number; error: ErrorParts };

/** Takes an error apart for the way between threads. */
export function toErrorParts(error: unknown): ErrorParts {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  const { code, errcode, errstr } = error as Error & { code?: unknown; errcode?: unknown; errstr?: unknown };
  return { name, message, code, errcode, errstr, ...(stack === undefined ? {} : { stack }) };
}

/** Puts it together again on the other side. */
export function fromErrorParts({ message, stack, ...more }: ErrorParts): Error {
  const error = Object.assign(new Error(message), more);
  if (stack !== undefined) error.stack = stack;
  return error;
}
