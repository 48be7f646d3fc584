import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../server/domains/audit/verify.ts';
import { eraseTombstones } from '../../server/domains/users/user-erasure.ts';
import { dropWhatHasExpired } from '../../server/jobs/expiry.ts';
import { forEachServer } from '../support/server.ts';

const day = 24 * 60 * 60_000;

describe('what the server does by itself', () => {
  forEachServer((_kind, servers) => {
    it('U10: thirty days after a deletion the person is erased everywhere, and the log still verifies', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const { foundation } = server;
      const root = await server.person('superadmin');
      const gone = await server.person('admin', { username: 'marguerite', email: 'marguerite@example.com', displayName: 'Marguerite Curie', mobilePhone: '+33 1 23', externalId: 'ext-77' });
      await gone.client.call('tokens.create', { name: 'Own', expiresAt: new Date(now + day).toISOString() });
      await root.client.call('users.update', { id: gone.id, lastName: 'Curie-Joliot', version: 1 });
      await root.client.call('users.delete', { id: gone.id, version: 2 });

      now += 29 * day;
      await eraseTombstones(foundation);
      expect((await foundation.database.db.selectFrom('users').select('display_name').where('id', '=', gone.id).executeTakeFirstOrThrow()).display_name).toBe('Marguerite Curie');

      now += 2 * day;
      await eraseTombstones(foundation);
      const { db } = foundation.database;
      const everything = JSON.stringify([
        await db.selectFrom('users').selectAll().execute(),
        await db.selectFrom('audit_entries').selectAll().execute(),
        await db.selectFrom('plan_rows').selectAll().execute(),
      ]);
      for (const personal of ['marguerite', 'Marguerite', 'Curie', '+33 1 23', 'ext-77']) expect(everything).not.toContain(personal);
      expect(await verifyChain(foundation)).toMatchObject({ problemCount: 0 });

      const entries = (await server.auditEntries()).length;
      await eraseTombstones(foundation);
      expect(await server.auditEntries()).toHaveLength(entries);
      expect((await server.auditEntries()).at(-1)).toMatchObject({ action: 'users.erase', recordId: gone.id });
    });

    it('U10: an erased person cannot be restored, and the names are free', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const gone = await server.person('user', { username: 'free', email: 'free@example.com' });
      let root = await server.person('superadmin');
      await root.client.call('users.delete', { id: gone.id, version: 1 });
      now += 31 * day;
      await eraseTombstones(server.foundation);
      root = await server.person('superadmin');
      const { version } = await server.foundation.database.db.selectFrom('users').select('version').where('id', '=', gone.id).executeTakeFirstOrThrow();
      await expect(root.client.call('users.restore', { id: gone.id, version })).rejects.toMatchObject({ reason: 'restore_expired' });
      await root.client.call('users.create', { username: 'free', email: 'free@example.com' });
    });

    it('idempotency keys go after a day, links and ended tokens after ninety', async () => {
      let now = Date.now();
      const server = await servers.start({ clock: () => new Date(now) });
      const root = await server.person('superadmin');
      await root.client.call('users.create', { username: 'linked', email: 'linked@example.com' });
      const { db } = server.foundation.database;
      const counts = async (): Promise<number[]> => [(await db.selectFrom('idempotency_keys').selectAll().execute()).length, (await db.selectFrom('one_time_links').selectAll().execute()).length, (await db.selectFrom('tokens').selectAll().execute()).length];
      const [, links, tokens] = await counts();
      await dropWhatHasExpired(server.foundation);
      expect(await counts()).toEqual([1, links, tokens]);
      now += day + 1_000;
      await dropWhatHasExpired(server.foundation);
      expect(await counts()).toEqual([0, links, tokens]);
      now += 91 * day;
      await dropWhatHasExpired(server.foundation);
      expect(await counts()).toEqual([0, 0, 0]);
    });
  });
});
