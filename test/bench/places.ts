import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import pg from 'pg';
import { createClient, type Client } from '#shared/client.ts';
import type { DatabaseKind } from '../../server/db/kinds.ts';
import { openDatabase, type DatabaseSettings } from '../../server/db/database.ts';
import { migrate } from '../../server/db/migrate.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { auditedTransaction } from '../../server/domains/audit/audited-transaction.ts';
import { issueToken } from '../../server/domains/session/tokens.service.ts';
import type { UserState, UserWrite } from '../../server/domains/users/user-state.ts';
import { uuidv7 } from '../../server/identifiers.ts';
import { addPeople, personState, systemActor, testFoundation, write } from '../support/people.ts';
import { startPostgres } from '../support/postgres.ts';
import { startStandaloneServer } from '../support/standalone-server.ts';
import { say } from './measuring.ts';
import { personCells } from './people.ts';

/** A server program on a database of its own, with people in it. */
export type BenchServer = { url: string; pid: number; token: string; client: Client; settings: DatabaseSettings; stop(): Promise<void> };

/** Where servers of one bench run; everything is removed at its end. */
export type BenchPlace = {
  folder: string;
  /** A server on a fresh copy of a database with so many people; the first one makes it. */
  server(people: number): Promise<BenchServer>;
  /** A fresh copy of that database, for the peer. */
  database(people: number): Promise<{ settings: DatabaseSettings; token: string }>;
  end(): Promise<void>;
};

const seedPortion = 5_000;

/** @throws Error when the machine has no PostgreSQL and cannot get one. */
export async function openPlace(kind: DatabaseKind): Promise<BenchPlace> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-bench-'));
  const cluster = kind === 'postgres' ? await startPostgres() : undefined;
  const templates = new Map<number, Promise<{ settings: DatabaseSettings; token: string }>>();
  const servers: BenchServer[] = [];
  let copies = 0;
  const nextSettings = async (name: string, template?: DatabaseSettings): Promise<DatabaseSettings> => {
    if (cluster === undefined) {
      const file = path.join(folder, name, 'quarterdeck.db');
      mkdirSync(path.dirname(file), { recursive: true });
      if (template?.kind === 'sqlite') copyFileSync(template.file, file);
      return { kind: 'sqlite', file };
    }
    await ask(cluster.url, `create database ${name}${template?.kind === 'postgres' ? ` template ${new URL(template.url).pathname.slice(1)}` : ''}`);
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    return { kind: 'postgres', url: url.href, poolSize: 10 };
  };
  const template = (people: number): Promise<{ settings: DatabaseSettings; token: string }> => {
    const made = templates.get(people) ?? nextSettings(`template_${people}`).then(async (settings) => ({ settings, token: await seed(settings, people) }));
    templates.set(people, made);
    return made;
  };
  const database = async (people: number): Promise<{ settings: DatabaseSettings; token: string }> => {
    const made = await template(people);
    copies += 1;
    return { settings: await nextSettings(`copy_${copies}`, made.settings), token: made.token };
  };
  return {
    folder,
    database,
    server: async (people) => {
      const { settings, token } = await database(people);
      const server = await startProgram(settings, token, path.join(folder, `copy_${copies}`));
      servers.push(server);
      return server;
    },
    end: async () => {
      for (const server of servers) await server.stop();
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A person as the files of people.ts have them. */
export function stateOf(number: number): UserState {
  const [username, email, , displayName, firstName, lastName, jobTitle, company, department, externalId, businessPhone] = personCells(number) as [string, string, string, string, string, string, string, string, string, string, string];
  return personState(username, { email, displayName, firstName, lastName, jobTitle, company, department, externalId, businessPhone });
}

/** Fills a new database through the product's own writing; answers the token of its superadmin. */
async function seed(settings: DatabaseSettings, people: number): Promise<string> {
  const database = openDatabase(settings);
  try {
    await migrate(database, migrations);
    const foundation = await testFoundation(database);
    const [rootUser] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin', protected: true })]);
    const expiresAt = new Date(Date.now() + 24 * 60 * 60_000).toISOString();
    const { token } = await auditedTransaction(foundation, systemActor, (tx) => issueToken(tx, { id: rootUser!.id, name: 'root' }, { kind: 'api', name: 'Bench', scope: null, expiresAt }, new Date()));
    await seedPeople(settings, people);
    return token;
  } finally {
    await database.close();
  }
}

/** Adds people to a database that a server has made. Nothing else may write to it meanwhile. */
export async function seedPeople(settings: DatabaseSettings, people: number): Promise<void> {
  say(`seeding ${people.toLocaleString('en')} people on ${settings.kind} …`);
  const database = openDatabase(settings);
  try {
    // Their entries are older than the day that the safety brake looks back.
    const foundation = await testFoundation(database, () => new Date(Date.now() - 2 * 24 * 60 * 60_000));
    for (let start = 0; start < people; start += seedPortion) {
      const writes = Array.from({ length: Math.min(seedPortion, people - start) }, (_, index): UserWrite => ({ action: 'create', id: uuidv7(new Date()), before: null, after: stateOf(start + index) }));
      await write(foundation, systemActor, writes);
    }
    if (settings.kind === 'postgres') await ask(settings.url, 'vacuum analyze');
  } finally {
    await database.close();
  }
}

async function startProgram(settings: DatabaseSettings, token: string, folder: string): Promise<BenchServer> {
  const [data, database] = settings.kind === 'sqlite' ? [path.dirname(settings.file), undefined] : [folder, settings.url];
  const { url, pid, stop } = await startStandaloneServer(data, 0, { database, parameters: ['--log-level', 'warn', '--requests-per-token', '100000000', '--requests-per-address', '100000000'] });
  const client = createClient(axios.create({ baseURL: url, timeout: 120_000, headers: { 'User-Agent': 'quarterdeck-bench/1.0', Authorization: `Bearer ${token}` } }));
  return { url, pid, token, client, settings, stop };
}
