import { type Expression, type Kysely, type OrderByItemBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { AppError } from '#shared/errors.ts';

/**
 * One column of a sort. Text columns are declared `text collate "C"` on PostgreSQL, so that both databases compare
 * bytes; nulls come last, whatever the direction. An index `(column, id)` serves both directions on both databases.
 */
export type SortColumn = {
  /** Name for the cursor: a cursor made for another sort is refused. */
  name: string;
  /** The column, as `table.column`. */
  column: string;
  direction: 'asc' | 'desc';
  nullable: boolean;
};

/** Where a page ended: plain data; the HTTP layer signs it before it leaves. */
export type KeysetPosition = {
  /** The sort it belongs to. */
  sort: string;
  values: (string | number | null)[];
};

export type KeysetPage<Row> = { items: Row[]; next: KeysetPosition | undefined };

export type KeysetRequest = {
  /** Most significant first; may be empty. */
  sort: readonly SortColumn[];
  /** The unique column that breaks ties, as `table.id`; it follows the direction of the last sort column. */
  id: string;
  limit: number;
  after?: KeysetPosition | undefined;
};

/** One run of the order that an index can be entered at: what holds for its rows, and by which columns they are sorted. */
type Segment = { conditions: Expression<SqlBool>[]; columns: readonly SortColumn[] };

const sortValue = (place: number): string => `keyset_${place}`;

/**
 * Reads one page of a query in a given order, from the start or from where the last page ended. It never counts or
 * skips rows: the millionth page costs what the first does, provided an index on the first sort column and the id.
 *
 * @param query everything but order and limit.
 * @throws AppError `invalid_input` when the position does not belong to this sort.
 */
export async function readKeysetPage<Tables, Names extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Names, Row>,
  request: KeysetRequest,
): Promise<KeysetPage<Row>> {
  const columns = withTieBreaker(request);
  const after = request.after && checkedValues(request.after, columns);
  const rows: Record<string, unknown>[] = [];
  // One row more than asked for tells whether there is a next page.
  for (const segment of segmentsAfter(columns, after)) {
    const missing = request.limit + 1 - rows.length;
    if (missing <= 0) break;
    rows.push(...(await readSegment(query, columns, segment, missing)));
  }
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  const next = rows.length > request.limit && last ? positionOf(last, columns) : undefined;
  // The values of the order stay on the rows: taking them off costs more than reading the page.
  return { items: page as Row[], next };
}

function withTieBreaker({ sort, id }: KeysetRequest): SortColumn[] {
  return [...sort, { name: 'id', column: id, direction: sort.at(-1)?.direction ?? 'asc', nullable: false }];
}

function sortName(columns: readonly SortColumn[]): string {
  return columns.map(({ name, direction }) => `${direction === 'desc' ? '-' : ''}${name}`).join(',');
}

function checkedValues({ sort, values }: KeysetPosition, columns: readonly SortColumn[]): readonly (string | number | null)[] {
  const fits = values.length === columns.length && columns.every(({ nullable }, place) => nullable || values[place] != null);
  if (sort !== sortName(columns) || !fits) {
    throw new AppError('invalid_input', 'The cursor belongs to another sort.', { errors: [{ path: 'cursor', message: 'Belongs to another sort' }] });
  }
  return values;
}

/**
 * The order cut into pieces that each database answers straight from an index. Only the first column decides:
 * when it may be null, those with a value come first and those without follow, which is "nulls last" without asking
 * an index for an order it does not have.
 */
function segmentsAfter(columns: readonly SortColumn[], after: readonly (string | number | null)[] | undefined): Segment[] {
  const [first, ...rest] = columns;
  if (!first?.nullable) return [{ conditions: after ? [isAfter(columns, after)] : [], columns }];
  const column = sql.ref(first.column);
  const withValue = [{ ...first, nullable: false }, ...rest];
  const without = { conditions: [sql<SqlBool>`${column} is null`], columns: rest };
  if (!after) return [{ conditions: [sql<SqlBool>`${column} is not null`], columns: withValue }, without];
  if (after[0] === null) return [{ conditions: [...without.conditions, isAfter(rest, after.slice(1))], columns: rest }];
  return [{ conditions: [isAfter(withValue, after)], columns: withValue }, without];
}

/** Whether a row comes after the given values. */
function isAfter(columns: readonly SortColumn[], values: readonly (string | number | null)[]): Expression<SqlBool> {
  const [first] = columns;
  const even = columns.every(({ direction, nullable }) => direction === first?.direction && !nullable);
  if (first && even) {
    const operator = sql.raw(first.direction === 'asc' ? '>' : '<');
    return sql<SqlBool>`(${sql.join(columns.map(({ column }) => sql.ref(column)))}) ${operator} (${sql.join([...values])})`;
  }
  const exact = comesAfter(columns, values);
  if (!first || first.nullable) return exact;
  // Says again what follows from the rest, because only this can be looked up in an index.
  const operator = sql.raw(first.direction === 'asc' ? '>=' : '<=');
  return sql<SqlBool>`(${sql.ref(first.column)} ${operator} ${values[0]} and ${exact})`;
}

/** `a` is after, or `a` is equal and the rest is after; nulls are after everything. */
function comesAfter(columns: readonly SortColumn[], values: readonly (string | number | null)[]): Expression<SqlBool> {
  const [first, ...rest] = columns;
  if (!first) return sql<SqlBool>`1 = 0`;
  const column = sql.ref(first.column);
  const [value = null, ...others] = values;
  const tie = comesAfter(rest, others);
  if (value === null) return sql<SqlBool>`(${column} is null and ${tie})`;
  const operator = sql.raw(first.direction === 'asc' ? '>' : '<');
  const nulls = first.nullable ? sql` or ${column} is null` : sql``;
  return sql<SqlBool>`(${column} ${operator} ${value}${nulls} or (${column} = ${value} and ${tie}))`;
}

async function readSegment<Tables, Names extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Names, Row>,
  columns: readonly SortColumn[],
  segment: Segment,
  limit: number,
): Promise<Record<string, unknown>[]> {
  let built = query.select(columns.map(({ column }, place) => sql<unknown>`${sql.ref(column)}`.as(sortValue(place))));
  for (const condition of segment.conditions) built = built.where(condition);
  for (const sort of segment.columns) built = built.orderBy(sql.ref(sort.column), (item) => orderOf(item, sort));
  return built.limit(limit).execute();
}

function orderOf(item: OrderByItemBuilder, { direction, nullable }: SortColumn): OrderByItemBuilder {
  const ordered = direction === 'asc' ? item.asc() : item.desc();
  return nullable ? ordered.nullsLast() : ordered;
}

function positionOf(row: Record<string, unknown>, columns: readonly SortColumn[]): KeysetPosition {
  const values = columns.map((_column, place) => {
    const value = row[sortValue(place)];
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  });
  return { sort: sortName(columns), values };
}

/** How many rows a query has: exact up to a bound (api.md: 10,000), beyond it the bound, marked as not exact. */
export type Total = { count: number; exact: boolean };

/** Counts, and stops one row after the bound: a list of a million costs what a list of ten thousand does. */
export async function countUpTo<Tables, Names extends keyof Tables, Row>(
  db: Kysely<Tables>,
  query: SelectQueryBuilder<Tables, Names, Row>,
  bound: number,
): Promise<Total> {
  const bounded = query.clearSelect().clearOrderBy().select(sql<number>`1`.as('one')).limit(bound + 1);
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${bounded.as('bounded')}`.execute(db);
  const count = rows[0]?.count ?? 0;
  return count > bound ? { count: bound, exact: false } : { count, exact: true };
}
