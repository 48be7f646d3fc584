import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type DatabaseOpener, forEachDatabase, onDatabase } from '../../test/support/databases.ts';
import type { Database } from './database.ts';
import { uniqueViolation } from './database-errors.ts';
import type { DatabaseKind } from './kinds.ts';
import { onCommit, transaction } from './transaction.ts';

type Tables = { accounts: { id: string; owner: string; amount: number } };

async function makeAccounts({ db }: Database<Tables>, kind: DatabaseKind): Promise<void> {
  const text = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
  await db.schema
    .createTable('accounts')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addUniqueConstraint('accounts_owner_amount', ['owner', 'amount'])
    .execute();
  await db.insertInto('accounts').values([{ id: 'a', owner: 'anna', amount: 100 }, { id: 'b', owner: 'bea', amount: 100 }]).execute();
}

async function amounts({ db }: Database<Tables>): Promise<number[]> {
  const rows = await db.selectFrom('accounts').select('amount').orderBy('id').execute();
  return rows.map(({ amount }) => amount);
}

async function makeDatabase(open: DatabaseOpener): Promise<Database<Tables>> {
  const database = await open.empty<Tables>();
  await makeAccounts(database, database.kind);
  return database;
}

forEachDatabase((_kind, open) => {
  const make = (): Promise<Database<Tables>> => makeDatabase(open);

  describe.each([false, true])('heavy: %s', (heavy) => {
    it('keeps all of the work or nothing', async () => {
      const database = await make();
      await transaction(database, (trx) => trx.updateTable('accounts').set({ amount: 50 }).where('id', '=', 'a').execute(), { heavy });
      const failing = transaction(database, async (trx) => {
        await trx.updateTable('accounts').set({ amount: 0 }).execute();
        throw new Error('changed my mind');
      }, { heavy });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await amounts(database)).toEqual([50, 100]);
    });

    it('loses no update when many change the same row at once', async () => {
      const database = await make();
      const addOne = (): Promise<void> => transaction(database, async (trx) => {
        const { amount } = await trx.selectFrom('accounts').select('amount').where('id', '=', 'a').executeTakeFirstOrThrow();
        await trx.updateTable('accounts').set({ amount: amount + 1 }).where('id', '=', 'a').execute();
      }, { heavy, lockTables: ['accounts'] });
      await Promise.all(Array.from({ length: 20 }, addOne));
      expect(await amounts(database)).toEqual([120, 100]);
    });

    it('calls the hooks after the commit, in order, and none after a rollback', async () => {
      const database = await make();
      const calls: string[] = [];
      await transaction(database, async (trx) => {
        onCommit(trx, () => calls.push('first'));
        onCommit(trx, () => calls.push('second'));
        await trx.updateTable('accounts').set({ amount: 1 }).where('id', '=', 'a').execute();
        expect(calls).toEqual([]);
      }, { heavy });
      expect(calls).toEqual(['first', 'second']);
      const failing = transaction(database, async (trx) => {
        onCommit(trx, () => calls.push('never'));
        throw new Error('no');
      }, { heavy });
      await expect(failing).rejects.toThrow('no');
      expect(calls).toEqual(['first', 'second']);
    });

    it('stops at the next statement once nobody wants it, and changes nothing', async () => {
      const database = await make();
      const controller = new AbortController();
      const stopped = transaction(database, async (trx) => {
        await trx.updateTable('accounts').set({ amount: 0 }).execute();
        controller.abort();
        await trx.deleteFrom('accounts').execute();
      }, { heavy, signal: controller.signal });
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
      expect(await amounts(database)).toEqual([100, 100]);
    });

    it('does not begin when cancelled before, nor commit when cancelled at the end', async () => {
      const database = await make();
      const early = transaction(database, (trx) => trx.deleteFrom('accounts').execute(), { heavy, signal: AbortSignal.abort() });
      await expect(early).rejects.toMatchObject({ code: 'cancelled' });
      const controller = new AbortController();
      const late = transaction(database, async (trx) => {
        await trx.deleteFrom('accounts').execute();
        controller.abort();
      }, { heavy, signal: controller.signal });
      await expect(late).rejects.toMatchObject({ code: 'cancelled' });
      expect(await amounts(database)).toEqual([100, 100]);
    });

    it('a snapshot sees one moment and refuses to write', async () => {
      const database = await make();
      await transaction(database, async (trx) => {
        await trx.selectFrom('accounts').selectAll().execute();
        await database.db.updateTable('accounts').set({ amount: 7 }).where('id', '=', 'a').execute();
        const { amount } = await trx.selectFrom('accounts').select('amount').where('id', '=', 'a').executeTakeFirstOrThrow();
        expect(amount).toBe(100);
      }, { heavy, readOnly: true });
      const writing = transaction(database, (trx) => trx.deleteFrom('accounts').execute(), { heavy, readOnly: true });
      await expect(writing).rejects.toThrow(/readonly|read-only/);
      expect(await amounts(database)).toEqual([7, 100]);
    });
  });

  it('U6: two transactions that each check the other\'s row do not both succeed in emptying the house', async () => {
    const database = await make();
    const leave = (id: string): Promise<void> => transaction(database, async (trx) => {
      const rest = await trx.selectFrom('accounts').select('id').where('amount', '>', 0).where('id', '!=', id).execute();
      // Time for the other to look as well, where the database lets it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (rest.length === 0) throw new Error('somebody must stay');
      await trx.updateTable('accounts').set({ amount: 0 }).where('id', '=', id).execute();
    });
    const outcomes = await Promise.allSettled([leave('a'), leave('b')]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await amounts(database)).filter((amount) => amount > 0)).toHaveLength(1);
  });

  it('names the columns of a violated unique constraint in the same words', async () => {
    const database = await make();
    const violation = async (work: Promise<unknown>): Promise<string | undefined> => work.then(() => undefined, uniqueViolation);
    const { db } = database;
    expect(await violation(db.insertInto('accounts').values({ id: 'a', owner: 'x', amount: 1 }).execute())).toBe('accounts.id');
    expect(await violation(db.insertInto('accounts').values({ id: 'c', owner: 'anna', amount: 100 }).execute())).toBe('accounts.owner,accounts.amount');
    expect(await violation(sql`insert into accounts (id) values ('d')`.execute(db))).toBeUndefined();
    const inside = transaction(database, (trx) => trx.insertInto('accounts').values({ id: 'b', owner: 'y', amount: 1 }).execute(), { heavy: true });
    expect(await violation(inside)).toBe('accounts.id');
  });

  it('gives back what it held: a thousand transactions later everything still answers', async () => {
    const database = await make();
    for (let round = 0; round < 100; round += 1) {
      await Promise.allSettled(Array.from({ length: 10 }, (_, n) => transaction(database, async (trx) => {
        await trx.selectFrom('accounts').selectAll().execute();
        if (n % 2 === 0) throw new Error('odd one out');
      }, { heavy: n % 3 === 0, readOnly: n % 5 === 0 })));
    }
    expect(database.waiting()).toBe(0);
    expect(await amounts(database)).toEqual([100, 100]);
  });
});

onDatabase('postgres', (open) => {
  const make = (): Promise<Database<Tables>> => makeDatabase(open);

  it('a statement that runs is stopped too', async () => {
    const database = await make();
    const controller = new AbortController();
    const began = performance.now();
    const sleeping = transaction(database, (trx) => sql`select pg_sleep(30)`.execute(trx), { heavy: true, signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(sleeping).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('work that lost against another is run again', async () => {
    const database = await make();
    let runs = 0;
    await transaction(database, async (trx) => {
      runs += 1;
      const { amount } = await trx.selectFrom('accounts').select('amount').where('id', '=', 'a').executeTakeFirstOrThrow();
      if (runs === 1) await database.heavy.updateTable('accounts').set({ amount: amount + 10 }).where('id', '=', 'a').execute();
      await trx.updateTable('accounts').set({ amount: amount + 1 }).where('id', '=', 'a').execute();
    });
    expect(runs).toBe(2);
    expect(await amounts(database)).toEqual([111, 100]);
  });
});
