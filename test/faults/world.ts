import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { pino } from 'pino';
import { canonicalJson } from '#shared/canonical.ts';
import { createClient, type Client } from '#shared/client.ts';
import { AppError } from '#shared/errors.ts';
import type { InputOf } from '#shared/contract/index.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import type { User } from '#shared/schemas/users.ts';
import { type DatabaseSettings, withDatabase } from '../../server/db/database.ts';
import { openSigning } from '../../server/domains/audit/signing.ts';
import { verifyChain, type ChainReport } from '../../server/domains/audit/verify.ts';
import { createFeed } from '../../server/feed.ts';
import type { DatabaseKind } from '../../server/db/kinds.ts';
import { forEachDatabase } from '../support/databases.ts';
import { makeSuperadmin, startStandaloneServer, type StandaloneServer } from '../support/standalone-server.ts';

/** The server program on data of its own, with one superadmin; it can be ended and started again. */
export type World = {
  readonly database: DatabaseSettings;
  readonly folder: string;
  readonly server: StandaloneServer;
  readonly token: string;
  /** The superadmin's client. It comes again when the server has too much to do, as Retry-After asks. */
  readonly root: Client;
  /** A client with any token, of this server or another, which takes every answer for an answer. */
  clientOf(token: string, more?: { url?: string; timeout?: number }): Client;
  /** Starts the server again, on the same port; it must not run. */
  restart(): Promise<void>;
  /** Ends the server if it runs, and removes the data. */
  end(): Promise<void>;
};

type Place = { folder: string; database: DatabaseSettings; parameters?: readonly string[] };

/** Starts the program on a folder (and a PostgreSQL database, for which the folder keeps the logs). */
export async function openWorld({ folder, database, parameters }: Place): Promise<World> {
  const url = database.kind === 'postgres' ? database.url : undefined;
  const token = makeSuperadmin(folder, 'root', url);
  const start = (port: number): Promise<StandaloneServer> =>
    startStandaloneServer(folder, port, { database: url, parameters: ['--requests-per-token', '10000000', '--requests-per-address', '10000000', ...(parameters ?? [])] });
  let server = await start(0);
  const clientOf: World['clientOf'] = (of, { url: address = server.url, timeout = 60_000 } = {}) =>
    createClient(axios.create({ baseURL: address, timeout, headers: { Authorization: `Bearer ${of}` } }));
  const root = patient(clientOf(token));
  return {
    database, folder, token, root, clientOf,
    get server() {
      return server;
    },
    restart: async () => {
      server = await start(server.port);
    },
    end: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A machine that does other things as well makes the server refuse some requests before anything has happened. */
function patient(client: Client): Client {
  const until = (error: unknown, deadline: number): Promise<unknown> =>
    error instanceof AppError && error.problem.reason === 'overloaded' && Date.now() < deadline ? new Promise((resolve) => setTimeout(resolve, 500)) : Promise.reject(error);
  return {
    call: async (id, input, options = {}) => {
      const once = { idempotencyKey: randomUUID(), ...options };
      for (const deadline = Date.now() + 60_000; ; ) {
        try {
          return await client.call(id, input, once);
        } catch (error) {
          await until(error, deadline);
        }
      }
    },
    stream: async function* (id, input, options) {
      for (const deadline = Date.now() + 60_000; ; ) {
        let begun = false;
        try {
          for await (const item of client.stream(id, input, options)) {
            begun = true;
            yield item;
          }
          return;
        } catch (error) {
          await (begun ? Promise.reject(error) : until(error, deadline));
        }
      }
    },
  };
}

/** Registers a drill once for each database. `place` makes fresh data for one world. */
export function drillEachDatabase(drill: (kind: DatabaseKind, place: () => Promise<Place>) => void): void {
  forEachDatabase((kind, open) => {
    drill(kind, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'quarterdeck-fault-'));
      return { folder, database: kind === 'sqlite' ? { kind, file: path.join(folder, 'quarterdeck.db') } : await open.settings() };
    });
  });
}

/** Verifies the whole audit chain of a database (A4), whoever else uses it. */
export async function chainOf(settings: DatabaseSettings): Promise<ChainReport> {
  return withDatabase(settings, async (database) => {
    const clock = (): Date => new Date();
    return verifyChain({ database, clock, preciseTime: () => clock().toISOString(), log: pino({ level: 'silent' }), feed: createFeed(), signing: await openSigning(database, clock), publicUrl: () => '' });
  });
}

/** Everything about everybody but what every change changes, as one text (M18). */
export async function peopleOf(client: Client): Promise<string> {
  const people: unknown[] = [];
  for await (const person of client.stream('users.export', {})) people.push(lasting(person));
  return canonicalJson(people);
}

function lasting({ id: _id, version: _version, createdAt: _createdAt, lastActiveAt: _lastActiveAt, ...rest }: User): Partial<User> {
  return rest;
}

/** Waits until a plan has no running job; a database that is away for a moment is asked again. */
export async function settled(client: Client, id: string, within = 120_000): Promise<Plan> {
  const until = Date.now() + within;
  for (;;) {
    const plan = await client.call('plans.get', { id }).catch((error: unknown) => (error instanceof AppError && error.code === 'unavailable' ? undefined : Promise.reject(error)));
    if (plan !== undefined && plan.state !== 'computing' && plan.state !== 'applying') return plan;
    if (Date.now() > until) throw new Error(`The plan is still ${plan?.state ?? 'not to be read'}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type Options = { mode?: 'synchronize' | 'upsert' | 'delete'; options?: InputOf<'plans.create'>['options'] };
type Column = NonNullable<InputOf<'plans.create'>['file']['columns'][number]>;

/** Makes a plan from rows, as the console does from a file. */
export async function planOf(client: Client, columns: Column[], rows: readonly (readonly (string | null)[])[], { mode = 'synchronize', options }: Options = {}): Promise<Plan> {
  const file = { name: 'people.csv', sha256: randomUUID().replaceAll('-', '').repeat(2), size: 1, columns };
  const plan = await client.call('plans.create', { mode, file, ...(options === undefined ? {} : { options }) });
  for (let start = 0; start < rows.length; start += 5_000) {
    const part = rows.slice(start, start + 5_000).map((row, index): [number, ...(string | null)[]] => [start + index + 2, ...row]);
    await client.call('plans.stage', { id: plan.id, rows: part });
  }
  await client.call('plans.compute', { id: plan.id });
  const made = await settled(client, plan.id);
  if (made.hash === null) throw new Error(`The plan was not made: ${JSON.stringify(made.failure)}`);
  return made;
}

/** What applying a plan asks for, with the confirmation of a held one. */
export const applicationOf = (plan: Plan, token: string): InputOf<'plans.apply'> => ({
  id: plan.id,
  hash: plan.hash ?? '',
  ...(plan.brake?.held === true ? { confirmation: { count: plan.brake.people, token } } : {}),
});

/** Applies a plan and waits for the end of it. */
export async function applied(client: Client, plan: Plan, token: string): Promise<Plan> {
  await client.call('plans.apply', applicationOf(plan, token));
  return settled(client, plan.id);
}
