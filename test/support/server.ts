import axios from 'axios';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { createClient, type Client } from '#shared/client.ts';
import type { PlatformRole } from '#shared/roles.ts';
import type { Actor } from '../../server/actor.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../server/app.ts';
import type { DatabaseSettings } from '../../server/db/database.ts';
import type { DatabaseKind } from '../../server/db/kinds.ts';
import { auditedTransaction } from '../../server/domains/audit/audited-transaction.ts';
import { superadminState, systemActor } from '../../server/domains/session/first-superadmin.ts';
import { issueToken } from '../../server/domains/session/tokens.service.ts';
import { writeUsers } from '../../server/domains/users/user-writes.ts';
import type { UserState } from '../../server/domains/users/user-state.ts';
import { defaultLimits } from '../../server/http/limits.ts';
import { uuidv7 } from '../../server/identifiers.ts';
import { forEachDatabase } from './databases.ts';

/** Somebody who uses the API of a server under test. */
export type Caller = {
  id: string;
  username: string;
  token: string;
  /** The product's own client, as this person. */
  client: Client;
};

export type TestServer = RunningServer & {
  /** The product's own client without a token. */
  anonymous: Client;
  /** A client with any token. */
  clientOf(token: string | undefined): Client;
  /** Makes a person of that platform role, holding those roles, with a token that may do all they may. */
  person(platformRole: PlatformRole, more?: Partial<UserState>): Promise<Caller>;
  /** A raw request, for what the client never sends. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** How many entries the audit log has. */
  auditEntries(): Promise<{ sequence: number; action: string; table: string; recordId: string }[]>;
};

/** Starts servers for one test; each is stopped after it. */
export type ServerStarter = {
  /** On a fresh database with the product's schema. */
  start(options?: Partial<ServerOptions>): Promise<TestServer>;
  /** Where a fresh database is, for several servers or several starts on the same one. */
  settings(): Promise<DatabaseSettings>;
  startOn(database: DatabaseSettings, options?: Partial<ServerOptions>): Promise<TestServer>;
};

/** Registers the same tests once for each database, with real servers on it. */
export function forEachServer(tests: (kind: DatabaseKind, servers: ServerStarter) => void): void {
  forEachDatabase((kind, open) => {
    const running: TestServer[] = [];
    // Registered after the databases' own, so it runs before they are removed.
    afterEach(async () => {
      for (const server of running.splice(0)) await server.close();
    });
    const startOn = async (database: DatabaseSettings, options: Partial<ServerOptions> = {}): Promise<TestServer> => {
      const server = await startTestServer(database, options);
      running.push(server);
      return server;
    };
    tests(kind, { start: async (options) => startOn(await open.settings(), options), settings: () => open.settings(), startOn });
  });
}

const nobody: Actor = systemActor('Test', 'test', { requestId: null, client: null });

/**
 * Starts the product's server on a database, as `serve` does, with answers held strictly against the contract. Whoever
 * starts it closes it (closing twice does no harm).
 */
export async function startTestServer(database: DatabaseSettings, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({
    database,
    installation: { name: 'Test', deployment: 'enterprise' },
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    embedded: false,
    trustedProxies: [],
    limits: { ...defaultLimits, perToken: 1_000_000, perAddress: 1_000_000, eventLoopDelay: 60_000 },
    outputMode: 'strict',
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
    ...options,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await server.close();
  };
  const clientOf = (token: string | undefined): Client =>
    createClient(axios.create({ baseURL: server.url, timeout: 30_000, headers: { 'User-Agent': 'quarterdeck-test/1.0', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) } }));
  return {
    ...server,
    close,
    anonymous: clientOf(undefined),
    clientOf,
    person: async (platformRole, more = {}) => makePerson(server, clientOf, platformRole, more),
    fetch: (path, init) => fetch(server.url + path, init),
    auditEntries: () =>
      server.foundation.database.db.selectFrom('audit_entries').select(['sequence', 'action', 'table_name as table', 'record_id as recordId']).orderBy('sequence').execute(),
  };
}

async function makePerson({ foundation }: RunningServer, clientOf: (token: string) => Client, platformRole: PlatformRole, more: Partial<UserState>): Promise<Caller> {
  const id = uuidv7(new Date());
  const username = more.username ?? `${platformRole}.${id.slice(-12)}`;
  const state: UserState = { ...superadminState({ username, email: `${username}@example.com`, displayName: '', locale: 'en' }), platformRole, ...more };
  const expiresAt = new Date(foundation.clock().getTime() + 60 * 60_000).toISOString();
  const token = await auditedTransaction(foundation, nobody, async (tx) => {
    const now = foundation.clock();
    await writeUsers(tx, nobody, [{ action: 'create', id, before: null, after: state }], now.toISOString());
    return (await issueToken(tx, { id, name: username }, { kind: 'api', name: 'Test', scope: null, expiresAt }, now)).token;
  });
  return { id, username, token, client: clientOf(token) };
}
