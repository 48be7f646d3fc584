import { sql, type ColumnDefinitionBuilder, type RawBuilder } from 'kysely';
import type { DatabaseKind } from '../../kinds.ts';

/** Column types and definitions of the first schema, as each database names them. */
export type Columns = ReturnType<typeof columnsOf>;

export function columnsOf(kind: DatabaseKind) {
  const text: RawBuilder<unknown> = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
  const big: RawBuilder<unknown> = kind === 'postgres' ? sql`bigint` : sql`integer`;
  const required = (column: ColumnDefinitionBuilder) => column.notNull();
  const flag = (value: 0 | 1) => (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(value);
  return { text, big, required, flag };
}
