import { storableText } from './storable-text.ts';

/** What a statement's parameter is once both databases understand it. */
export type StoredValue = null | number | bigint | string | Uint8Array;

/**
 * One conversion for both databases, so that a store writes the same values to either:
 * booleans as 1 and 0 (PostgreSQL accepts them for `boolean` and for integer columns), dates as ISO 8601 in UTC,
 * `undefined` as null, text made storable.
 *
 * @throws TypeError for anything else: objects are turned into JSON by the store that knows the column.
 */
export function toStoredValue(value: unknown): StoredValue {
  switch (typeof value) {
    case 'string':
      return storableText(value);
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
    default:
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return value;
      throw new TypeError(`A ${typeof value} cannot be a parameter of a statement.`);
  }
}
