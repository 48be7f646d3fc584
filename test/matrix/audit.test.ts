import { describe, expect, it } from 'vitest';
import { operationIds, operations, type OperationId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { verifyChain } from '../../server/domains/audit/verify.ts';
import { forEachServer, type ServerStarter } from '../support/server.ts';
import { perform, type World } from './examples.ts';

/** Operations that want a server on which nobody is yet, or one that is embedded. */
const special: Partial<Record<OperationId, (servers: ServerStarter) => Promise<World>>> = {
  'setup.complete': async (servers) => lonely(servers, false),
  'session.local': async (servers) => lonely(servers, true),
  'samples.load': async (servers) => {
    const server = await servers.start();
    const root = await server.person('superadmin');
    return { server, root, second: root };
  },
};

async function lonely(servers: ServerStarter, embedded: boolean): Promise<World> {
  const server = await servers.start({ embedded });
  const nobody = { id: '', username: '', token: '', client: server.anonymous };
  return { server, root: nobody, second: nobody };
}

async function inhabited(servers: ServerStarter): Promise<World> {
  const server = await servers.start();
  return { server, root: await server.person('superadmin'), second: await server.person('superadmin') };
}

describe('what an operation leaves in the audit log', () => {
  forEachServer((_kind, servers) => {
    it('A1: every operation leaves the entries that its row declares, and no other leaves any', async () => {
      const shared = await inhabited(servers);
      for (const id of operationIds) {
        const world = (await special[id]?.(servers)) ?? shared;
        let before = 0;
        await perform(world, id, async () => {
          before = (await world.server.auditEntries()).length;
        });
        const left = (await world.server.auditEntries()).slice(before).map(({ action }) => action);
        const { audit }: Operation = operations[id];
        if ('none' in audit) expect(left, id).toEqual([]);
        else {
          expect(left.length, `${id} leaves an entry`).toBeGreaterThan(0);
          expect([...new Set(left)].filter((action) => !audit.includes(action)), `${id} leaves only what it declares`).toEqual([]);
          expect(left, `${id} leaves its own`).toContain(audit[0]);
        }
      }
      expect(await verifyChain(shared.server.foundation)).toMatchObject({ problemCount: 0 });
    });
  });
});
