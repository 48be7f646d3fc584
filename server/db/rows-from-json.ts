import { type AliasedRawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './kinds.ts';
import { storableJson } from './storable-text.ts';

/** What a column of incoming rows is: JSON documents travel as `text`, truth values as `integer` 0 and 1. */
export type IncomingType = 'text' | 'integer' | 'real';

type IncomingValue<Type extends IncomingType> = Type extends 'text' ? string : number;

/** The rows as the caller has them: missing and undefined cells are null, booleans become 1 and 0. */
export type IncomingRow<Columns extends Record<string, IncomingType>> = {
  readonly [Name in keyof Columns]?: IncomingValue<Columns[Name]> | boolean | null | undefined;
};

/** The rows as a statement sees them. */
export type StagedRow<Columns extends Record<string, IncomingType>> = {
  [Name in keyof Columns]: IncomingValue<Columns[Name]> | null;
};

/**
 * Thousands of rows as one parameter of one statement, to be read like a table:
 * `insert into t (a, b) select a, b from ${rows}`, `update t set a = incoming.a from ${rows} where …`, or
 * `db.selectFrom(rows)`. Rows travel as arrays inside one JSON text, because both databases take single cells out of
 * a binary JSON array several times faster than out of objects (3.5 times on SQLite, 4 times on PostgreSQL), and a
 * prepared statement run once a row is no faster once the rows have crossed to the worker.
 *
 * Give it 1,000 to 10,000 rows at a time. Text that cannot be stored is replaced (storable-text.ts).
 *
 * @param alias the name of the table of rows inside the statement.
 */
export function rowsFromJson<const Alias extends string, const Columns extends Record<string, IncomingType>>(
  kind: DatabaseKind,
  alias: Alias,
  columns: Columns,
  rows: readonly IncomingRow<NoInfer<Columns>>[],
): AliasedRawBuilder<StagedRow<Columns>, Alias> {
  const names = Object.keys(columns);
  return rowsFromCells(kind, alias, columns, rows.map((row) => names.map((name) => toCell(row[name] as string | number | boolean | null | undefined))));
}

/** The same for rows whose cells stand in the order of the columns already: nothing is copied. */
export function rowsFromCells<const Alias extends string, const Columns extends Record<string, IncomingType>>(
  kind: DatabaseKind,
  alias: Alias,
  columns: Columns,
  rows: readonly (readonly (string | number | null)[])[],
): AliasedRawBuilder<StagedRow<Columns>, Alias> {
  return rowsFromText(kind, alias, columns, storableJson(rows));
}

/** The same for rows that are JSON text already. */
export function rowsFromText<const Alias extends string, const Columns extends Record<string, IncomingType>>(kind: DatabaseKind, alias: Alias, columns: Columns, json: string): AliasedRawBuilder<StagedRow<Columns>, Alias> {
  const cells = Object.keys(columns).map((name, place) => cellOf(kind, columns[name] ?? 'text', place, name));
  const source = kind === 'sqlite' ? sql`jsonb_each(${json})` : sql`jsonb_array_elements(${json}::jsonb) as element(value)`;
  return sql<StagedRow<Columns>>`(select ${sql.join(cells)} from ${source})`.as(alias);
}

function toCell(value: string | number | boolean | null | undefined): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
}

const postgresTypes: Record<IncomingType, string> = { text: 'text', integer: 'bigint', real: 'double precision' };

function cellOf(kind: DatabaseKind, type: IncomingType, place: number, name: string) {
  const cell = sql`value ->> ${sql.lit(place)}`;
  if (kind === 'sqlite') return sql`${cell} as ${sql.ref(name)}`;
  // Columns compare by bytes; a cell that is joined with them must as well.
  const typed = type === 'text' ? sql`(${cell}) collate "C"` : sql`(${cell})::${sql.raw(postgresTypes[type])}`;
  return sql`${typed} as ${sql.ref(name)}`;
}
