import { describe, expect, it } from 'vitest';
import type { Client } from '#shared/client.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { forEachServer, type Caller, type TestServer } from '../support/server.ts';
import { rounds, saw } from './drill.ts';
import { outcomeOf, tallyOf, type Outcome } from './outcomes.ts';
import { applicationOf, planOf, settled } from './world.ts';

/** So many superadmins begin each round; the survivors of the one before are among them. */
const present = 3;
/** Plans take long to make, so they are not in every round. */
const plansEvery = 5;

type Attack = () => Promise<unknown>;

describe('superadmins who take each other away', () => {
  forEachServer((kind, servers) => {
    it('U6, U7: never leave nobody, whichever way they go at it at the same time', async () => {
      const database = await servers.settings();
      const server = await servers.startOn(database);
      // PostgreSQL has several processes: half of the attacks come through another one.
      const other = kind === 'postgres' ? await servers.startOn(database) : server;
      const outcomes: Outcome[] = [];
      const left = new Map<number, number>();
      const wanted = rounds(3, 250);
      let survivors: Caller[] = [];
      for (let round = 0; round < wanted; round += 1) {
        const admins = [...survivors.slice(0, present)];
        while (admins.length < present) admins.push(await server.person('superadmin'));
        const attacks = (await Promise.all(admins.map((admin, index) => attacksOf(index % 2 === 0 ? server : other, admin, admins, round)))).flat();
        outcomes.push(...(await Promise.all(shuffled(attacks).map((attack) => outcomeOf(attack())))));
        survivors = await ableToSignIn(server, [...admins, ...survivors]);
        expect(survivors.length, `round ${round}`).toBeGreaterThanOrEqual(1);
        left.set(survivors.length, (left.get(survivors.length) ?? 0) + 1);
      }
      saw(`${kind}: ${wanted} rounds, ${outcomes.length} attacks (${tallyOf(outcomes)}); left over: ${[...left].map(([count, times]) => `${count} superadmins ${times} times`).join(', ')}`);
      expect(outcomes.some(({ code }) => code === 'ok')).toBe(true);
      expect(outcomes.filter(({ code }) => code === 'internal')).toEqual([]);
    });
  });
});

/** What one superadmin does to the others and to themselves, all at once. */
async function attacksOf(server: TestServer, admin: Caller, admins: readonly Caller[], round: number): Promise<Attack[]> {
  const client = server.clientOf(admin.token);
  const victims = admins.filter(({ id }) => id !== admin.id);
  const single = await Promise.all([...victims, admin].map(async ({ id }) => {
    const { version } = await client.call('users.get', { id });
    const ways: Attack[] = [
      () => client.call('users.update', { id, version, platformRole: 'user' }),
      () => client.call('users.deactivate', { id, version }),
      () => client.call('users.delete', { id, version }),
      () => client.call('users.makeUnlicensed', { id, version }),
      () => client.call('users.update', { id, version, kind: 'contact' }),
    ];
    return ways[Math.floor(Math.random() * ways.length)]!;
  }));
  if (round % plansEvery !== 0) return single;
  return [...single, await planAgainst(client, victims, admin.token)];
}

/** A prepared plan against all others, as a bulk action or as a file. */
async function planAgainst(client: Client, victims: readonly Caller[], token: string): Promise<Attack> {
  const plan: Plan = Math.random() < 0.5
    ? await client.call('plans.bulk', { change: { action: 'deactivate' }, selection: { ids: victims.map(({ id }) => id) } }).then(({ id }) => settled(client, id))
    : await planOf(client, ['username', 'email'], victims.map(({ username }) => [username, '']), { mode: 'delete', options: { removal: 'delete' } });
  return async () => {
    await client.call('plans.apply', applicationOf(plan, token));
    await settled(client, plan.id);
  };
}

/** Who of them still is superadmin and can sign in. Nobody else may be: the rounds made all there are. */
async function ableToSignIn(server: TestServer, admins: readonly Caller[]): Promise<Caller[]> {
  const rows = await server.foundation.database.db.selectFrom('users').select('id')
    .where('platform_role', '=', 'superadmin').where('kind', '=', 'person').where('deleted_at', 'is', null).execute();
  const ids = new Set(rows.map(({ id }) => id));
  return [...new Map(admins.map((admin) => [admin.id, admin])).values()].filter(({ id }) => ids.has(id));
}

const shuffled = <Item>(items: readonly Item[]): Item[] => items.map((item) => ({ item, place: Math.random() })).toSorted((left, right) => left.place - right.place).map(({ item }) => item);
