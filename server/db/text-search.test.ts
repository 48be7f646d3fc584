import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { foldSearch } from '#shared/text.ts';
import { forEachDatabase, onDatabase } from '../../test/support/databases.ts';
import { type Database, openDatabase } from './database.ts';
import type { DatabaseKind } from './kinds.ts';
import { rowsFromJson } from './rows-from-json.ts';
import { storableText } from './storable-text.ts';
import { createSearchIndex, matchesSearch } from './text-search.ts';

type Tables = { notes: { id: string; search_text: string } };

async function makeNotes({ heavy }: Database<Tables>, kind: DatabaseKind, makeIndex = createSearchIndex): Promise<void> {
  const text = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
  await heavy.transaction().execute(async (trx) => {
    await trx.schema.createTable('notes').addColumn('id', text, (column) => column.primaryKey()).addColumn('search_text', text, (column) => column.notNull()).execute();
    await makeIndex(trx as unknown as Kysely<unknown>, kind, 'notes');
  });
}

async function write({ kind, db }: Database<Tables>, texts: readonly string[]): Promise<void> {
  const rows = rowsFromJson(kind, 'incoming', { id: 'text', search_text: 'text' }, texts.map((search_text, n) => ({ id: String(n), search_text })));
  await sql`insert into notes (id, search_text) select id, search_text from ${rows} where true`.execute(db);
}

async function find({ kind, db }: Database<Tables>, fragment: string): Promise<number[]> {
  const found = await db.selectFrom('notes').select('id').where(matchesSearch(kind, 'notes', fragment)).execute();
  return found.map(({ id }) => Number(id)).sort((a, b) => a - b);
}

const letters = fc.constantFrom('a', 'b', 'é', 'ß', 'İ', '%', '_', '\\', '"', "'", '*', '[', ']', '-', ' ', '\n', '\u{1F600}', '\u{1F601}', '中', '文', '\u0301', '\0');
const anyText = fc.oneof(fc.string({ unit: letters, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 })).map((text) => storableText(foldSearch(text)));
const searches = fc.array(anyText, { minLength: 1, maxLength: 12 }).chain((texts) =>
  fc.record({
    texts: fc.constant(texts),
    fragment: fc.oneof(
      anyText,
      // A piece of what is there, or nobody would ever find anything.
      fc.tuple(fc.nat(), fc.nat(), fc.nat()).map(([which, from, length]) => {
        const points = [...(texts[which % texts.length] ?? '')];
        const start = from % (points.length + 1);
        return points.slice(start, start + (length % 7)).join('');
      }),
    ),
  }),
);

forEachDatabase((kind, open) => {
  it('U13: finds exactly the texts that include the fragment', async () => {
    const database = await open.empty<Tables>();
    await makeNotes(database, kind);
    await fc.assert(
      fc.asyncProperty(searches, async ({ texts, fragment }) => {
        await database.db.deleteFrom('notes').execute();
        await write(database, texts);
        const expected = texts.flatMap((text, n) => (text.includes(fragment) ? [n] : []));
        expect(await find(database, fragment)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps up with changed and removed rows', async () => {
    const database = await open.empty<Tables>();
    await makeNotes(database, kind);
    await write(database, ['anna larsson', 'bea annan', 'carl']);
    await database.db.updateTable('notes').set({ search_text: 'anders' }).where('id', '=', '0').execute();
    await database.db.deleteFrom('notes').where('id', '=', '1').execute();
    await database.db.updateTable('notes').set({ id: '7' }).where('id', '=', '2').execute();
    expect(await find(database, 'anna')).toEqual([]);
    expect(await find(database, 'anders')).toEqual([0]);
    expect(await find(database, 'carl')).toEqual([7]);
  });

  it('finds rows that were there before the index', async () => {
    const database = await open.empty<Tables>();
    await makeNotes(database, kind, async () => {});
    await write(database, ['anna larsson']);
    await database.heavy.transaction().execute((trx) => createSearchIndex(trx as unknown as Kysely<unknown>, kind, 'notes'));
    expect(await find(database, 'larss')).toEqual([0]);
  });

  it('forgets what a rolled back transaction wrote', async () => {
    const database = await open.empty<Tables>();
    await makeNotes(database, kind);
    const failing = database.db.transaction().execute(async (trx) => {
      await trx.insertInto('notes').values({ id: '1', search_text: 'never kept' }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await find(database, 'never')).toEqual([]);
  });

  it('uses the index for three characters and more', async () => {
    const database = await open.empty<Tables>();
    await makeNotes(database, kind);
    await write(database, Array.from({ length: 20_000 }, (_, n) => `person number ${n} of the great many`));
    await sql.raw(kind === 'sqlite' ? 'analyze' : 'vacuum analyze notes').execute(database.db);
    const condition = matchesSearch(kind, 'notes', '4321');
    const { rows } = await sql<Record<string, string>>`${sql.raw(kind === 'sqlite' ? 'explain query plan' : 'explain')} select id from notes where ${condition}`.execute(database.db);
    expect(rows.flatMap(Object.values).join('\n')).toMatch(kind === 'sqlite' ? /SEARCH notes USING INTEGER PRIMARY KEY[^]*notes_search VIRTUAL TABLE INDEX/ : /Bitmap Index Scan on notes_search/);
  });
});

onDatabase('postgres', (open) => {
  it('still answers where PostgreSQL refuses the extension, only more slowly', async () => {
    const settings = await open.emptySettings();
    if (settings.kind !== 'postgres') throw new Error('This test is about PostgreSQL.');
    const owner = openDatabase(settings);
    await sql`create role guest_of_the_house login`.execute(owner.db).catch(() => {});
    await sql`grant all on schema public to guest_of_the_house`.execute(owner.db);
    await owner.close();
    const guest = openDatabase<Tables>({ ...settings, url: settings.url.replace('quarterdeck@', 'guest_of_the_house@') });
    try {
      await makeNotes(guest, 'postgres');
      expect((await sql`select from pg_extension where extname = 'pg_trgm'`.execute(guest.db)).rows).toHaveLength(0);
      await write(guest, ['50% off_er']);
      expect(await find(guest, '0% of')).toEqual([0]);
      expect(await find(guest, 'ffe')).toEqual([]);
    } finally {
      await guest.close();
    }
  });
});
