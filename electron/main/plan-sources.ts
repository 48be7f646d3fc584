import { z } from 'zod';
import { delimiters, fileEncodings, type FileSettings } from '#shared/file-inspection.ts';
import { peopleFields } from '#shared/people-file.ts';
import { maximumSheetColumns } from '../files/limits.ts';
import type { JsonFile } from '../api/json-file.ts';

const lineNumber = z.number().int().min(1);
const choices = {
  headerRow: z.boolean(),
  mapping: z.array(z.enum(peopleFields).nullable()).max(maximumSheetColumns),
  skipBlankRows: z.boolean(),
  skipDuplicateRows: z.boolean(),
  repairMojibake: z.boolean(),
  realign: z.array(z.object({ line: lineNumber, column: z.number().int().min(0), by: z.number().int() })).max(100_000),
  setAsideLines: z.array(lineNumber).max(1_000_000),
};

/** How a file is read, as it comes from the page and as it is kept with a plan. */
export const fileSettings = z.discriminatedUnion('format', [
  z.object({ format: z.literal('csv'), encoding: z.enum(fileEncodings), delimiter: z.enum(delimiters), ...choices }),
  z.object({ format: z.literal('xlsx'), sheet: z.string().max(255), ...choices }),
]) satisfies z.ZodType<FileSettings>;

/** A file that a plan was made from: where it is on this computer, and what it was then. */
export type SourceFile = { path: string; name: string; sha256: string; settings: FileSettings };
export type StoredPlanSources = { planId: string; files: SourceFile[] }[];

const sourceFile = z.object({ path: z.string(), name: z.string(), sha256: z.string(), settings: fileSettings });

export const planSourcesSchema: z.ZodType<StoredPlanSources> = z.array(z.object({ planId: z.string(), files: z.array(sourceFile) }));

const remembered = 300;

/**
 * Which files plans were made from, so that passwords (M10) and rejected rows (M12) can be read from them again.
 * Only paths and settings are kept, nothing of what stands in the files.
 */
export type PlanSources = {
  /** In the order of the plan's files; empty when the plan was not made on this computer. */
  filesOf(planId: string): SourceFile[];
  add(planId: string, file: SourceFile): Promise<void>;
  forget(planId: string): Promise<void>;
};

export function createPlanSources(stored: JsonFile<StoredPlanSources>): PlanSources {
  const filesOf = (planId: string): SourceFile[] => stored.read().find((plan) => plan.planId === planId)?.files ?? [];
  const others = (planId: string): StoredPlanSources => stored.read().filter((plan) => plan.planId !== planId);
  return {
    filesOf,
    add: (planId, file) => stored.write([...others(planId), { planId, files: [...filesOf(planId), file] }].slice(-remembered)),
    forget: (planId) => stored.write(others(planId)),
  };
}
