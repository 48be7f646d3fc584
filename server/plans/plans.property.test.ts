import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BulkChange, FileField, Plan } from '#shared/schemas/plans.ts';
import { forEachDatabase } from '../../test/support/databases.ts';
import { personState } from '../../test/support/people.ts';
import { planWorld, type PlanWorld } from '../../test/support/plans.ts';
import type { Database } from '../db/database.ts';
import type { StoredUser, UserState } from '../domains/users/user-state.ts';
import { canSignIn } from '../domains/users/user-transitions.ts';
import { actingActions, changesOf } from './counting.ts';
import { applyChanges, type FieldChange } from './planned-row.ts';

/** Few names, so that rows meet people, each other, and both. */
const names = ['ada', 'Ben', 'chloé', 'DÉBORA', 'éva', 'Straße', 'ﬁona', 'gus'] as const;
const name = fc.constantFrom(...names);
const emailOf = (one: string): string => `${one.normalize('NFKD').replace(/[^a-zA-Z]/g, 'x')}@example.org`;
const role = fc.constantFrom('user', 'admin', 'superadmin', 'unlicensed', 'deactivated');
const roleKeys = fc.subarray(['helpdesk', 'auditor', 'tasks-reader']);

const person: fc.Arbitrary<Partial<UserState>> = fc.record({
  jobTitle: fc.constantFrom(null, 'Pilot', 'Ingénieur'), company: fc.constantFrom(null, 'Acme', 'Globex'), externalId: fc.constant(null), canInviteGuests: fc.boolean(), protected: fc.boolean(),
  roles: roleKeys.map((keys) => keys.toSorted()), kind: fc.constantFrom('person' as const, 'person' as const, 'person' as const, 'contact' as const), identitySource: fc.constantFrom('local', 'local', 'entra'), platformRole: role as fc.Arbitrary<UserState['platformRole']>,
});
const people = fc.uniqueArray(fc.tuple(name, person), { selector: ([one]) => one, maxLength: 6 });

const cell = {
  username: fc.oneof(name, name.map((one) => one.toUpperCase()), fc.constant(''), fc.constant('a b')),
  email: fc.oneof(name.map(emailOf), name.map((one) => emailOf(one).toUpperCase()), fc.constant(''), fc.constant('éric@@')),
  platformRole: fc.constantFrom('', 'user', 'Admin', 'sans licence', 'désactivé', 'super admin', 'emperor'),
  displayName: fc.constantFrom('', 'Ada L.', 'Bénédicte', '=1+1', '007'),
  jobTitle: fc.constantFrom('', 'Pilot', 'Captain'),
  externalId: fc.constantFrom('', 'E1', 'E2', 'E3'),
  canInviteGuests: fc.constantFrom('', 'oui', 'NO', '1', 'perhaps'),
  roles: fc.constantFrom('', 'Helpdesk', 'auditor; Tasks Reader', 'nonsense'),
} satisfies Partial<Record<FileField, fc.Arbitrary<string>>>;
const file = fc.subarray(['platformRole', 'displayName', 'jobTitle', 'externalId', 'canInviteGuests', 'roles'] as const).chain((columns) =>
  fc.array(fc.record(Object.fromEntries((['username', 'email', ...columns] as const).map((column) => [column, cell[column]])) as Record<string, fc.Arbitrary<string>>), { maxLength: 8 }));

const job = fc.oneof(
  fc.record({ kind: fc.constant('file' as const), rows: file, mode: fc.constantFrom('synchronize' as const, 'upsert' as const, 'delete' as const), absent: fc.constantFrom('deactivate' as const, 'delete' as const, 'makeUnlicensed' as const, 'keep' as const), removal: fc.constantFrom('deactivate' as const, 'delete' as const) }),
  fc.record({
    kind: fc.constant('bulk' as const),
    change: fc.constantFrom<BulkChange>({ action: 'deactivate' }, { action: 'delete' }, { action: 'reactivate' }, { action: 'makeUnlicensed' }, { action: 'setPlatformRole', platformRole: 'user' }, { action: 'setPlatformRole', platformRole: 'superadmin' }, { action: 'addRole', role: 'helpdesk' }, { action: 'removeRole', role: 'auditor' }, { action: 'replaceRole', role: 'auditor', replacement: 'helpdesk' }, { action: 'requireReset' }),
    some: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
  }),
);
type Job = typeof job extends fc.Arbitrary<infer Value> ? Value : never;

