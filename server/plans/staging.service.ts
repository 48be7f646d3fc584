import { sql, type Kysely } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import type { FileField, Plan, PlanIssue } from '#shared/schemas/plans.ts';
import { uniqueViolation } from '../db/database-errors.ts';
import type { Schema } from '../db/schema.ts';
import { transaction } from '../db/transaction.ts';
import { readHead } from '../domains/audit/audit.store.ts';
import { auditedTransaction } from '../domains/audit/audited-transaction.ts';
import { hashPassword, passwordWeakness } from '../domains/session/passwords.ts';
import { dropAbsentPeople } from './absent.ts';
import { flagColumns, textFields } from './fields.ts';
import { filesOf, findPlan, letterOf } from './plan.store.ts';
import { insertStagedRows, replaceStagedRow, type StoredRow } from './plan-rows.store.ts';
import { insertPlan, planIn, reopen, startComputing, viewPlan, type Person, type PlanTools } from './plans.service.ts';
import { rowReader, type Cell, type StagedColumns, type StagedValues } from './staged-row.ts';

/** M4: files up to this many rows. */
export const mostRows = 1_000_000;

type File = ParsedInputOf<'plans.create'>['file'];

/** Opens a plan for the rows of a file (M1 to M8). */
export async function createPlan(tools: PlanTools, actor: Person, input: ParsedInputOf<'plans.create'>): Promise<Plan> {
  checkColumns(input.file, input.mode);
  const { foundation } = tools;
  const { scope } = input.options;
  const id = await auditedTransaction(foundation, actor, async (tx) => {
    if (scope.kind === 'organization') {
      const found = await tx.db.selectFrom('organizations').select('id').where('id', '=', scope.organizationId).where('deleted_at', 'is', null).executeTakeFirst();
      if (found === undefined) throw new AppError('invalid_input', 'There is no organization with this id.', { reason: 'unknown_organization', errors: [{ path: 'options.scope.organizationId', message: 'Unknown organization' }] });
    }
    const { sequence } = await readHead(tx.db);
    const made = await insertPlan(tx, foundation, actor, { mode: input.mode, title: input.file.name, options: input.options });
    await insertFile(tx.db, made, 0, input.file);
    await tx.db.updateTable('plans').set({ matched_sequence: sequence, pristine: 1 }).where('id', '=', made).execute();
    return made;
  });
  return viewPlan(tools, id);
}

/** Without a username or an email nobody can be found (M9). */
function checkColumns({ columns }: File, mode: string): void {
  const fields = columns.filter((field): field is FileField => field !== null);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  const problem = twice !== undefined ? `Two columns are ${twice}` : !fields.some((field) => field === 'username' || field === 'email' || (field === 'externalId' && mode !== 'delete')) ? 'No column is the username or the email' : null;
  if (problem !== null) throw new AppError('invalid_input', problem, { reason: 'unknown_column', errors: [{ path: 'file.columns', message: problem }] });
}

async function insertFile(db: Kysely<Schema>, planId: string, file: number, { name, sha256, size, columns, columnNames }: File): Promise<void> {
  const names = columns.map((_, index) => columnNames[index] ?? letterOf(index));
  await db.insertInto('plan_files').values({ plan_id: planId, file, name, sha256, size, columns: JSON.stringify(columns), column_names: JSON.stringify(names) }).execute();
}

/** M12: brings a corrected file as an addition; the rows that were rejected are set aside. */
export async function addFile(tools: PlanTools, input: ParsedInputOf<'plans.addFile'>): Promise<Plan> {
  const plan = await planIn(tools, input.id, ['staging', 'draft', 'held', 'approved']);
  if (plan.files.length === 0) throw new AppError('conflict', 'Only a plan made from a file takes another file.', { reason: 'plan_not_open' });
  checkColumns(input.file, plan.mode);
  await reopen(tools, input.id);
  await transaction(tools.foundation.database, async (db) => {
    const rejected = db.updateTable('plan_rows').set({ set_aside: 1, sort_rank: 9 }).where('plan_id', '=', input.id).where('origin', '=', 'file').where('action', 'in', ['invalid', 'conflict']);
    await rejected.execute();
    await dropAbsentPeople(db, input.id);
    await insertFile(db, input.id, plan.files.length, input.file);
  });
  return viewPlan(tools, input.id);
}

