import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { forEachDatabase, onDatabase } from '../../test/support/databases.ts';
import { type Database, openDatabase, pingDatabase } from './database.ts';
import { toDatabaseError } from './database-errors.ts';
import { createPostgresPool, QuarterdeckPostgresDialect } from './postgres-dialect.ts';
import { loadSqliteBinding } from './sqlite-binding.ts';
import { transaction } from './transaction.ts';

type Tables = { papers: { id: number; words: string } };

async function makePapers(database: Database<Tables>): Promise<void> {
  await database.db.schema.createTable('papers').addColumn('id', 'integer').addColumn('words', 'text').execute();
}

async function write({ db }: Database<Tables>, id: number): Promise<void> {
  await db.insertInto('papers').values({ id, words: 'x' }).execute();
}

forEachDatabase((kind, open) => {
  it.each([false, true])('a full disk is storage_full, nothing is changed, and writing works again afterwards (heavy: %s)', async (heavy) => {
    const database = await open.empty<Tables>();
    await makePapers(database);
    const filling = transaction(database, async (trx) => {
      await trx.insertInto('papers').values({ id: 1, words: 'small' }).execute();
      if (kind === 'postgres') await sql`do $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$`.execute(trx);
      await sql`pragma max_page_count = 1`.execute(trx);
      await trx.insertInto('papers').values({ id: 2, words: 'large '.repeat(100_000) }).execute();
    }, { heavy });
    await expect(filling).rejects.toMatchObject({ code: 'storage_full' });
    expect(await database.db.selectFrom('papers').selectAll().execute()).toEqual([]);
    if (kind === 'sqlite') await transaction(database, (trx) => sql`pragma max_page_count = 1000000`.execute(trx), { heavy });
    await transaction(database, (trx) => trx.insertInto('papers').values({ id: 3, words: 'again' }).execute(), { heavy });
    expect(await database.db.selectFrom('papers').select('id').execute()).toEqual([{ id: 3 }]);
  });

  it('a statement that is wrong stays what it is', async () => {
    const database = await open.empty<Tables>();
    await expect(sql`select * from nowhere`.execute(database.db)).rejects.toThrow(/nowhere/);
    await expect(sql`select * from nowhere`.execute(database.db)).rejects.not.toHaveProperty('problem');
    expect(toDatabaseError('no error at all')).toBe('no error at all');
  });
});

it('a PostgreSQL that is not there is unavailable', async () => {
  const database = openDatabase({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/nothing', poolSize: 1 });
  await expect(pingDatabase(database)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(transaction(database, (trx) => sql`select 1`.execute(trx))).rejects.toMatchObject({ code: 'unavailable' });
  await database.close();
});

onDatabase('sqlite', (open) => {
  it('a write waits for another process without holding up this one', async () => {
    const settings = await open.emptySettings();
    if (settings.kind !== 'sqlite') throw new Error('This test is about SQLite.');
    const database = openDatabase<Tables>(settings);
    await makePapers(database);
    const other = new (loadSqliteBinding().DatabaseSync)(settings.file);
    other.exec('begin immediate');
    const written = write(database, 1).then(() => transaction(database, (trx) => trx.insertInto('papers').values({ id: 2, words: 'y' }).execute()));
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(Promise.race([written, Promise.resolve('still waiting')])).resolves.toBe('still waiting');
    other.exec('commit');
    other.close();
    await written;
    expect(await database.db.selectFrom('papers').select('id').execute()).toHaveLength(2);
    await database.close();
  });
});

onDatabase('postgres', (open) => {
  it('a pool without a free connection is unavailable after a bounded wait', async () => {
    const settings = await open.emptySettings();
    if (settings.kind !== 'postgres') throw new Error('This test is about PostgreSQL.');
    const pool = createPostgresPool({ url: settings.url, size: 1, waitAtMost: 200, statementTimeout: 1_000 });
    const db = new Kysely<Tables>({ dialect: new QuarterdeckPostgresDialect(pool) });
    await db.connection().execute(async () => {
      await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: 'unavailable' });
    });
    await expect(sql`select pg_sleep(20)`.execute(db)).rejects.toMatchObject({ code: 'unavailable' });
    await db.destroy();
  });
});
