import type { z } from 'zod';
import { droppedKeys } from './unknown-keys.ts';

/** Turns a handler's answer into what leaves the server. */
export type OutputWriter = (output: unknown) => unknown;

/**
 * `projected`: only the keys that the schema declares leave the server, values go as they are: fast, and nothing leaks.
 * `strict`: the answer must be exactly what the schema says, else it is a defect; every test runs so.
 */
export type OutputMode = 'projected' | 'strict';

/** Makes the writer for one operation's answers. */
export function createOutputWriter(schema: z.ZodType, mode: OutputMode): OutputWriter {
  if (mode === 'projected') return projection(schema);
  return (output) => {
    const parsed: unknown = schema.parse(output);
    const unknown = droppedKeys(output, parsed);
    if (unknown.length > 0) throw new Error(`The answer has keys that the contract does not know: ${unknown.join(', ')}`);
    return parsed;
  };
}

type Definition = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  options?: z.ZodType[];
  discriminator?: string;
  valueType?: z.ZodType;
  items?: z.ZodType[];
  rest?: z.ZodType | null;
  in?: z.ZodType;
};

const identity: OutputWriter = (value) => value;

/** Copies the declared keys, at every depth; compiled once per schema. */
function projection(schema: z.ZodType): OutputWriter {
  const definition = schema.def as Definition;
  switch (definition.type) {
    case 'object':
      return projectObject(definition.shape ?? {});
    case 'array':
      return projectEach(projection(definition.element!));
    case 'record':
      return projectValues(projection(definition.valueType!));
    case 'tuple':
      return projectTuple((definition.items ?? []).map(projection), definition.rest ? projection(definition.rest) : identity);
    case 'union':
      return projectUnion(definition);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return absentOr(projection(definition.innerType!));
    case 'pipe':
      return projection(definition.in!);
    default:
      return identity;
  }
}

function absentOr(project: OutputWriter): OutputWriter {
  return project === identity ? identity : (value) => (value === null || value === undefined ? value : project(value));
}

function projectObject(shape: Record<string, z.ZodType>): OutputWriter {
  const fields = Object.entries(shape).map(([key, schema]) => [key, projection(schema)] as const);
  return (value) => {
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [key, project] of fields) {
      const inner = source[key];
      if (inner !== undefined) result[key] = project(inner);
    }
    return result;
  };
}

const projectEach = (project: OutputWriter): OutputWriter => (project === identity ? identity : (value) => (value as unknown[]).map(project));

const projectValues = (project: OutputWriter): OutputWriter =>
  project === identity ? identity : (value) => Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, project(inner)]));

const projectTuple = (items: OutputWriter[], rest: OutputWriter): OutputWriter => (value) => (value as unknown[]).map((inner, index) => (items[index] ?? rest)(inner));

/** By the discriminator where there is one; else the first option that the value satisfies. */
function projectUnion({ options = [], discriminator }: Definition): OutputWriter {
  const choices = options.map((option) => ({ option, project: projection(option) }));
  if (choices.every(({ project }) => project === identity)) return identity;
  const fits = (option: z.ZodType, value: unknown): boolean => {
    if (discriminator === undefined) return option.safeParse(value).success;
    const tag = (option.def as Definition).shape?.[discriminator];
    return tag?.safeParse((value as Record<string, unknown>)[discriminator]).success ?? false;
  };
  return (value) => {
    const choice = choices.find(({ option }) => fits(option, value));
    if (!choice) throw new Error('The answer is none of those that the contract knows.');
    return choice.project(value);
  };
}
