import { expect, it } from 'vitest';
import { userList } from '#shared/schemas/users.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { actorOf, addPeople, change, personState, testClock, testFoundation, write } from '../../../test/support/people.ts';
import { countSeats } from '../licences/count-seats.ts';
import { createOrganizations } from '../organizations/organizations.service.ts';
import { createSamples } from '../samples/samples.service.ts';
import { createUserChanges } from '../users/user-changes.service.ts';
import { createUsers } from '../users/users.service.ts';
import { createOverview } from './overview.service.ts';

const everything = { sort: 'name', activityDays: 30, deleted: false } as const;

forEachDatabase((_kind, open) => {
  it('L6: the seven figures are those of the lists they lead to, on the sample people', async () => {
    const { clock } = testClock();
    const foundation = await testFoundation(await open.migrated(), clock);
    const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
    const overview = createOverview(foundation);
    expect(await overview.get()).toMatchObject({ users: 1, licensed: 1, active: 0, deactivated: 0, unlicensed: 0, organizations: 0, workspaces: { active: 0, archived: 0 }, samplesOffered: true });
    await createSamples(foundation).load(actorOf(root!));
    const figures = await overview.get();
    const users = createUsers(foundation);
    const total = async (filter: Record<string, unknown>): Promise<number> => (await users.list(userList.parse(filter))).total.count;
    expect(figures.users).toBe(await total({}));
    expect(figures.licensed).toBe(await total({ licence: 'licensed' }));
    expect(figures.active).toBe(await total({ activity: 'active' }));
    expect(figures.deactivated).toBe(await total({ platformRole: ['deactivated'] }));
    expect(figures.unlicensed).toBe(await total({ platformRole: ['unlicensed'] }));
    expect(figures.organizations).toBe((await createOrganizations(foundation).list({ limit: 100 })).total.count);
    expect(figures.samplesOffered).toBe(false);
    expect(Math.min(figures.active, figures.deactivated, figures.unlicensed)).toBeGreaterThan(5);
  });

  it('L6: the chart shows people by the day they were last here, and the changes of each day', async () => {
    const { now, clock } = testClock('2026-11-24T23:30:00.000Z');
    const time = { now };
    const foundation = await testFoundation(await open.migrated(), () => time.now);
    expect(clock()).toEqual(now);
    const day = 24 * 60 * 60_000;
    time.now = new Date(now.getTime() - 40 * day);
    const people = await addPeople(foundation, ['a', 'b', 'c'].map((name) => personState(name)));
    time.now = new Date(now.getTime() - 2 * day);
    await write(foundation, actorOf(people[0]!), [change(people[0]!, { jobTitle: 'x' }), change(people[1]!, { jobTitle: 'x' })]);
    time.now = now;
    await write(foundation, actorOf(people[2]!), [change(people[2]!, { jobTitle: 'x' })]);
    for (const [index, at] of ['2026-11-22T00:00:00.000Z', '2026-11-22T23:59:59.999Z', '2026-10-01T00:00:00.000Z'].entries()) {
      await foundation.database.db.updateTable('users').set({ last_active_at: at }).where('id', '=', people[index]!.id).execute();
    }
    const { activity, active } = await createOverview(foundation).get();
    expect(active).toBe(2);
    expect(activity).toHaveLength(30);
    expect(activity[0]).toEqual({ day: '2026-10-26', people: 0, changes: 0 });
    expect(activity.filter(({ people: many, changes }) => many > 0 || changes > 0)).toEqual([{ day: '2026-11-22', people: 2, changes: 2 }, { day: '2026-11-24', people: 0, changes: 1 }]);
  });

  it('L1: counts users, admins and superadmins; not contacts, deactivated, unlicensed, uncounted or deleted people', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [boss, , , gone] = await addPeople(foundation, [
      personState('boss', { platformRole: 'superadmin' }),
      personState('admin', { platformRole: 'admin' }),
      personState('user'),
      personState('gone'),
      personState('free', { platformRole: 'unlicensed' }),
      personState('off', { platformRole: 'deactivated', formerRole: 'user', deactivatedBy: 'user' }),
      personState('contact', { kind: 'contact', platformRole: 'deactivated' }),
      personState('vendor', { nonCounting: true, platformRole: 'admin' }),
    ]);
    expect(await countSeats(foundation.database.db)).toEqual({ capacity: null, used: 4, reserved: 0, nonCounting: 1, free: null });
    await createUserChanges(foundation).remove(actorOf(boss!), gone!);
    await foundation.database.db.updateTable('installation').set({ licence_capacity: 2 }).execute();
    expect(await countSeats(foundation.database.db)).toEqual({ capacity: 2, used: 3, reserved: 0, nonCounting: 1, free: -1 });
  });

  it('samples are always the same people, load once, stand in the log, and are never pressed on anybody', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
    const samples = createSamples(foundation);
    const boss = actorOf(root!);
    expect(await samples.load(boss)).toEqual({ users: 250, organizations: 3 });
    await expect(samples.load(boss)).rejects.toMatchObject({ problem: { reason: 'samples_present' } });
    const names: string[] = [];
    let members = 0;
    for await (const user of createUsers(foundation).export(everything)) {
      names.push(user.username);
      members += user.organizations.length;
      if (user.kind === 'contact') expect(user).toMatchObject({ licensed: false, lastActiveAt: null, organizations: [] });
    }
    expect(names).toContain('gael.fontaine');
    expect(new Set(names).size).toBe(251);
    expect(members).toBe(224);
    const entries = await foundation.database.db.selectFrom('audit_entries').select((builder) => ['action', builder.fn.countAll<number>().as('count')]).groupBy('action').orderBy('action').execute();
    expect(entries.map(({ action, count }) => [action, Number(count)])).toEqual([['organizations.create', 3], ['samples.load', 1], ['users.create', 251]]);
  });

  it('L2: samples beyond the licences get free access', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
    await foundation.database.db.updateTable('installation').set({ licence_capacity: 100 }).execute();
    await createSamples(foundation).load(actorOf(root!));
    expect(await countSeats(foundation.database.db)).toMatchObject({ used: 100, free: 0 });
  });

  it('organizations are listed and exported by name, with their living members, found without accents', async () => {
    const foundation = await testFoundation(await open.migrated());
    const [root] = await addPeople(foundation, [personState('root', { platformRole: 'superadmin' })]);
    await createSamples(foundation).load(actorOf(root!));
    const organizations = createOrganizations(foundation);
    const all = await organizations.list({ limit: 100 });
    expect(all.items.map(({ name, members }) => [name, members])).toEqual([['Harbour & Finch', 78], ['Lumière Énergie', 84], ['Northgate Logistics', 62]]);
    expect(all).toMatchObject({ nextCursor: null, total: { count: 3, exact: true } });
    const walked: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await organizations.list({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      walked.push(...page.items.map(({ slug }) => slug));
      cursor = page.nextCursor ?? undefined;
      more = cursor !== undefined;
    }
    expect(walked).toEqual(['harbour-finch', 'lumiere-energie', 'northgate']);
    expect((await organizations.list({ q: 'ENERGIE', limit: 10 })).items).toHaveLength(1);
    const exported: string[] = [];
    for await (const { slug } of organizations.export({ q: 'n' })) exported.push(slug);
    expect(exported).toEqual(['harbour-finch', 'lumiere-energie', 'northgate']);
    await createUserChanges(foundation).remove(actorOf(root!), (await createUsers(foundation).list(userList.parse({ q: 'matthew.osullivan' }))).items[0]!);
    expect((await organizations.list({ q: 'finch', limit: 10 })).items[0]?.members).toBe(77);
  });
});
