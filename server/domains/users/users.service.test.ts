import fc from 'fast-check';
import { sql, type KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { licensedRoles } from '#shared/roles.ts';
import { userList, userSorts, type User, type UserFilter } from '#shared/schemas/users.ts';
import { foldKey, foldSearch } from '#shared/text.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { addPeople, personState, testClock, testFoundation } from '../../../test/support/people.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { createUsers, explainGrants, type Users } from './users.service.ts';
import type { UserState } from './user-state.ts';

const day = 24 * 60 * 60_000;
const { clock } = testClock();
const daysAgo = (days: number): string => new Date(clock().getTime() - days * day).toISOString();

type Sample = { state: UserState; lastActiveAt: string | null; createdAt: string; mfaEnabled: boolean };

const words = fc.constantFrom('Éloïse', 'eloise', 'Straße', 'İstanbul', "O'Hara", '100%', 'a_b', 'back\\slash', '"quoted"', '李雷', '🙂ok', 'Zoé', 'anna', 'ANNA', 'Ünal', 'x', 'é');
const name = fc.array(words, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' '));
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 2 });

const anySample = (index: number, organizations: readonly string[]): fc.Arbitrary<Sample> =>
  fc.record({
    state: fc
      .record({
        displayName: name,
        firstName: optional(words),
        lastName: optional(words),
        jobTitle: optional(words),
        company: optional(fc.constantFrom('Acme', 'Société Générale', 'éco', 'Zed')),
        department: optional(fc.constantFrom('R&D', 'Ventes', 'élan')),
        platformRole: fc.constantFrom('deactivated' as const, 'unlicensed' as const, 'user' as const, 'admin' as const, 'superadmin' as const),
        kind: fc.constantFrom('person' as const, 'person' as const, 'contact' as const),
        identitySource: fc.constantFrom('local', 'entra-id'),
        nonCounting: fc.boolean(),
        roles: fc.subarray(['auditor', 'helpdesk', 'tasks-member']),
        organizations: fc.subarray([...organizations]).map((ids) => ids.toSorted().map((organizationId) => ({ organizationId, role: 'user' }))),
        deletedAt: fc.constantFrom(null, null, null, daysAgo(3), daysAgo(40)),
      })
      .map((more) => personState(`${['Anna', 'éric', 'bob', 'Zoé'][index % 4]}.${index}`, more)),
    lastActiveAt: optional(fc.integer({ min: 0, max: 90 }).map(daysAgo)),
    createdAt: fc.integer({ min: 0, max: 20 }).map(daysAgo),
    mfaEnabled: fc.boolean(),
  });

const organizationNames = ['Société du Canal', 'ACME GmbH', 'anna & co'];

async function populate(foundation: Foundation, organizations: readonly string[], samples: readonly Sample[]): Promise<void> {
  const { db, kind } = foundation.database;
  await sql`delete from organization_members`.execute(db);
  await sql`delete from users`.execute(db);
  await sql`delete from organizations`.execute(db);
  for (const [index, id] of organizations.entries()) {
    const title = organizationNames[index] ?? id;
    await db.insertInto('organizations').values({ id, slug: `o${index}`, slug_key: `o${index}`, name: title, name_key: foldKey(title), search_text: foldSearch(title), created_at: daysAgo(100), updated_at: daysAgo(100), deleted_at: null }).execute();
  }
  const people = await addPeople(foundation, samples.map(({ state }) => state));
  const incoming = rowsFromJson(kind, 'incoming', { id: 'text', last_active_at: 'text', created_at: 'text', mfa_enabled: 'integer' }, people.map(({ id }, index) => ({ id, last_active_at: samples[index]!.lastActiveAt, created_at: samples[index]!.createdAt, mfa_enabled: samples[index]!.mfaEnabled })));
  await sql`update users set last_active_at = incoming.last_active_at, created_at = incoming.created_at, mfa_enabled = incoming.mfa_enabled from ${incoming} where users.id = incoming.id`.execute(db);
}

