import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';

/** The same by the book: sort, then let the language write. */
function byTheBook(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byTheBook);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).filter(([, inner]) => inner !== undefined).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, byTheBook(inner)]));
}

function write(value: unknown): string {
  if (value instanceof Map) return `{${[...(value as Map<string, unknown>)].map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  return JSON.stringify(value);
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });

describe('the canonical form', () => {
  it('is what sorting keys and writing JSON gives, for any value', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === write(byTheBook(value))), { numRuns: 2_000 });
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which keys were set', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { z: 0, y: 0 }], c: 2 } })).toBe('{"a":{"c":2,"d":[1,{"y":0,"z":0}]},"b":1}');
    expect(canonicalJson({ 10: 'ten', 9: 'nine' })).toBe('{"10":"ten","9":"nine"}');
    expect(canonicalJson({ kept: null, left: undefined })).toBe('{"kept":null}');
  });

  it.each([[undefined], [() => 1], [Symbol('s')], [1n], [Number.NaN], [Infinity], [[undefined]]])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
