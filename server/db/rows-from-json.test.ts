import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { forEachDatabase } from '../../test/support/databases.ts';
import type { Database } from './database.ts';
import { rowsFromJson } from './rows-from-json.ts';
import { isStorableText, storableText } from './storable-text.ts';

type Cell = { id: number; words: string | null; share: number | null; flag: number | null };
type Tables = { cells: Cell };

const columns = { id: 'integer', words: 'text', share: 'real', flag: 'integer' } as const;

async function makeCells({ db }: Database<Tables>): Promise<void> {
  await db.schema
    .createTable('cells')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('words', 'text')
    .addColumn('share', 'double precision')
    .addColumn('flag', 'integer')
    .execute();
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' 007', '1e3', 'true', 'null', '"', '\\u0000', '\\', "'); drop table cells; --", '\u2028', '12345678901234567890'),
  fc.tuple(fc.string(), fc.constantFrom('\0', '\uD800', '\uDC00x'), fc.string()).map((parts) => parts.join('')),
);

forEachDatabase((kind, open) => {
  it('M5: text comes back as it went in, whatever it looks like; what no database stores becomes U+FFFD', async () => {
    const database = await open.empty<Tables>();
    await makeCells(database);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ words: fc.option(anyText), share: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), flag: fc.option(fc.boolean()) }), { maxLength: 20 }), async (values) => {
        await database.db.deleteFrom('cells').execute();
        const rows = rowsFromJson(kind, 'incoming', columns, values.map((value, id) => ({ id, ...value })));
        await sql`insert into cells (id, words, share, flag) select id, words, share, flag from ${rows} where true`.execute(database.db);
        const expected = values.map(({ words, share, flag }, id) => ({
          id,
          words: words === null ? null : storableText(words),
          share: share === null ? null : share + 0,
          flag: flag === null ? null : Number(flag),
        }));
        expect(await database.db.selectFrom('cells').selectAll().orderBy('id').execute()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('stores a single parameter as it stores a cell of many', async () => {
    const database = await open.empty<Tables>();
    await makeCells(database);
    await fc.assert(
      fc.asyncProperty(anyText, async (words) => {
        await database.db.deleteFrom('cells').execute();
        await database.db.insertInto('cells').values({ id: 1, words, share: null, flag: null }).execute();
        const { words: stored } = await database.db.selectFrom('cells').select('words').executeTakeFirstOrThrow();
        expect(stored).toBe(storableText(words));
        expect(stored === words).toBe(isStorableText(words));
      }),
      { numRuns: 60 },
    );
  });

  it('updates many rows in one statement, and is read like a table', async () => {
    const database = await open.empty<Tables>();
    await makeCells(database);
    const before = rowsFromJson(kind, 'incoming', columns, [1, 2, 3].map((id) => ({ id, words: `old ${id}` })));
    await sql`insert into cells (id, words) select id, words from ${before} where true`.execute(database.db);
    const changes = rowsFromJson(kind, 'incoming', { id: 'integer', words: 'text' }, [{ id: 1, words: 'new' }, { id: 3, words: null }, { id: 9, words: 'nobody' }]);
    await sql`update cells set words = incoming.words from ${changes} where cells.id = incoming.id`.execute(database.db);
    expect(await database.db.selectFrom('cells').select(['id', 'words']).orderBy('id').execute()).toEqual([
      { id: 1, words: 'new' },
      { id: 2, words: 'old 2' },
      { id: 3, words: null },
    ]);
    const joined = database.db.selectFrom(changes).innerJoin('cells', 'cells.id', 'incoming.id').select('incoming.words').orderBy('incoming.id');
    expect(await joined.execute()).toEqual([{ words: 'new' }, { words: null }]);
  });
});