async function everybody(users: Users): Promise<User[]> {
  const found: User[] = [];
  for (const deleted of [false, true]) for await (const user of users.export({ sort: 'name', activityDays: 30, deleted })) found.push(user);
  return found;
}

const licenceOf = (user: User): string => (user.licensed ? 'licensed' : user.kind === 'person' && user.platformRole === 'unlicensed' ? 'free' : 'none');

/** U13 said once more, over what the console gets. */
function finds(filter: UserFilter, user: User): boolean {
  const fragment = foldSearch(filter.q ?? '').trim();
  const texts = [user.username, user.email, user.displayName, user.firstName ?? '', user.lastName ?? '', user.id, ...user.organizations.map((one) => one.name)];
  const since = daysAgo(filter.activityDays);
  const activity = user.lastActiveAt === null ? 'never' : user.lastActiveAt >= since ? 'active' : 'inactive';
  const among = <Value>(wanted: readonly Value[] | undefined, has: Value | null): boolean => wanted === undefined || wanted.length === 0 || (has !== null && wanted.includes(has));
  return (
    (user.deletedAt !== null) === filter.deleted &&
    (fragment === '' || texts.some((text) => foldSearch(text).includes(fragment))) &&
    (!filter.platformRole?.length || (user.kind === 'person' && filter.platformRole.includes(user.platformRole))) &&
    (!filter.role?.length || user.roles.some((role) => filter.role?.includes(role))) &&
    (!filter.organization?.length || user.organizations.some(({ id }) => filter.organization?.includes(id))) &&
    among(filter.company, user.company) &&
    among(filter.department, user.department) &&
    among(filter.identitySource, user.identitySource) &&
    (filter.kind === undefined || user.kind === filter.kind) &&
    (filter.mfa === undefined || user.mfaEnabled === filter.mfa) &&
    (filter.activity === undefined || activity === filter.activity) &&
    (filter.licence === undefined || licenceOf(user) === filter.licence) &&
    (filter.createdFrom === undefined || Date.parse(user.createdAt) >= Date.parse(filter.createdFrom)) &&
    (filter.createdTo === undefined || Date.parse(user.createdAt) <= Date.parse(filter.createdTo))
  );
}

const rank = ['deactivated', 'unlicensed', 'user', 'admin', 'superadmin'];
const sortValues: Record<(typeof userSorts)[number], (user: User) => string | number | null> = {
  name: (user) => foldSearch(user.displayName),
  username: (user) => (user.deletedAt === null ? foldKey(user.username) : `${foldKey(user.username)} deleted ${user.id}`),
  email: (user) => (user.deletedAt === null ? foldKey(user.email) : `${foldKey(user.email)} deleted ${user.id}`),
  platformRole: (user) => rank.indexOf(user.platformRole),
  jobTitle: (user) => foldSearch(user.jobTitle ?? ''),
  company: (user) => foldSearch(user.company ?? ''),
  department: (user) => foldSearch(user.department ?? ''),
  identitySource: (user) => user.identitySource,
  mfaEnabled: (user) => Number(user.mfaEnabled),
  lastActiveAt: (user) => user.lastActiveAt,
  createdAt: (user) => user.createdAt,
  organizations: (user) => user.organizations.length,
  licensed: (user) => Number(user.licensed),
};

function compare(one: string | number, other: string | number): number {
  return typeof one === 'number' ? one - Number(other) : Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
}

/** Ascending by value then id, descending the reverse, those without a value last in both. */
function ordered(people: readonly User[], sort: string): User[] {
  const descending = sort.startsWith('-');
  const value = sortValues[(descending ? sort.slice(1) : sort) as keyof typeof sortValues];
  return people.toSorted((one, other) => {
    const [left, right] = [value(one), value(other)];
    if ((left === null) !== (right === null)) return left === null ? 1 : -1;
    const by = left === null || right === null ? 0 : compare(left, right);
    const order = by === 0 ? compare(one.id, other.id) : by;
    return descending ? -order : order;
  });
}