async function emptied(database: Database): Promise<PlanWorld> {
  for (const table of ['plan_rows', 'plan_files', 'plan_approvals', 'plan_passwords', 'plans', 'audit_entries', 'audit_checkpoints', 'user_roles', 'organization_members', 'users', 'installation'] as const) await database.db.deleteFrom(table).execute();
  return planWorld(database);
}

async function populate(world: PlanWorld, some: readonly (readonly [string, Partial<UserState>])[]): Promise<void> {
  await world.add(some.map(([one, more]) => personState(one, {
    email: emailOf(one), ...more,
    ...(more.kind === 'contact' ? { platformRole: 'deactivated' } : more.platformRole === 'deactivated' ? { formerRole: 'user', deactivatedBy: 'user' } : {}),
  })));
}

async function makePlan(world: PlanWorld, one: Job): Promise<Plan> {
  if (one.kind === 'file') {
    // A header is there even when no row is.
    return one.rows.length === 0
      ? world.plan(one.mode, [], { columns: ['username', 'email'], options: { absent: one.absent, removal: one.removal } })
      : world.plan(one.mode, one.rows as never, { options: { absent: one.absent, removal: one.removal } });
  }
  const all = await world.people();
  return world.bulk(one.change, one.some.map((index) => all[index % all.length]!.id));
}

const byId = (all: readonly StoredUser[]): Map<string, UserState> => new Map(all.map((one) => [one.id, one.state]));
const isActing = (action: string): boolean => (actingActions as readonly string[]).includes(action);
const superadmins = (all: readonly StoredUser[]): number => all.filter((one) => one.state.platformRole === 'superadmin' && canSignIn(one.state)).length;
const runs = Number(process.env['QUARTERDECK_PROPERTY_RUNS'] ?? 25);
/** Many worlds take long on a busy machine; what is judged here is not time. Milliseconds. */
const patience = { timeout: Math.max(180_000, runs * 4_000) };

forEachDatabase((_kind, open) => {
  it('M11, M16, M18, U6: what is applied is what was previewed; again changes nothing; undo gives everything back', patience, async () => {
    const database = await open.migrated();
    await fc.assert(
      fc.asyncProperty(people, job, async (some, one) => {
        const world = await emptied(database);
        await populate(world, some);
        const before = await world.people();
        const canonical = await world.canonical();
        const plan = await makePlan(world, one);
        expect(plan.failure).toBeNull();
        expect(await world.canonical()).toBe(canonical);
        if (changesOf(plan.counts) === 0) return;

        const rows = (await world.rows(plan)).filter((row) => !row.setAside && isActing(row.action));
        expect(rows).toHaveLength(changesOf(plan.counts));
        const applied = await world.apply(plan);
        expect(applied).toMatchObject({ state: 'applied', failure: null });

        const after = byId(await world.people());
        const previewed = new Map((await world.rows(plan)).filter((row) => isActing(row.action)).map((row) => [row.userId!, row.changes as FieldChange[]]));
        for (const { id, state } of before) expect(after.get(id)).toEqual(applyChanges(state, previewed.get(id) ?? []));
        expect(after.size - before.length).toBe(plan.counts.create);
        expect(superadmins(await world.people())).toBeGreaterThan(0);

        const again = await makePlan(world, one);
        if (one.kind === 'file') expect(changesOf(again.counts)).toBe(0);

        const undo = await world.undo(plan);
        expect(undo.counts).toMatchObject({ kept: 0, impossible: 0 });
        expect((await world.apply(undo)).state).toBe('applied');
        expect(await world.canonical()).toBe(canonical);
      }),
      { numRuns: runs },
    );
  });

  it('M14: the brake counts cumulate over 24 hours, however the people are divided into plans', patience, async () => {
    const database = await open.migrated();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
        const world = await emptied(database);
        const all = await world.add(Array.from({ length: 120 }, (_, index) => personState(`p${index}`)));
        let taken = 0;
        for (const size of sizes) {
          const plan = await world.bulk({ action: 'deactivate' }, all.slice(taken, taken + size).map((one) => one.id));
          const active = 121 - taken;
          const held = taken + size > 10 && ((taken + size) / active) * 100 > 5;
          expect(plan.state).toBe(held ? 'held' : 'draft');
          if (held) return;
          await world.apply(plan);
          taken += size;
        }
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});
