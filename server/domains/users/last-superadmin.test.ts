import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { platformRoles } from '#shared/roles.ts';
import { newUser, userChanges } from '#shared/schemas/users.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { actorOf, addPeople, change, personState, testFoundation } from '../../../test/support/people.ts';
import { AppError } from '#shared/errors.ts';
import type { Foundation } from '../../foundation.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import { createUserChanges } from './user-changes.service.ts';
import { assertSuperadminRemains, refusalsOf } from './user-guards.ts';
import type { StoredUser, UserState } from './user-state.ts';
import { loadUsers } from './user.store.ts';
import { canSignIn, deleted, restored, withPlatformRole } from './user-transitions.ts';
import { writeUsers } from './user-writes.ts';

async function everybody({ database }: Foundation): Promise<StoredUser[]> {
  const rows = await database.db.selectFrom('users').select('id').orderBy('id').execute();
  return loadUsers(database.db, database.kind, rows.map(({ id }) => id));
}

const superadmins = (people: readonly StoredUser[]): StoredUser[] => people.filter(({ state }) => state.platformRole === 'superadmin' && canSignIn(state));

type Step = { kind: 'create' | 'update' | 'deactivate' | 'reactivate' | 'makeUnlicensed' | 'remove' | 'restore' | 'batch'; actor: number; target: number; others: number[]; role: (typeof platformRoles)[number]; contact: boolean };

const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('create', 'update', 'deactivate', 'deactivate', 'reactivate', 'makeUnlicensed', 'remove', 'restore', 'batch'),
  actor: fc.nat(5),
  target: fc.nat(5),
  others: fc.array(fc.nat(9), { maxLength: 4 }),
  role: fc.constantFrom(...platformRoles),
  contact: fc.boolean(),
});

let made = 0;

/** One step by whoever stands at the place of the actor, as they were when `people` was read. Refusals are fine. */
async function take(foundation: Foundation, step: Step, people: readonly StoredUser[]): Promise<void> {
  const changes = createUserChanges(foundation);
  const at = (place: number): StoredUser => people[place % people.length]!;
  const actor = actorOf(at(step.actor));
  const target = at(step.target);
  const run = (): Promise<unknown> => {
    switch (step.kind) {
      case 'create':
        made += 1;
        return changes.create(actor, newUser.parse({ username: `n${made}`, email: `n${made}@example.org`, platformRole: step.role }));
      case 'update':
        return changes.update(actor, { ...userChanges.parse({ platformRole: step.role, ...(step.contact ? { kind: 'contact' } : {}) }), id: target.id, version: target.version });
      case 'batch':
        return batch(foundation, actor, [step.target, ...step.others].map(at), step);
      default:
        return changes[step.kind](actor, target);
    }
  };
  await run().catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code === 'internal') throw error;
  });
}

/** Many people in one transaction, as a plan writes them. */
function batch(foundation: Foundation, actor: ReturnType<typeof actorOf>, targets: readonly StoredUser[], { role, contact }: Step): Promise<void> {
  const now = foundation.clock().toISOString();
  const intend = (state: UserState): UserState => (contact ? (state.deletedAt === null ? deleted(state, now) : restored(state)) : withPlatformRole(state, role, 'user'));
  const distinct = [...new Map(targets.map((target) => [target.id, target])).values()];
  return auditedTransaction(foundation, actor, async (tx) => {
    const writes = distinct.map((person) => change(person, intend(person.state))).filter(({ before, after }) => refusalsOf(actor, before, after, { adminLevelEnabled: true }).length === 0);
    await writeUsers(tx, actor, writes, now);
    await assertSuperadminRemains(tx);
  });
}

async function begin(foundation: Foundation): Promise<void> {
  const { db } = foundation.database;
  await sql`delete from users`.execute(db);
  await addPeople(foundation, [
    personState('one', { platformRole: 'superadmin' }),
    personState('two', { platformRole: 'superadmin' }),
    personState('three', { platformRole: 'superadmin' }),
    personState('admin', { platformRole: 'admin' }),
    personState('all', { roles: ['administrator'] }),
    personState('user'),
  ]);
}

forEachDatabase((_kind, open) => {
  it('U6: a superadmin who can sign in remains, whatever anybody does in whatever order', async () => {
    const foundation = await testFoundation(await open.migrated());
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 25, maxLength: 25 }), async (steps) => {
        await begin(foundation);
        for (const step of steps) {
          await take(foundation, step, await everybody(foundation));
          expect(superadmins(await everybody(foundation)).length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('U6: and when they all do it at the same time, on what they saw before', async () => {
    const foundation = await testFoundation(await open.migrated());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyStep, { minLength: 4, maxLength: 4 }), { minLength: 6, maxLength: 6 }), async (waves) => {
        await begin(foundation);
        for (const wave of waves) {
          const seen = await everybody(foundation);
          await Promise.all(wave.map((step) => take(foundation, step, seen)));
          expect(superadmins(await everybody(foundation)).length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('U6: two superadmins who demote each other at the same moment, a hundred times: exactly one succeeds', async () => {
    const foundation = await testFoundation(await open.migrated());
    const people = await addPeople(foundation, [personState('left', { platformRole: 'superadmin' }), personState('right', { platformRole: 'superadmin' })]);
    const ids = people.map(({ id }) => id);
    const changes = createUserChanges(foundation);
    for (let round = 0; round < 100; round += 1) {
      await foundation.database.db.updateTable('users').set({ platform_role: 'superadmin', former_role: null, deactivated_by: null }).where('id', 'in', ids).execute();
      const [left, right] = await loadUsers(foundation.database.db, foundation.database.kind, ids);
      const role = round % 2 === 0 ? 'admin' : 'deactivated';
      const outcomes = await Promise.allSettled([
        changes.update(actorOf(left!), { ...userChanges.parse({ platformRole: role }), id: right!.id, version: right!.version }),
        changes.update(actorOf(right!), { ...userChanges.parse({ platformRole: role }), id: left!.id, version: left!.version }),
      ]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { problem: { reason: 'last_superadmin' } } });
      expect(superadmins(await everybody(foundation))).toHaveLength(1);
    }
  });
});