const anyFilter = (organizations: readonly string[]) =>
  fc.record(
    {
      q: fc.oneof(words, fc.constantFrom('ann', 'n', 'é', 'e', '%', '_', '\\', '"', 'canal', 'gmbh', '019', 'deleted', '@example', 'anna\nx', '  zoe ')),
      platformRole: fc.subarray(rank as UserState['platformRole'][]),
      role: fc.subarray(['auditor', 'helpdesk', 'nobody-has-it']),
      organization: fc.subarray([...organizations]),
      company: fc.subarray(['Acme', 'éco']),
      department: fc.subarray(['Ventes', 'R&D']),
      identitySource: fc.subarray(['local', 'entra-id']),
      kind: fc.constantFrom('person' as const, 'contact' as const),
      mfa: fc.boolean(),
      activity: fc.constantFrom('active' as const, 'inactive' as const, 'never' as const),
      activityDays: fc.integer({ min: 1, max: 60 }),
      licence: fc.constantFrom('licensed' as const, 'free' as const, 'none' as const),
      createdFrom: fc.constantFrom(daysAgo(10), daysAgo(3).replace('Z', '000Z')),
      createdTo: fc.constantFrom(daysAgo(2), daysAgo(10).replace('Z', '000Z')),
      deleted: fc.boolean(),
    },
    { requiredKeys: [] },
  );

const anySort = fc.constantFrom(...userSorts.flatMap((sort) => [sort, `-${sort}` as const]));

/** Many people at once, past the log: only their number matters. */
async function crowd({ database }: Foundation, size: number): Promise<void> {
  const incoming = rowsFromJson(database.kind, 'incoming', { name: 'text' }, Array.from({ length: size }, (_, index) => ({ name: `p${index}` })));
  const at = daysAgo(1);
  await sql`
    insert into users (id, username, username_key, email, email_key, display_name, locale, platform_role, kind, identity_source, created_source,
      created_at, updated_at, search_text, sort_name, sort_job_title, sort_company, sort_department, role_rank, licensed)
    select name, name, name, name, name, name, 'en', 'user', 'person', 'local', 'user', ${at}, ${at}, name, name, '', '', '', 2, 1 from ${incoming}
  `.execute(database.db);
}

