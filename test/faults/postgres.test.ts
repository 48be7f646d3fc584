import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { DatabaseSettings } from '../../server/db/database.ts';
import { onDatabase } from '../support/databases.ts';
import { startStandaloneServer } from '../support/standalone-server.ts';
import { rounds, saw } from './drill.ts';
import { codesOf, outcomeOf, slowest, tallyOf, type Outcome } from './outcomes.ts';
import { applicationOf, chainOf, openWorld, peopleOf, planOf, settled, type World } from './world.ts';

/** The lock that makes audited writes serial (server/domains/audit/audited-transaction.ts). */
const chainLock = 7_101_884;
const columns: Parameters<typeof planOf>[1] = ['username', 'email', 'jobTitle'];
const file = (people: number, title: string): string[][] => Array.from({ length: people }, (_, index) => [`person.${index}`, `person.${index}@example.org`, title]);

describe('PostgreSQL in trouble', () => {
  onDatabase('postgres', (open) => {
    let world: World;
    let intruders: pg.Client[] = [];
    let database: Extract<DatabaseSettings, { kind: 'postgres' }>;

    const start = async (...parameters: string[]): Promise<World> => {
      database = (await open.settings()) as typeof database;
      world = await openWorld({ folder: await mkdtemp(path.join(tmpdir(), 'quarterdeck-fault-')), database, parameters });
      return world;
    };
    /** A session of somebody else in the same database. */
    const intrude = async (): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: database.url });
      client.on('error', () => {});
      await client.connect();
      intruders.push(client);
      return client;
    };
    afterEach(async () => {
      for (const client of intruders.splice(0)) await client.end().catch(() => {});
      await world.end();
    });

    it('a pool of two under two hundred clients answers each with what it asked or 503, and recovers by itself', async () => {
      const { token, clientOf } = await start('--pool-size', '2');
      const root = clientOf(token);
      for (let round = 0; round < rounds(1, 10); round += 1) {
        const calls = Array.from({ length: 200 }, (_, index): Promise<Outcome> => {
          if (index % 4 === 0) return outcomeOf(root.call('users.create', { username: `new.${round}.${index}`, email: `new.${round}.${index}@example.org`, displayName: 'New' }));
          return outcomeOf(index % 2 === 0 ? root.call('overview.get', {}) : root.call('users.list', {}));
        });
        const outcomes = await Promise.all(calls);
        saw(`200 at once: ${tallyOf(outcomes)}; slowest ${slowest(outcomes)} ms`);
        expect(['ok', 'unavailable']).toEqual(expect.arrayContaining(codesOf(outcomes)));
        expect(slowest(outcomes)).toBeLessThan(45_000);
        expect((await outcomeOf(world.root.call('users.list', {}))).code).toBe('ok');
      }
      expect((await chainOf(database)).problems).toEqual([]);
    });

    it('M16: backends that are terminated in the middle of an apply leave all or nothing and a server that goes on', async () => {
      const { root, token, server } = await start();
      const intruder = await intrude();
      const people = 300;
      await root.call('plans.apply', applicationOf(await planOf(root, columns, file(people, 'Sailor'), { mode: 'upsert' }), token)).then(({ id }) => settled(root, id));
      let [title, before] = ['Sailor', await peopleOf(root)];
      const seen = { applied: 0, nothing: 0 };
      for (let round = 0; round < rounds(2, 60); round += 1) {
        title = title === 'Sailor' ? 'Navigator' : 'Sailor';
        const plan = await planOf(root, columns, file(people, title), { mode: 'upsert' });
        const applying = outcomeOf(root.call('plans.apply', applicationOf(plan, token)));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
        // Every second round those that wait between two statements too; always those of the long work.
        await intruder.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'quarterdeck' ${round % 2 === 0 ? '' : 'and xact_start is not null'}`);
        expect(['ok', 'unavailable']).toContain((await applying).code);
        const ended = await settled(root, plan.id);
        const after = await peopleOf(root);
        expect(ended.state === 'applied').toBe(after !== before);
        if (ended.state === 'applied') seen.applied += 1;
        else {
          seen.nothing += 1;
          expect((await root.call('plans.apply', applicationOf(ended, token)).then(({ id }) => settled(root, id))).state).toBe('applied');
        }
        before = await peopleOf(root);
      }
      process.kill(server.pid, 0);
      saw(`${seen.applied} applied all the same, ${seen.nothing} left nothing and were applied again`);
      expect((await chainOf(database)).problems).toEqual([]);
    });

    it('M16: of two servers that apply at once, one applies', async () => {
      const { root, token, clientOf } = await start();
      const other = await startStandaloneServer(`${world.folder}/other`, 0, { database: database.url });
      try {
        const rival = clientOf(token, { url: other.url });
        const wins = { here: 0, there: 0 };
        for (let round = 0; round < rounds(2, 40); round += 1) {
          const plan = await planOf(root, columns, file(60, `Title ${round}`), { mode: 'upsert' });
          const competing = await planOf(root, columns, file(60, `Rival ${round}`), { mode: 'upsert' });
          const sameOrRival = round % 2 === 0 ? plan : competing;
          const outcomes = await Promise.all([outcomeOf(root.call('plans.apply', applicationOf(plan, token))), outcomeOf(rival.call('plans.apply', applicationOf(sameOrRival, token)))]);
          expect(outcomes.filter(({ code }) => code === 'ok').length).toBeGreaterThanOrEqual(1);
          expect(['conflict', 'ok']).toEqual(expect.arrayContaining(codesOf(outcomes)));
          const ends = [await settled(root, plan.id), await settled(root, competing.id)];
          const won = ends.filter(({ state }) => state === 'applied');
          expect(won).toHaveLength(1);
          if (sameOrRival === competing) expect(ends.find(({ state }) => state !== 'applied')?.failure).toMatchObject({ reason: 'people_changed' });
          else expect(won[0]!.failure).toBeNull();
          wins[won[0]!.id === plan.id ? 'here' : 'there'] += 1;
        }
        saw(`the first plan was applied ${wins.here} times, its rival ${wins.there} times, never both`);
      } finally {
        await other.stop();
      }
    });

    it('a transaction that loses is run again, at most eight times, and then 503', async () => {
      const { root, token, clientOf } = await start();
      const intruder = await intrude();
      const person = (await root.call('users.create', { username: 'torn', email: 'torn@example.org', displayName: 'Torn' })).user;
      await intruder.query(`
        create sequence attempts; create table losing (until bigint); insert into losing values (0);
        create function lose() returns trigger language plpgsql as $$
          begin
            if nextval('attempts') <= (select until from losing) then raise exception 'lost' using errcode = '40001'; end if;
            return new;
          end $$;
        create trigger lose before update on users for each row execute function lose()`);
      const impatient = clientOf(token);
      const tries = async (losing: number): Promise<{ code: string; attempts: number }> => {
        for (;;) {
          await intruder.query(`alter sequence attempts restart; update losing set until = ${losing}`);
          const { version } = await root.call('users.get', { id: person.id });
          const { code } = await outcomeOf(impatient.call('users.update', { id: person.id, version, jobTitle: `Lost ${losing}` }));
          const { last_value: attempts, is_called: tried } = (await intruder.query<{ last_value: string; is_called: boolean }>('select last_value, is_called from attempts')).rows[0]!;
          // A machine that is busy with other things refuses before anything was tried.
          if (tried) return { code, attempts: Number(attempts) };
        }
      };
      expect(await tries(3)).toEqual({ code: 'ok', attempts: 4 });
      expect(await tries(1_000)).toEqual({ code: 'unavailable', attempts: 8 });
      expect(await tries(0)).toEqual({ code: 'ok', attempts: 1 });
      saw('lost three times: run four times, done; lost always: run eight times, 503');
    });

    it('a session that sleeps on a lock costs writers a 503 in bounded time, readers nothing, and nobody anything afterwards', async () => {
      const { token, clientOf } = await start('--pool-size', '4');
      const root = clientOf(token);
      const sleeper = await intrude();
      await sleeper.query('begin');
      await sleeper.query(`select pg_advisory_xact_lock(${chainLock})`);
      const writers = Promise.all(Array.from({ length: 30 }, (_, index) => outcomeOf(root.call('users.create', { username: `late.${index}`, email: `late.${index}@example.org`, displayName: 'Late' }))));
      const readers: Outcome[] = [];
      let writing = true;
      void writers.finally(() => (writing = false));
      while (writing) readers.push(await outcomeOf(world.root.call('users.list', {})));
      const waited = await writers;
      saw(`${readers.length} reads while ${waited.length} writers waited: slowest read ${slowest(readers)} ms, slowest writer ${slowest(waited)} ms`);
      expect(codesOf(readers)).toEqual(['ok']);
      // Who waits for a connection is told after ten seconds that there is none.
      expect(slowest(readers)).toBeLessThan(9_000);
      expect(codesOf(waited)).toEqual(['unavailable']);
      expect(slowest(waited)).toBeLessThan(40_000);
      await sleeper.query('rollback');
      expect((await outcomeOf(world.root.call('users.create', { username: 'after', email: 'after@example.org', displayName: 'After' }))).code).toBe('ok');
    });
  });
});
