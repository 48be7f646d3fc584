import { describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { testClock, testFoundation } from '../../../test/support/people.ts';
import { createActivity } from './activity.service.ts';
import type { AuditInput } from './audit-input.ts';
import { auditedTransaction } from './audited-transaction.ts';
import { entriesAfter } from './audit.store.ts';
import { writeDailyCheckpoint } from './checkpoints.ts';
import { eraseFromLog } from './erasure.ts';
import { verifyChain } from './verify.ts';

const actor: Actor = {
  id: '01990000-0000-7000-8000-999999999999',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  platformRole: 'superadmin',
  grants: {},
  source: 'user',
  sourceReference: null,
  requestId: 'request-1',
  client: { name: 'console', version: '1.0', address: '192.0.2.7' },
};
const person = (number: number): string => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const change = (number: number, more: Partial<AuditInput> = {}): AuditInput => ({
  table: 'users',
  recordId: person(number),
  recordLabel: `Person ${number}`,
  action: 'users.update',
  before: { email: `old${number}@example.com`, platformRole: 'user' },
  after: { email: `new${number}@example.com`, platformRole: 'admin' },
  ...more,
});

describe('the audit log', () => {
  forEachDatabase((_kind, open) => {
    it('A2: an entry says who did what to what, from where, and what changed', async () => {
      const foundation = await testFoundation(await open.migrated());
      await auditedTransaction(foundation, actor, (tx) => tx.audit([change(5, { after: { email: 'old5@example.com', platformRole: 'admin' } })]));
      const { items } = await createActivity(foundation).ofRecord('users', person(5), { limit: 100 });
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        sequence: 1,
        actor: { id: actor.id, name: 'Ada Lovelace', email: 'ada@example.com' },
        source: 'user',
        table: 'users',
        recordLabel: 'Person 5',
        action: 'users.update',
        before: { platformRole: 'user' },
        after: { platformRole: 'admin' },
        changedFields: ['platformRole'],
        requestId: 'request-1',
        client: { name: 'console', version: '1.0', address: '192.0.2.7' },
      });
      expect(items[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    });

    it('A1: when the change fails, its entry is gone with it, and the numbers have no gap', async () => {
      const foundation = await testFoundation(await open.migrated());
      await auditedTransaction(foundation, actor, (tx) => tx.audit([change(1)]));
      const failing = auditedTransaction(foundation, actor, async (tx) => {
        await tx.audit([change(2), change(3)]);
        throw new Error('refused');
      });
      await expect(failing).rejects.toThrow('refused');
      await auditedTransaction(foundation, actor, (tx) => tx.audit([change(4)]));
      const entries = await entriesAfter(foundation.database.db, 0, 10);
      expect(entries.map(({ sequence, recordId }) => [sequence, recordId])).toEqual([[1, person(1)], [2, person(4)]]);
    });

    it('A3: secrets never enter it', async () => {
      const foundation = await testFoundation(await open.migrated());
      await auditedTransaction(foundation, actor, (tx) => tx.audit([change(1, { before: { password: null }, after: { password: '$argon2id$very-secret', token: 'qd_very-secret' } })]));
      const [entry] = await entriesAfter(foundation.database.db, 0, 1);
      expect(entry).toMatchObject({ before: { password: null }, after: { password: '[secret changed]', token: '[secret changed]' }, changedFields: ['password', 'token'] });
      const rows = await foundation.database.db.selectFrom('audit_entries').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('very-secret');
    });

    it('A4: many who write at the same time make one chain without gaps', async () => {
      const foundation = await testFoundation(await open.migrated());
      await Promise.all(Array.from({ length: 20 }, (_, index) => auditedTransaction(foundation, actor, (tx) => tx.audit([change(index), change(index + 100)]))));
      expect(await verifyChain(foundation)).toMatchObject({ entries: 40, problemCount: 0, head: { sequence: 40 } });
    });

    it('A4: a signed checkpoint stands at every thousandth entry, and one is added a day', async () => {
      const time = testClock();
      const foundation = await testFoundation(await open.migrated(), time.clock);
      await auditedTransaction(foundation, actor, (tx) => tx.audit(Array.from({ length: 2_500 }, (_, index) => change(index))));
      await writeDailyCheckpoint(foundation);
      const sequences = async (): Promise<number[]> => (await foundation.database.db.selectFrom('audit_checkpoints').select('sequence').orderBy('sequence').execute()).map(({ sequence }) => sequence);
      expect(await sequences()).toEqual([1_000, 2_000]);
      time.now = new Date(time.now.getTime() + 25 * 60 * 60_000);
      await writeDailyCheckpoint(foundation);
      await writeDailyCheckpoint(foundation);
      expect(await sequences()).toEqual([1_000, 2_000, 2_500]);
      expect(await verifyChain(foundation)).toMatchObject({ entries: 2_500, checkpoints: 3, problemCount: 0 });
    });

    it('A4, U10: erasing a person takes their values out and leaves a chain that verifies', async () => {
      const foundation = await testFoundation(await open.migrated());
      const erased: Actor = { ...actor, id: person(1), name: 'Erased Actor', email: 'erased@example.com', client: { name: 'console', version: '1', address: '203.0.113.9' } };
      await auditedTransaction(foundation, actor, (tx) => tx.audit([change(1), change(2)]));
      await auditedTransaction(foundation, erased, (tx) => tx.audit([change(2)]));
      await auditedTransaction(foundation, actor, (tx) => eraseFromLog(tx, [person(1)]));
      const text = JSON.stringify(await foundation.database.db.selectFrom('audit_entries').selectAll().execute());
      for (const gone of ['old1@example.com', 'new1@example.com', 'Person 1', 'Erased Actor', 'erased@example.com', '203.0.113.9']) expect(text).not.toContain(gone);
      for (const kept of ['old2@example.com', 'Person 2', 'Ada Lovelace']) expect(text).toContain(kept);
      expect(await verifyChain(foundation)).toMatchObject({ entries: 3, problemCount: 0 });
    });

    it('A6: somebody who was erased shows as unknown, with the beginning of the id', async () => {
      const foundation = await testFoundation(await open.migrated());
      await auditedTransaction(foundation, { ...actor, id: person(1) }, (tx) => tx.audit([change(1)]));
      await auditedTransaction(foundation, actor, (tx) => eraseFromLog(tx, [person(1)]));
      const { items } = await createActivity(foundation).ofRecord('users', person(1), { limit: 10 });
      expect(items[0]).toMatchObject({ recordLabel: 'Unknown (01990000…)', actor: { name: 'Unknown (01990000…)', email: '' } });
    });

    it('A4: text that a database cannot store is hashed as it is stored', async () => {
      const foundation = await testFoundation(await open.migrated());
      await auditedTransaction(foundation, { ...actor, name: 'a\u0000b\ud800' }, (tx) => tx.audit([change(1, { recordLabel: '\ud800x', after: { note: 'a\u0000', list: ['\udfff'], nested: { deep: '\u0000' } } })]));
      expect(await verifyChain(foundation)).toMatchObject({ entries: 1, problemCount: 0 });
    });
  });
});
