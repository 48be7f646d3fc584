import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { loadSqliteBinding, type SqliteBindingName } from './sqlite-binding.ts';
import { transaction } from './transaction.ts';

type Tables = { notes: { id: number; words: string | null; picture: Uint8Array | null; done: boolean | null } };

const hasNodeSqlite = process.getBuiltinModule('node:sqlite') !== undefined;
const bindings: readonly SqliteBindingName[] = ['node:sqlite', '@photostructure/sqlite'];

/** Long enough to be noticed, in the database alone. */
const longStatement = sql<{ n: number }>`with recursive counted (n) as (select 1 union all select n + 1 from counted where n < 3000000) select max(n) as n from counted`;

it('prefers the SQLite of the runtime, and takes the package where there is none', () => {
  expect(loadSqliteBinding()).toBe(loadSqliteBinding(hasNodeSqlite ? 'node:sqlite' : '@photostructure/sqlite'));
});

describe.each(bindings)('over %s', (binding) => {
  const missing = binding === 'node:sqlite' && !hasNodeSqlite;
  let folder: string;
  let file: string;
  let database: Database<Tables>;

  beforeEach(async (context) => {
    context.skip(missing, 'This runtime has no node:sqlite.');
    folder = await mkdtemp(path.join(tmpdir(), 'quarterdeck-sqlite-'));
    file = path.join(folder, 'notes.db');
    database = openDatabase<Tables>({ kind: 'sqlite', file, binding });
    await sql`create table notes (id integer primary key, words text unique, picture blob, done boolean)`.execute(database.db);
  });

  afterEach(async () => {
    if (missing) return;
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const count = async (on: 'db' | 'heavy' = 'db'): Promise<number> => {
    const { n } = await database[on].selectFrom('notes').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
    return n;
  };
  const add = (...ids: number[]): Promise<unknown> => database.db.insertInto('notes').values(ids.map((id) => ({ id, words: `note ${id}`, picture: null, done: false }))).execute();

  it.each(['db', 'heavy'] as const)('runs every connection of %s with full durability, foreign keys and without trust', async (on) => {
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema'];
    const expected = ['wal', 2, 1, 0];
    const look = async (ask: (pragma: string) => Promise<unknown[]>): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (const pragma of pragmas) found.push(...(await ask(pragma)).flatMap((row) => Object.values(row as object) as unknown[]));
      return found;
    };
    const reader = (pragma: string): Promise<unknown[]> => sql.raw(`pragma ${pragma}`).execute(database[on]).then(({ rows }) => rows);
    expect(await look(reader)).toEqual(expected);
    for (const readOnly of [false, true]) {
      await transaction(database, async (trx) => {
        expect(await look((pragma) => sql.raw(`pragma ${pragma}`).execute(trx).then(({ rows }) => rows))).toEqual(expected);
      }, { heavy: on === 'heavy', readOnly });
    }
  });

  it.each(['db', 'heavy'] as const)('cannot be talked into damaging the file (defensive mode, %s)', async (on) => {
    await expect(sql`update sqlite_master set sql = 'nonsense'`.execute(database[on])).rejects.toThrow(/may not be modified/);
  });

  it.each(['db', 'heavy'] as const)('converts values on the way in and gives them back (%s)', async (on) => {
    const at = new Date(Date.UTC(2026, 0, 31, 12));
    await sql`insert into notes (id, words, picture, done) values (${7n}, ${at}, ${new Uint8Array([1, 2])}, ${true}), (8, ${undefined}, null, null)`.execute(database[on]);
    const rows = await database[on].selectFrom('notes').selectAll().orderBy('id').execute();
    expect(rows.map((row) => ({ ...row, picture: row.picture && [...row.picture] }))).toEqual([
      { id: 7, words: '2026-01-31T12:00:00.000Z', picture: [1, 2], done: true },
      { id: 8, words: null, picture: null, done: null },
    ]);
    await expect(sql`select ${{ an: 'object' }}`.execute(database[on])).rejects.toThrow(TypeError);
  });

  it.each(['db', 'heavy'] as const)('answers how many rows changed, and what a statement returns (%s)', async (on) => {
    await add(1, 2, 3);
    const updated = await database[on].updateTable('notes').set({ words: null }).where('id', '<', 3).executeTakeFirstOrThrow();
    expect(updated.numUpdatedRows).toBe(2n);
    expect(await database[on].deleteFrom('notes').where('id', '=', 3).returning('words').execute()).toEqual([{ words: 'note 3' }]);
  });

  it('writes through a statement that begins like a reading one', async () => {
    await sql`with fresh (id) as (values (5)) insert into notes (id) select id from fresh`.execute(database.db);
    expect(await count()).toBe(1);
  });

  it('leaves the event loop free while heavy computes', async () => {
    await count('heavy');
    let worst = 0;
    let ticks = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
      ticks += 1;
    }, 5);
    const began = performance.now();
    const { rows } = await longStatement.execute(database.heavy);
    const took = performance.now() - began;
    clearInterval(timer);
    expect(rows).toEqual([{ n: 3_000_000 }]);
    expect(ticks).toBeGreaterThan(3);
    expect(worst).toBeLessThan(took / 2);
  });

  it('lets others have a turn in a long chain of short statements', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const end = performance.now() + 300;
    while (performance.now() < end) await count();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it('lets readers read what is committed while a heavy transaction writes, and writers wait their turn', async () => {
    await add(1);
    const order: string[] = [];
    let began: () => void = () => {};
    const writing = new Promise<void>((resolve) => {
      began = resolve;
    });
    const heavy = transaction(database, async (trx) => {
      await trx.insertInto('notes').values({ id: 2, words: 'heavy', picture: null, done: false }).execute();
      began();
      await longStatement.execute(trx);
      order.push('heavy');
    }, { heavy: true });
    await writing;
    const short = add(3).then(() => order.push('short'));
    expect(await count()).toBe(1);
    expect(database.waiting()).toBe(1);
    await Promise.all([heavy, short]);
    expect(order).toEqual(['heavy', 'short']);
    expect(await count('heavy')).toBe(3);
  });

  it('an export goes on while a plan is computed', async () => {
    await add(1);
    await count('heavy');
    const order: string[] = [];
    const plan = transaction(database, async (trx) => {
      await longStatement.execute(trx);
      order.push('plan');
    }, { heavy: true });
    const reading = count('heavy').then(() => order.push('export'));
    await Promise.all([plan, reading]);
    expect(order).toEqual(['export', 'plan']);
  });

  it.each(['db', 'heavy'] as const)('streams in chunks, sees one moment, and reads newer rows beside it (%s)', async (on) => {
    await add(...Array.from({ length: 250 }, (_, n) => n));
    const seen: number[] = [];
    for await (const { id } of database[on].selectFrom('notes').select('id').orderBy('id').stream(100)) {
      if (id === 50) {
        await add(1_000);
        expect(await count(on)).toBe(251);
      }
      seen.push(id);
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => n));
  });

  it.each(['db', 'heavy'] as const)('ends a stream whose reader has seen enough (%s)', async (on) => {
    await add(...Array.from({ length: 50 }, (_, n) => n));
    for (let round = 0; round < 20; round += 1) {
      for await (const { id } of database[on].selectFrom('notes').select('id').stream(10)) if (id > 11) break;
    }
    expect(await count(on)).toBe(50);
  });

  it('streams inside a transaction see its own writes', async () => {
    await transaction(database, async (trx) => {
      await trx.insertInto('notes').values({ id: 1, words: 'mine', picture: null, done: false }).execute();
      const seen: (string | null)[] = [];
      for await (const { words } of trx.selectFrom('notes').select('words').stream(1)) seen.push(words);
      expect(seen).toEqual(['mine']);
    }, { heavy: true });
  });

  it.each(['db', 'heavy'] as const)('goes on after a failed statement (%s)', async (on) => {
    await expect(sql`select one from nowhere`.execute(database[on])).rejects.toThrow(/no such table/);
    await expect(database[on].insertInto('notes').values([{ id: 1, words: 'a', picture: null, done: null }, { id: 1, words: 'b', picture: null, done: null }]).execute()).rejects.toThrow(/UNIQUE/);
    expect(await count(on)).toBe(0);
  });

  it('holds the same rows after closing and opening', async () => {
    await add(1, 2);
    await database.close();
    database = openDatabase<Tables>({ kind: 'sqlite', file, binding });
    expect(await count()).toBe(2);
  });
});
