import { sql, type Kysely, type Selectable, type Updateable } from 'kysely';
import type { PlanMode } from '#shared/schemas/plans.ts';
import type { PlanRecord } from '../db/plan-schema.ts';
import type { Schema } from '../db/schema.ts';

export type StoredPlan = Selectable<PlanRecord>;

export async function findPlan(db: Kysely<Schema>, id: string): Promise<StoredPlan | undefined> {
  return await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Changes a plan and lets its version grow. */
export async function updatePlan(db: Kysely<Schema>, id: string, changes: Updateable<PlanRecord>): Promise<void> {
  await db.updateTable('plans').set({ ...changes, version: sql`version + 1` }).where('id', '=', id).execute();
}

export async function filesOf(db: Kysely<Schema>, planIds: readonly string[]) {
  if (planIds.length === 0) return [];
  return await db.selectFrom('plan_files').selectAll().where('plan_id', 'in', planIds).orderBy('plan_id').orderBy('file').execute();
}

/** How many rows of files are on the stage; they have the numbers from 1. */
export async function countStaged(db: Kysely<Schema>, planId: string): Promise<number> {
  return (await filesOf(db, [planId])).reduce((sum, file) => sum + file.rows, 0);
}

export async function approvalsOf(db: Kysely<Schema>, planIds: readonly string[]) {
  if (planIds.length === 0) return [];
  return await db.selectFrom('plan_approvals').selectAll().where('plan_id', 'in', planIds).orderBy('at').execute();
}

/** Header or letter of a field's column in the person's file; null when the file has none. */
export type ColumnNames = (file: number | null, field: string | null) => string | null;

/** How the columns of a plan's files are called in the person's own files (M11). */
export async function columnNamesOf(db: Kysely<Schema>, planId: string): Promise<ColumnNames> {
  const files = (await filesOf(db, [planId])).map((file) => ({ columns: JSON.parse(file.columns) as (string | null)[], names: JSON.parse(file.column_names) as string[] }));
  return (file, field) => {
    if (file === null || field === null) return null;
    const index = files[file]?.columns.indexOf(field) ?? -1;
    return index < 0 ? null : (files[file]?.names[index] ?? letterOf(index));
  };
}

/** The letters of a spreadsheet column, from 0: A, B, … Z, AA. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

export const isImport = (mode: string): boolean => (['synchronize', 'upsert', 'delete'] satisfies PlanMode[] as string[]).includes(mode);
