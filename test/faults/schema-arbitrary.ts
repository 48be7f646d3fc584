import fc, { type Arbitrary } from 'fast-check';
import type { z } from 'zod';

/** Texts that really exist on the server, so that requests find something: ids, hashes. */
export type Known = { ids: readonly string[]; hashes: readonly string[] };

type Definition = {
  type: string;
  checks?: { _zod: { def: { check: string; minimum?: number; maximum?: number; value?: number; inclusive?: boolean; format?: string; pattern?: RegExp } } }[];
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  entries?: Record<string, string>;
  values?: unknown[];
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  items?: z.ZodType[];
  rest?: z.ZodType | null;
  in?: z.ZodType;
};

const idPattern = /^01990000-0000-7000-8000-[0-9a-f]{12}$/;

/** Values of which most fit a schema: refinements and transformations are left to chance. */
export function arbitraryOf(schema: z.ZodType, known: Known): Arbitrary<unknown> {
  const definition = schema.def as Definition;
  const inner = (one: z.ZodType): Arbitrary<unknown> => arbitraryOf(one, known);
  switch (definition.type) {
    case 'string':
      return textOf(definition, known);
    case 'number':
      return numberOf(definition);
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries ?? {}));
    case 'literal':
      return fc.constantFrom(...(definition.values ?? []));
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { least, most } = lengthsOf(definition, 4);
      return fc.array(inner(definition.element!), { minLength: least, maxLength: Math.max(least, Math.min(most, least + 4)) });
    }
    case 'tuple':
      return fc.tuple(...(definition.items ?? []).map(inner), definition.rest ? fc.array(inner(definition.rest), { maxLength: 5 }) : fc.constant([])).map((all) => [...all.slice(0, -1), ...(all.at(-1) as unknown[])]);
    case 'object':
      return objectOf(definition.shape ?? {}, inner);
    case 'record':
      return fc.dictionary(inner(definition.keyType!) as Arbitrary<string>, inner(definition.valueType!), { maxKeys: 3 });
    case 'union':
      return fc.oneof(...(definition.options ?? []).map(inner));
    case 'nullable':
      return fc.option(inner(definition.innerType!), { freq: 4 });
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return inner(definition.innerType!);
    case 'pipe':
      return inner(definition.in!);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(shape: Record<string, z.ZodType>, inner: (schema: z.ZodType) => Arbitrary<unknown>): Arbitrary<unknown> {
  const mayBeMissing = (schema: z.ZodType): boolean => ['optional', 'default', 'prefault'].includes(schema.def.type);
  const fields = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, inner(schema)]));
  return fc.record(fields, { requiredKeys: Object.keys(shape).filter((key) => !mayBeMissing(shape[key]!)) });
}

function lengthsOf({ checks = [] }: Definition, usual: number): { least: number; most: number } {
  const found = checks.map((check) => check._zod.def);
  return {
    least: Math.max(0, ...found.filter(({ check }) => check === 'min_length').map(({ minimum = 0 }) => minimum)),
    most: Math.min(1_000_000, ...found.filter(({ check }) => check === 'max_length').map(({ maximum = usual }) => maximum)),
  };
}

function textOf(definition: Definition, known: Known): Arbitrary<unknown> {
  const { least, most } = lengthsOf(definition, 50);
  const pattern = definition.checks?.map((check) => check._zod.def).find(({ check }) => check === 'string_format')?.pattern;
  if (pattern?.source.startsWith('^[0-9a-f]{8}-')) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.ids) }, fc.stringMatching(idPattern));
  if (pattern?.source === '^[0-9a-f]{64}$') return fc.oneof(fc.constantFrom(...known.hashes), fc.stringMatching(/^[0-9a-f]{64}$/));
  if (pattern?.source.includes('T\\d{2}')) return fc.integer({ min: 0, max: 400 * 86_400_000 }).map((from) => new Date(Date.now() + from).toISOString());
  if (pattern) return fc.stringMatching(new RegExp(pattern.source.replace(/\{0,62\}/, '{0,12}')));
  const maxLength = Math.min(most, Math.max(least, 60));
  const word = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz.0123456789')), minLength: Math.max(least, 1), maxLength: Math.max(maxLength, 1) });
  const address = fc.tuple(word, fc.constantFrom('example.org', 'exämple.org')).map(([name, host]) => `${name.slice(0, 40)}@${host}`.slice(0, Math.max(most, 1)));
  return fc.oneof({ weight: 4, arbitrary: word }, { weight: 2, arbitrary: address }, fc.string({ unit: 'grapheme', minLength: least, maxLength }), fc.string({ unit: 'binary', minLength: least, maxLength }));
}

function numberOf({ checks = [] }: Definition): Arbitrary<number> {
  const found = checks.map((check) => check._zod.def);
  const min = Math.max(-1_000, ...found.filter(({ check }) => check === 'greater_than').map(({ value = 0 }) => value));
  const max = Math.min(2_147_483_647, ...found.filter(({ check }) => check === 'less_than').map(({ value = 0 }) => value));
  return fc.oneof({ weight: 3, arbitrary: fc.integer({ min, max: Math.min(max, min + 20) }) }, fc.integer({ min, max }));
}

/** What nobody sends by mistake. */
const hostile: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('', '\u0000', 'a\u0000b', '\ud800', 'x\udc00y', null, true, -1, 0, 1.5, 1e308, -0, Number.MAX_SAFE_INTEGER + 1, [], {}, [[]], '../../etc/passwd', "'; drop table users; --", '%', '_', '\\', '\u202e', 'İ', 'ß'.repeat(200), '9'.repeat(400), 'A'.repeat(40_000)),
  fc.constant(Array.from({ length: 200 }).reduce<unknown>((nested) => [nested], 1)),
  fc.jsonValue({ maxDepth: 3 }),
);

const strangeKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'version', 'id', '', ' ', '\u0000', 'a'.repeat(1_000)];

/** Values that fit but for one thing: a field that is wrong, missing, or nobody's. */
export function nearlyOf(fitting: Arbitrary<unknown>): Arbitrary<Record<string, unknown>> {
  return fc.tuple(fitting, fc.nat(), hostile, fc.constantFrom('replace', 'remove', 'add'), fc.constantFrom(...strangeKeys)).map(([value, place, evil, how, strange]) => {
    const entries = Object.entries(value as Record<string, unknown>);
    const at = entries.length === 0 ? 0 : place % entries.length;
    if (how === 'replace' && entries.length > 0) entries[at] = [entries[at]![0], deepReplace(entries[at]![1], evil, place)];
    else if (how === 'remove') entries.splice(at, 1);
    else entries.push([strange, evil]);
    return Object.fromEntries(entries);
  });
}

/** Puts the evil value somewhere inside of a value, or in its place. */
function deepReplace(value: unknown, evil: unknown, place: number): unknown {
  if (typeof value !== 'object' || value === null || place % 3 === 0) return evil;
  const entries = Object.entries(value);
  if (entries.length === 0) return evil;
  const [key] = entries[place % entries.length]!;
  if (Array.isArray(value)) return (value as unknown[]).map((one, index) => (String(index) === key ? deepReplace(one, evil, Math.floor(place / 7)) : one));
  return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? deepReplace(one, evil, Math.floor(place / 7)) : one]));
}
