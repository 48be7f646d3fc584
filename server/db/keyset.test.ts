import fc from 'fast-check';
import { type CompiledQuery, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import { expect, it } from 'vitest';
import { forEachDatabase } from '../../test/support/databases.ts';
import type { Database } from './database.ts';
import { countUpTo, type KeysetPosition, readKeysetPage, type SortColumn } from './keyset.ts';
import type { DatabaseKind } from './kinds.ts';
import { rowsFromJson } from './rows-from-json.ts';

type Thing = { id: string; name: string | null; size: number | null; colour: string };
type Tables = { things: Thing };

const columns = { id: 'text', name: 'text', size: 'integer', colour: 'text' } as const;

async function makeThings(database: Database<Tables>, kind: DatabaseKind): Promise<void> {
  const text = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
  await database.db.schema
    .createTable('things')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text)
    .addColumn('size', 'integer')
    .addColumn('colour', text, (column) => column.notNull())
    .execute();
}

async function fill(database: Database<Tables>, things: readonly Thing[]): Promise<void> {
  await database.db.deleteFrom('things').execute();
  const rows = rowsFromJson(database.kind, 'incoming', columns, things);
  await sql`insert into things (id, name, size, colour) select id, name, size, colour from ${rows} where true`.execute(database.db);
}

async function readAll(database: Database<Tables>, sort: readonly SortColumn[], limit: number): Promise<Thing[]> {
  const read: Thing[] = [];
  let after: KeysetPosition | undefined;
  do {
    const page = await readKeysetPage(database.db.selectFrom('things').selectAll(), { sort, id: 'things.id', limit, after });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    // Rows also carry the values of their order; here only the things themselves are compared.
    read.push(...page.items.map(({ id, name, size, colour }) => ({ id, name, size, colour })));
    // As the HTTP layer sends it and gets it back.
    after = page.next && (JSON.parse(JSON.stringify(page.next)) as KeysetPosition);
  } while (after);
  return read;
}

/** By code points, as bytes of UTF-8 sort; JavaScript's own comparison sorts surrogate pairs too early. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sorted(things: readonly Thing[], sort: readonly SortColumn[]): Thing[] {
  const withId = [...sort, { name: 'id', column: 'things.id', direction: sort.at(-1)?.direction ?? 'asc' }];
  return things.toSorted((a, b) => {
    for (const { name, direction } of withId) {
      const [left, right] = [a[name as keyof Thing], b[name as keyof Thing]];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      const order = typeof left === 'number' ? left - Number(right) : compareText(left, String(right));
      if (order !== 0) return direction === 'asc' ? order : -order;
    }
    return 0;
  });
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'é', 'Z', ' ', '_', '\u{1F600}', '\uFB01', '') });
const things = fc.uniqueArray(
  fc.record({ id: fc.uuid(), name: fc.option(text), size: fc.option(fc.integer({ min: -2, max: 2 })), colour: fc.constantFrom('red', 'blue', 'Blue') }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const sorts = fc.shuffledSubarray(['name', 'size', 'colour'] as const).chain((names) =>
  fc.tuple(...names.map((name) =>
    fc.constantFrom<'asc' | 'desc'>('asc', 'desc').map((direction) => ({ name, column: `things.${name}`, direction, nullable: name !== 'colour' })),
  )),
);

/** Notes every statement that passes. */
function listener(seen: RootOperationNode[]): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      seen.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** How the database would run a statement, in its own words. */
async function explain({ kind, db }: Database<Tables>, node: RootOperationNode): Promise<string> {
  const compiled = db.getExecutor().compileQuery(node, { queryId: 'explained' });
  const query: CompiledQuery<Record<string, unknown>> = { ...compiled, query: sql``.toOperationNode(), sql: `explain ${kind === 'sqlite' ? 'query plan ' : ''}${compiled.sql}` };
  const { rows } = await db.executeQuery(query);
  return rows.flatMap((row) => Object.values(row)).join('\n');
}

forEachDatabase((kind, open) => {
  it('pages of any sort, put together, are the whole list in order: nulls last, ties by id', async () => {
    const database = await open.empty<Tables>();
    await makeThings(database, kind);
    await fc.assert(
      fc.asyncProperty(things, sorts, fc.integer({ min: 1, max: 9 }), async (rows, sort, limit) => {
        await fill(database, rows);
        expect(await readAll(database, sort, limit)).toEqual(sorted(rows, sort));
      }),
      { numRuns: 150 },
    );
  });

  it('enters the index where the last page ended instead of reading up to it', async () => {
    const database = await open.empty<Tables>();
    await makeThings(database, kind);
    await sql`create index things_name on things (name, id)`.execute(database.db);
    await fill(database, Array.from({ length: 3_000 }, (_, n) => ({ id: String(n).padStart(6, '0'), name: n % 3 === 0 ? null : `name ${n % 100}`, size: n, colour: 'red' })));
    await sql`analyze`.execute(database.db);
    for (const direction of ['asc', 'desc'] as const) {
      const seen: RootOperationNode[] = [];
      const query = database.db.withPlugin(listener(seen)).selectFrom('things').selectAll();
      const request = { sort: [{ name: 'name', column: 'things.name', direction, nullable: true }], id: 'things.id', limit: 10 };
      const first = await readKeysetPage(query, request);
      await readKeysetPage(query, { ...request, after: first.next });
      expect(seen).toHaveLength(2);
      for (const node of seen) {
        const words = await explain(database, node);
        expect(words).toMatch(kind === 'sqlite' ? /SEARCH things USING INDEX things_name/ : /Index Scan (Backward )?using things_name/);
        expect(words).not.toMatch(/sort|temp b-tree/i);
      }
    }
  });

  it('refuses a position that belongs to another sort, and one with missing values', async () => {
    const database = await open.empty<Tables>();
    await makeThings(database, kind);
    const query = database.db.selectFrom('things').selectAll();
    const request = { sort: [], id: 'things.id', limit: 5 };
    for (const after of [{ sort: '-id', values: ['x'] }, { sort: 'id', values: [] }, { sort: 'id', values: [null] }]) {
      await expect(readKeysetPage(query, { ...request, after })).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('counts exactly up to the bound, and says so when there are more', async () => {
    const database = await open.empty<Tables>();
    await makeThings(database, kind);
    await fill(database, Array.from({ length: 11 }, (_, n) => ({ id: String(n), name: null, size: n, colour: 'red' })));
    const query = database.db.selectFrom('things').selectAll().orderBy('size');
    expect(await countUpTo(database.db, query.where('size', '>', 20), 10)).toEqual({ count: 0, exact: true });
    expect(await countUpTo(database.db, query.where('size', '<', 10), 10)).toEqual({ count: 10, exact: true });
    expect(await countUpTo(database.db, query, 10)).toEqual({ count: 10, exact: false });
  });
});
