import { AppError } from '#shared/errors.ts';

/** Bounds of what the page may send in one call. The corrections of a large file are far below. */
const mostCharacters = 2_000_000;
const mostValues = 2_000_000;
const deepest = 24;

const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * C15: what came from the page must be plain data of reasonable size before anything looks at it: no names that reach
 * prototypes, no maps, dates, buffers or other objects of the transport.
 * @throws AppError `invalid_input` or `too_large`
 */
export function assertPlain(input: unknown): void {
  let characters = 0;
  let values = 0;

  function visit(value: unknown, depth: number): void {
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (characters > mostCharacters || values > mostValues || depth > deepest) throw new AppError('too_large', 'The input is too large');
    if (typeof value === 'object' && value !== null) visitObject(value, depth);
    else if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') throw notPlain();
  }

  function visitObject(value: object, depth: number): void {
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) visit(item, depth + 1);
      return;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) throw notPlain();
    for (const name of Object.getOwnPropertyNames(value)) {
      if (forbiddenNames.has(name)) throw notPlain();
      characters += name.length;
      visit((value as Record<string, unknown>)[name], depth + 1);
    }
  }

  visit(input, 0);
}

const notPlain = (): AppError => new AppError('invalid_input', 'The input is not plain data');