forEachDatabase((_kind, open) => {
  it('U13, U14: walking the pages of any filter and sort gives exactly the people that it means, in order, with their total', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    const users = createUsers(foundation);
    const organizations = organizationNames.map(() => uuidv7(clock())).sort();
    const population = fc.integer({ min: 30, max: 60 }).chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => anySample(index, organizations))));
    await fc.assert(
      fc.asyncProperty(population, fc.array(fc.tuple(anyFilter(organizations), anySort, fc.integer({ min: 1, max: 25 })), { minLength: 40, maxLength: 40 }), async (samples, questions) => {
        await populate(foundation, organizations, samples);
        const all = await everybody(users);
        expect(all.length).toBe(samples.filter(({ state }) => state.deletedAt !== daysAgo(40)).length);
        for (const [filter, sort, limit] of questions) {
          const input = userList.parse({ ...filter, sort, limit });
          const expected = ordered(all.filter((user) => finds(input, user)), sort);
          const walked: User[] = [];
          let cursor: string | undefined;
          do {
            const page = await users.list({ ...input, cursor });
            expect(page.total).toEqual({ count: expected.length, exact: true });
            walked.push(...page.items);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(walked).toEqual(expected);
          const exported: User[] = [];
          for await (const user of users.export(input)) exported.push(user);
          expect(exported).toEqual(expected);
        }
      }),
      { numRuns: 4 },
    );
  });

  it('L1: who is shown as licensed is who takes a licence', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    await addPeople(foundation, [
      ...(['deactivated', 'unlicensed', 'user', 'admin', 'superadmin'] as const).map((platformRole) => personState(platformRole, { platformRole })),
      personState('vendor', { nonCounting: true }),
      personState('contact', { kind: 'contact', platformRole: 'deactivated' }),
    ]);
    const { items } = await createUsers(foundation).list(userList.parse({ licence: 'licensed', sort: 'platformRole' }));
    expect(items.map(({ username }) => username)).toEqual([...licensedRoles]);
  });

  it('api.md: counts exactly up to 10,000 and says so beyond', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    await crowd(foundation, 10_001);
    const users = createUsers(foundation);
    expect((await users.list(userList.parse({ limit: 1 }))).total).toEqual({ count: 10_000, exact: false });
    expect((await users.list(userList.parse({ limit: 1, q: 'p1000' }))).total).toEqual({ count: 2, exact: true });
  });

  it('a page of 100 people costs five statements, whatever they belong to', async () => {
    const database = await open.migrated();
    const foundation = await testFoundation(database, clock);
    await addPeople(foundation, Array.from({ length: 150 }, (_, index) => personState(`p${index}`, { roles: ['auditor'] })));
    let statements = 0;
    const counter: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const counting = { ...database, db: database.db.withPlugin(counter) };
    const { items } = await createUsers({ ...foundation, database: counting }).list(userList.parse({}));
    expect(items).toHaveLength(100);
    expect(statements).toBeLessThanOrEqual(5);
  });

  it('an export that is left early gives its snapshot back', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    await addPeople(foundation, Array.from({ length: 20 }, (_, index) => personState(`p${index}`)));
    const users = createUsers(foundation);
    for (let round = 0; round < 20; round += 1) {
      for await (const user of users.export(userList.parse({}))) {
        expect(user.username).toBe('p0');
        break;
      }
    }
  });

  it('offers the values of a column, most frequent first, and finds them without accents', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    await addPeople(foundation, ['Société', 'Société', 'Acme', null, 'Zed'].map((company, index) => personState(`p${index}`, { company })));
    const users = createUsers(foundation);
    expect(await users.values({ field: 'company' })).toEqual({ items: [{ value: 'Société', people: 2 }, { value: 'Acme', people: 1 }, { value: 'Zed', people: 1 }] });
    expect(await users.values({ field: 'company', q: 'CIETE' })).toEqual({ items: [{ value: 'Société', people: 2 }] });
    expect(await users.values({ field: 'identitySource', q: 'loc' })).toEqual({ items: [{ value: 'local', people: 5 }] });
  });

  it('U10: a deleted person can be read for 30 days', async () => {
    const foundation = await testFoundation(await open.migrated(), clock);
    const [young, old] = await addPeople(foundation, [personState('young', { deletedAt: daysAgo(29) }), personState('old', { deletedAt: daysAgo(31) })]);
    const users = createUsers(foundation);
    expect(await users.get(young!.id)).toMatchObject({ username: 'young', email: 'young@example.org', deletedAt: daysAgo(29) });
    await expect(users.get(old!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(users.get(uuidv7(clock()))).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('R11: effective permissions name every grant that gives something, and the highest holds', () => {
  const explained = explainGrants('admin', ['auditor', 'helpdesk']);
  expect(explained.find(({ resource }) => resource === 'users')).toEqual({
    resource: 'users',
    level: 'admin',
    from: [{ kind: 'platformRole', key: 'admin', level: 'admin' }, { kind: 'role', key: 'auditor', level: 'reader' }, { kind: 'role', key: 'helpdesk', level: 'contributor' }],
  });
  expect(explained.find(({ resource }) => resource === 'audit_log')).toMatchObject({ level: 'admin', from: [{ key: 'admin', level: 'reader' }, { key: 'auditor', level: 'admin' }] });
  expect(explainGrants('unlicensed', ['administrator']).every(({ level, from }) => level === 'none' && from.length === 0)).toBe(true);
});