/**
 * Puts rows of the plan's newest file on the stage and finds whom they mean (M9). Whoever sends several batches at once
 * numbers them by `first`.
 */
export async function stageRows(tools: PlanTools, input: ParsedInputOf<'plans.stage'>): Promise<{ staged: number }> {
  const { database } = tools.foundation;
  const files = await filesOf(database.db, [input.id]);
  const newest = files.at(-1);
  if (newest === undefined) {
    await planIn(tools, input.id, []);
    throw new AppError('not_found', 'There is no plan with this id.');
  }
  const columns: StagedColumns = { fields: JSON.parse(newest.columns) as (FileField | null)[], names: JSON.parse(newest.column_names) as string[] };
  const read = rowReader(columns);
  const staged = input.rows.map(([line, ...cells]) => ({ line, ...read(cells as Cell[]) }));
  const present = columns.fields.flatMap((field) => (field === null ? [] : columnsOf(field)));
  return await transaction(database, async (db) => {
    const plan = await findPlan(db, input.id);
    if (plan?.state !== 'staging' || plan.job !== null) throw new AppError('conflict', 'The plan takes no rows now.', { reason: plan?.job == null ? 'plan_not_open' : 'plan_busy' });
    // The counter gives each batch numbers of its own, also when two batches arrive at once.
    const { rows } = await db.updateTable('plan_files').set({ rows: sql`rows + ${staged.length}` }).where('plan_id', '=', input.id).where('file', '=', newest.file).returning('rows').executeTakeFirstOrThrow();
    const earlier = files.slice(0, -1).reduce((sum, file) => sum + file.rows, 0);
    if (earlier + rows > mostRows) throw new AppError('too_large', `A plan has at most ${mostRows} rows.`, { reason: 'too_many_rows' });
    const first = earlier + (input.first ?? rows - staged.length + 1);
    await insertStagedRows(db, database.kind, input.id, present, staged.map((row, index) => ({ number: first + index, file: newest.file, ...row }))).catch((error: unknown) => {
      throw uniqueViolation(error) === undefined ? error : new AppError('conflict', 'Rows with these numbers are on the stage already.', { reason: 'rows_out_of_order' });
    });
    return { staged: rows };
  }, { heavy: true, isolation: 'read committed' });
}

/** M13: sets a row aside or takes it back, or corrects its cells; then the plan is computed anew. */
export async function editRow(tools: PlanTools, actor: Person, input: ParsedInputOf<'plans.editRow'>): Promise<Plan> {
  await planIn(tools, input.id, ['draft', 'held', 'approved', 'staging']);
  const { db } = tools.foundation.database;
  const row = await db.selectFrom('plan_rows').selectAll().where('plan_id', '=', input.id).where('number', '=', input.number).executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', 'The plan has no such row.', { reason: 'row_not_found' });
  const values = input.values ?? {};
  if (Object.keys(values).length > 0 && row.origin !== 'file') throw new AppError('conflict', 'Only a row of a file has cells to correct.', { reason: 'row_not_found' });
  await reopen(tools, input.id);
  await transaction(tools.foundation.database, async (trx) => {
    if (input.setAside !== undefined) await trx.updateTable('plan_rows').set({ set_aside: input.setAside ? 1 : 0 }).where('plan_id', '=', input.id).where('number', '=', input.number).execute();
    if (Object.keys(values).length > 0) await correctCells(trx, row, values);
  });
  return startComputing(tools, actor, input.id);
}

