import { sql, type Kysely } from 'kysely';
import type { DatabaseKind } from '../kinds.ts';
import { columnsOf } from './foundation/columns.ts';

/** Rows of a plan are matched as they are staged; those that change nobody stay out of the way of those that do. */
export async function up(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { big, flag } = columnsOf(kind);
  // Up to which audit entry the matches hold. -1: of plans made before, nothing is known; they are matched anew.
  await db.schema.alterTable('plans').addColumn('matched_sequence', big, (column) => column.notNull().defaultTo(-1)).execute();
  // 1 as long as rows are only staged: nothing was compared, corrected or set aside.
  await db.schema.alterTable('plans').addColumn('pristine', 'integer', flag(0)).execute();
  await db.schema.dropIndex('plan_rows_action').execute();
  await sql`create index plan_rows_open on plan_rows (plan_id, number) where action <> 'unchanged'`.execute(db);
}
