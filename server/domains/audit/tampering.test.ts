import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kysely } from 'kysely';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { testFoundation } from '../../../test/support/people.ts';
import type { AuditRecord, Schema } from '../../db/schema.ts';
import type { Foundation } from '../../foundation.ts';
import type { AuditInput } from './audit-input.ts';
import { auditedTransaction } from './audited-transaction.ts';
import { verifyChain } from './verify.ts';
import { systemActor } from '../session/first-superadmin.ts';

const entries = 1_010;

async function filledLog(foundation: Foundation): Promise<void> {
  const actor = { ...systemActor('Somebody', 'test', { requestId: 'request-1', client: { name: 'console', version: '1', address: '192.0.2.1' } }), id: 'actor-1' };
  const inputs = Array.from({ length: entries }, (_, index): AuditInput => ({
    table: index % 2 === 0 ? 'users' : 'settings',
    recordId: `record-${index}`,
    recordLabel: `Label ${index}`,
    action: 'users.update',
    before: { email: `old${index}@example.com`, platformRole: 'user' },
    after: { email: `new${index}@example.com`, platformRole: 'admin' },
  }));
  await auditedTransaction(foundation, actor, (tx) => tx.audit(inputs));
}

const texts = ['at', 'actor_id', 'actor_name', 'actor_email', 'source', 'table_name', 'record_id', 'record_label', 'action', 'request_id', 'client_name', 'client_version', 'client_address', 'hash', 'previous_hash'] as const satisfies readonly (keyof AuditRecord)[];
const documents = ['before', 'after', 'changed_fields', 'commitments', 'salt'] as const satisfies readonly (keyof AuditRecord)[];

type Tampering = { kind: 'text'; sequence: number; column: (typeof texts)[number] } | { kind: 'document'; sequence: number; column: (typeof documents)[number] } | { kind: 'remove' | 'cut' | 'copy'; sequence: number } | { kind: 'swap'; sequence: number };

const sequence = fc.integer({ min: 1, max: entries });
const tamperings: fc.Arbitrary<Tampering> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('text' as const), sequence, column: fc.constantFrom(...texts) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('document' as const), sequence, column: fc.constantFrom(...documents) }) },
  fc.record({ kind: fc.constantFrom('remove' as const, 'cut' as const, 'copy' as const), sequence: fc.integer({ min: 1, max: 999 }) }),
  fc.record({ kind: fc.constant('swap' as const), sequence: fc.integer({ min: 1, max: entries - 1 }) }),
);

/** Does what somebody with the database in their hands could do; cutting is undetectable only behind the last checkpoint. */
async function tamper(db: Kysely<Schema>, tampering: Tampering): Promise<void> {
  const at = (number: number) => db.selectFrom('audit_entries').selectAll().where('sequence', '=', number).executeTakeFirstOrThrow();
  switch (tampering.kind) {
    case 'text':
    case 'document': {
      const row = await at(tampering.sequence);
      const value = row[tampering.column] ?? '';
      const altered = tampering.kind === 'text' ? `${String(value)}x` : alterDocument(String(value));
      await db.updateTable('audit_entries').set({ [tampering.column]: altered }).where('sequence', '=', tampering.sequence).execute();
      return;
    }
    case 'remove':
      await db.deleteFrom('audit_entries').where('sequence', '=', tampering.sequence).execute();
      return;
    case 'cut':
      await db.deleteFrom('audit_entries').where('sequence', '>=', tampering.sequence).execute();
      return;
    case 'copy':
      await db.insertInto('audit_entries').values({ ...(await at(tampering.sequence)), sequence: entries + 1 }).execute();
      return;
    case 'swap': {
      const [one, other] = [await at(tampering.sequence), await at(tampering.sequence + 1)];
      await db.deleteFrom('audit_entries').where('sequence', 'in', [one.sequence, other.sequence]).execute();
      await db.insertInto('audit_entries').values([{ ...one, sequence: other.sequence }, { ...other, sequence: one.sequence }]).execute();
    }
  }
}

/** One value of the JSON is another one afterwards. */
function alterDocument(json: string): string {
  const document = JSON.parse(json) as Record<string, unknown> | unknown[];
  if (Array.isArray(document)) return JSON.stringify([...document, 'added']);
  const [key = 'added'] = Object.keys(document);
  return JSON.stringify({ ...document, [key]: 'altered' });
}

describe('a log that was tampered with', () => {
  forEachDatabase((_kind, open) => {
    it('A4: whatever single thing is altered, removed, swapped, inserted or cut off, verification says so', async () => {
      const foundation = await testFoundation(await open.migrated());
      await filledLog(foundation);
      expect((await verifyChain(foundation)).problemCount).toBe(0);
      const original = await foundation.database.db.selectFrom('audit_entries').selectAll().orderBy('sequence').execute();
      await fc.assert(
        fc.asyncProperty(tamperings, async (tampering) => {
          await tamper(foundation.database.db, tampering);
          const report = await verifyChain(foundation);
          await restore(foundation.database.db, original);
          expect(report.problemCount).toBeGreaterThan(0);
          if (tampering.kind === 'text' || tampering.kind === 'document') expect(report.problems[0]!.sequence).toBe(tampering.sequence);
        }),
        { numRuns: 30 },
      );
      expect((await verifyChain(foundation)).problemCount).toBe(0);
    }, 180_000);

    it('A4: a checkpoint with a forged signature or another hash is reported', async () => {
      const foundation = await testFoundation(await open.migrated());
      await filledLog(foundation);
      const { db } = foundation.database;
      const [checkpoint] = await db.selectFrom('audit_checkpoints').selectAll().execute();
      await db.updateTable('audit_checkpoints').set({ signature: `A${checkpoint!.signature.slice(1)}` }).execute();
      expect((await verifyChain(foundation)).problems).toEqual([{ sequence: 1_000, kind: 'checkpoint_signature' }]);
      await db.updateTable('audit_checkpoints').set({ signature: checkpoint!.signature, key_id: 'unknown' }).execute();
      expect((await verifyChain(foundation)).problems).toEqual([{ sequence: 1_000, kind: 'checkpoint_signature' }]);
    });
  });
});

/** Puts back what a run changed; most rows are still as they were. */
async function restore(db: Kysely<Schema>, original: readonly AuditRecord[]): Promise<void> {
  const present = new Map((await db.selectFrom('audit_entries').selectAll().execute()).map((row) => [row.sequence, JSON.stringify(row)]));
  const wrong = original.filter((row) => present.get(row.sequence) !== JSON.stringify(row));
  await db.deleteFrom('audit_entries').where('sequence', '>', original.length).execute();
  for (let start = 0; start < wrong.length; start += 500) {
    const rows = wrong.slice(start, start + 500);
    await db.deleteFrom('audit_entries').where('sequence', 'in', rows.map((row) => row.sequence)).execute();
    await db.insertInto('audit_entries').values(rows).execute();
  }
}