async function correctCells(db: Kysely<Schema>, row: StoredRow, values: Readonly<Partial<Record<string, string>>>): Promise<void> {
  const fields = Object.keys(values) as FileField[];
  const file = (await filesOf(db, [row.plan_id])).find((one) => one.file === row.file);
  const present = file === undefined ? [] : (JSON.parse(file.columns) as (FileField | null)[]);
  const names = file === undefined ? [] : (JSON.parse(file.column_names) as string[]);
  const read = rowReader({ fields, names: fields.map((field) => names[present.indexOf(field)] ?? field) })(fields.map((field) => values[field] ?? ''));
  const corrected = { ...stagedValuesOf(row) } as Record<string, unknown>;
  for (const field of fields) for (const column of columnsOf(field)) corrected[column] = read.values[column];
  const kept = row.staged_issues === null ? [] : (JSON.parse(row.staged_issues) as PlanIssue[]).filter((issue) => issue.field === null || !fields.includes(issue.field));
  await replaceStagedRow(db, row.plan_id, row.number, corrected as StagedValues, [...kept, ...read.issues]);
}

function columnsOf(field: FileField): (keyof StagedValues)[] {
  if (field === 'username') return ['username', 'username_key'];
  if (field === 'email') return ['email', 'email_key'];
  if (field === 'platformRole') return ['platform_role'];
  if (field === 'organizations' || field === 'roles') return [field];
  if (field === 'password') return ['has_password'];
  if (field in textFields) return [textFields[field as keyof typeof textFields].column];
  return field in flagColumns ? [flagColumns[field as keyof typeof flagColumns]] : [];
}

const stagedValuesOf = (row: StoredRow): StagedValues => {
  const columns = ['username', 'username_key', 'email', 'email_key', 'platform_role', 'organizations', 'roles', 'has_password', ...Object.values(textFields).map((field) => field.column), ...Object.values(flagColumns)] as const;
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as StagedValues;
};

/** M13: sets every wrong and conflicting row aside. */
export async function setAsideProblems(tools: PlanTools, actor: Person, id: string): Promise<Plan> {
  await planIn(tools, id, ['draft', 'held', 'approved']);
  await reopen(tools, id);
  await transaction(tools.foundation.database, (db) => db.updateTable('plan_rows').set({ set_aside: 1 }).where('plan_id', '=', id).where('action', 'in', ['invalid', 'conflict']).execute());
  return startComputing(tools, actor, id);
}

/** M10: takes passwords for people whom the plan creates, and keeps only their hashes, apart from the plan. */
export async function takePasswords(tools: PlanTools, input: ParsedInputOf<'plans.passwords'>): Promise<{ accepted: number; tooWeak: number[] }> {
  await planIn(tools, input.id, ['draft', 'held', 'approved']);
  const { database } = tools.foundation;
  const rows = await database.db.selectFrom('plan_rows').select(['number', 'username', 'email'])
    .where('plan_id', '=', input.id).where('number', 'in', input.rows.map((row) => row.number)).where('action', '=', 'create').where('has_password', '=', 1).execute();
  const people = new Map(rows.map((row) => [row.number, { username: row.username ?? '', email: row.email ?? '' }]));
  const unknown = input.rows.find((row) => !people.has(row.number));
  if (unknown !== undefined) throw new AppError('invalid_input', `Row ${unknown.number} creates nobody with a password.`, { reason: 'row_not_found' });
  const tooWeak = input.rows.filter((row) => passwordWeakness(row.password, people.get(row.number)!) !== null).map((row) => row.number);
  const strong = input.rows.filter((row) => !tooWeak.includes(row.number));
  const hashed = await Promise.all(strong.map(async (row) => ({ plan_id: input.id, number: row.number, password_hash: await hashPassword(row.password) })));
  if (hashed.length > 0) {
    await transaction(database, (db) => db.insertInto('plan_passwords').values(hashed).onConflict((conflict) => conflict.columns(['plan_id', 'number']).doUpdateSet({ password_hash: (build) => build.ref('excluded.password_hash') })).execute());
  }
  return { accepted: hashed.length, tooWeak };
}
