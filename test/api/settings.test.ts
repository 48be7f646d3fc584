import { describe, expect, it } from 'vitest';
import { builtInRoles } from '#shared/roles.ts';
import { forEachServer } from '../support/server.ts';

describe('settings', () => {
  forEachServer((_kind, servers) => {
    it('begin with the defaults of the rules and change with their version', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      const before = await client.call('settings.get', {});
      expect(before).toEqual({ name: 'Test', deployment: 'enterprise', licenceCapacity: null, adminLevelEnabled: true, brakePercent: 5, brakeFloor: 10, brakeMaximum: 500, secondApproval: false, version: 1 });
      const after = await client.call('settings.update', { licenceCapacity: 40, secondApproval: true, brakePercent: 2.5, version: 1 });
      expect(after).toEqual({ ...before, licenceCapacity: 40, secondApproval: true, brakePercent: 2.5, version: 2 });
      expect(await client.call('settings.get', {})).toEqual(after);
      const entry = await server.foundation.database.db.selectFrom('audit_entries').selectAll().where('action', '=', 'settings.update').executeTakeFirstOrThrow();
      expect(JSON.parse(entry.before!)).toEqual({ brakePercent: 5, licenceCapacity: null, secondApproval: false });
      expect(JSON.parse(entry.after!)).toEqual({ brakePercent: 2.5, licenceCapacity: 40, secondApproval: true });
    });

    it('that are as they were leave neither a version nor an entry', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      const before = (await server.auditEntries()).length;
      expect((await client.call('settings.update', { brakeFloor: 10, version: 1 })).version).toBe(1);
      expect(await server.auditEntries()).toHaveLength(before);
    });
  });
});

describe('roles', () => {
  forEachServer((_kind, servers) => {
    it('R5, R6: are listed with what they grant and how many living people hold each', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      await server.person('user', { roles: ['auditor', 'helpdesk'] });
      const gone = await server.person('user', { roles: ['auditor'] });
      await client.call('users.delete', { id: gone.id, version: 1 });
      const { items } = await client.call('roles.list', {});
      expect(items.map(({ key }) => key)).toEqual(builtInRoles.map(({ key }) => key));
      expect(Object.fromEntries(items.filter(({ holders }) => holders > 0).map(({ key, holders }) => [key, holders]))).toEqual({ auditor: 1, helpdesk: 1 });
    });
  });
});
