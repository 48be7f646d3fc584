import { describe, expect, it } from 'vitest';
import { operationIds, operations, type OperationId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { permits } from '#shared/permissions.ts';
import { builtInRoles, effectiveGrants, platformRoles, type PlatformRole } from '#shared/roles.ts';
import { toWireRequest } from '#shared/wire.ts';
import { forEachServer, type TestServer } from '../support/server.ts';

/** Somebody of the matrix: what they hold, or nobody. */
type Member = { name: string; platformRole: PlatformRole; roles: readonly string[] };

const members: Member[] = [
  ...platformRoles.filter((role) => role !== 'deactivated').map((role): Member => ({ name: role, platformRole: role, roles: [] })),
  ...builtInRoles.map(({ key }): Member => ({ name: `user with the role ${key}`, platformRole: 'user', roles: [key] })),
  { name: 'unlicensed with the role administrator', platformRole: 'unlicensed', roles: ['administrator'] },
];

const anyId = '01990000-0000-7000-8000-000000000000';

/** The least that finds the operation's route; most inputs are refused later, and permission comes first. */
function request(id: OperationId): { path: string; init: RequestInit } {
  const operation: Operation = operations[id];
  const { method, path, headers } = toWireRequest(operation, { id: anyId, number: 1, ...(operation.ifMatch ? { version: 999 } : {}) });
  const body = method === 'POST' || method === 'PATCH' || method === 'PUT' ? { body: '{"unknown":true}' } : {};
  const bare = path.split('?', 1)[0]!;
  return { path: method === 'GET' || method === 'DELETE' ? `${bare}?unknown=true` : bare, init: { method, headers: { ...headers, 'content-type': 'application/json' }, ...body } };
}

type Decision = 'let in' | 'not signed in' | 'not allowed';

async function decision(server: TestServer, id: OperationId, token: string | undefined): Promise<Decision> {
  const { path, init } = request(id);
  const answer = await server.fetch(path, { ...init, headers: { ...(init.headers as Record<string, string>), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } });
  const problem = (await answer.json()) as { code?: string };
  // With an unknown field every input is invalid: whoever is let in hears that, and nothing is changed.
  if (problem.code === 'invalid_input') return 'let in';
  if (problem.code === 'not_signed_in' && answer.status === 401) return 'not signed in';
  if (problem.code === 'not_allowed' && answer.status === 403) return 'not allowed';
  throw new Error(`${id} answered ${answer.status} ${JSON.stringify(problem)}`);
}

/** How every operation receives the bearer of a token. */
async function decisions(server: TestServer, token: string | undefined): Promise<Record<string, Decision>> {
  return Object.fromEntries(await Promise.all(operationIds.map(async (id) => [id, await decision(server, id, token)] as const)));
}

/** What the catalogue says (R4). */
function expected(id: OperationId, member: Member): Decision {
  const { permission }: Operation = operations[id];
  if (permission === 'public' || permission === 'self') return 'let in';
  return permits(effectiveGrants(member.platformRole, member.roles), permission) ? 'let in' : 'not allowed';
}

const table = (decide: (id: OperationId) => Decision): Record<string, Decision> => Object.fromEntries(operationIds.map((id) => [id, decide(id)]));

describe('who may call what', () => {
  forEachServer((_kind, servers) => {
    it('R4, R16: every operation, called as every built-in role and platform level, is let in or not as the catalogue says', async () => {
      const server = await servers.start();
      for (const member of members) {
        const { token } = await server.person(member.platformRole, { roles: [...member.roles] });
        expect(await decisions(server, token), member.name).toEqual(table((id) => expected(id, member)));
      }
    });

    it('R16, X5: without a token, with a wrong, ended or expired one, or as a deactivated person, only public operations are', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const onlyPublic = table((id) => (operations[id].permission === 'public' ? 'let in' : 'not signed in'));
      const decide = (token: string | undefined): Promise<Record<string, Decision>> => decisions(server, token);
      const admin = await server.person('superadmin');

      expect(await decide(undefined)).toEqual(onlyPublic);
      expect(await decide(`qd_${'A'.repeat(43)}`)).toEqual(onlyPublic);

      const gone = await server.person('superadmin');
      await admin.client.call('users.deactivate', { id: gone.id, version: 1 });
      expect(await decide(gone.token)).toEqual(onlyPublic);

      const { token: ended } = await admin.client.call('tokens.create', { name: 'Ended', expiresAt: new Date(now + 60_000).toISOString() });
      const ofAdmin = await admin.client.call('tokens.list', {});
      await admin.client.call('tokens.revoke', { id: ofAdmin.items.find(({ name }) => name === 'Ended')!.id });
      expect(await decide(ended)).toEqual(onlyPublic);

      const { token: expiring } = await admin.client.call('tokens.create', { name: 'Short', expiresAt: new Date(now + 60_000).toISOString() });
      now += 60_001;
      expect(await decide(expiring)).toEqual(onlyPublic);
    });

    it('X5: a scoped token is let in only where its scope and its owner both permit', async () => {
      const server = await servers.start();
      const admin = await server.person('admin');
      const { token } = await admin.client.call('tokens.create', { name: 'Reader', scope: ['users:reader', 'imports:member'], expiresAt: new Date(Date.now() + 60_000).toISOString() });
      const scope = { users: 'reader', imports: 'member' } as const;
      expect(await decisions(server, token)).toEqual(
        table((id) => {
          const { permission }: Operation = operations[id];
          return permission === 'public' || permission === 'self' || permits(scope, permission) ? 'let in' : 'not allowed';
        }),
      );
    });

    it('U3: where the installation switches the admin level off, an admin is let in where a user is', async () => {
      const server = await servers.start();
      const root = await server.person('superadmin');
      const admin = await server.person('admin');
      await root.client.call('settings.update', { adminLevelEnabled: false, version: 1 });
      expect(await decisions(server, admin.token)).toEqual(table((id) => expected(id, { name: 'user', platformRole: 'user', roles: [] })));
    });
  });
});
