import { foldSearch } from '#shared/text.ts';
import type { UserState } from '../users/user-state.ts';
import { companies, departments, firstNames, lastNames, type Department, type SampleCompany } from './sample-names.ts';

/** A sample person: a state with the organization by its slug, and what only time gives to real people. */
export type SamplePerson = {
  state: Omit<UserState, 'organizations'>;
  organization: { slug: string; role: 'admin' | 'manager' | 'user' } | null;
  /** Days before now; null: never. */
  lastActiveDaysAgo: number | null;
  createdDaysAgo: number;
  mfaEnabled: boolean;
};

/** Numbers from 0 to 1, the same sequence for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** The sample people, always the same ones in the same order. */
export function samplePeople(): SamplePerson[] {
  const random = randomFrom(20_261_124);
  const taken = new Set<string>();
  return companies.flatMap((company) => Array.from({ length: company.people }, (_, index) => samplePerson(random, company, index, taken)));
}

function samplePerson(random: Random, company: SampleCompany, index: number, taken: Set<string>): SamplePerson {
  const { firstName, lastName, username } = freeName(random, company, taken);
  const department = pick(random, departments[company.locale]);
  const standing = company.slug === null ? contact : standingOf(random, index);
  const mustSignIn = standing.kind === 'person' && standing.platformRole !== 'deactivated';
  const createdDaysAgo = Math.floor(40 + random() * 1_000);
  const managed = company.prefix === 'LE' && random() < 0.25;
  return {
    state: {
      username,
      email: `${username}@${company.domain}`,
      displayName: `${firstName} ${lastName}`,
      firstName,
      lastName,
      jobTitle: pick(random, department.jobs),
      businessPhone: company.locale === 'fr' ? `+33 1 99 00 ${pair(random)} ${pair(random)}` : `+44 20 7946 0${pair(random)}${Math.floor(random() * 10)}`,
      mobilePhone: random() < 0.4 ? (company.locale === 'fr' ? `+33 6 39 98 ${pair(random)} ${pair(random)}` : `+44 7700 900${pair(random)}${Math.floor(random() * 10)}`) : null,
      company: company.name,
      department: department.name,
      externalId: `${company.prefix}-${String(index + 1).padStart(4, '0')}`,
      locale: company.locale,
      ...standing,
      // A provider without a counterpart here: its people show whose fields are whose (U11).
      identitySource: managed ? 'entra-id' : 'local',
      ...capabilities(random, standing.platformRole),
      nonCounting: false,
      protected: index === 0 && company.slug !== null,
      roles: standing.kind === 'person' ? rolesOf(random, department) : [],
      deletedAt: null,
    },
    organization: company.slug === null ? null : { slug: company.slug, role: index < 2 ? 'admin' : index < 14 ? 'manager' : 'user' },
    lastActiveDaysAgo: standing.kind === 'contact' ? null : lastActive(random, mustSignIn, createdDaysAgo),
    createdDaysAgo,
    mfaEnabled: mustSignIn && random() < 0.45,
  };
}

function freeName(random: Random, company: SampleCompany, taken: Set<string>): { firstName: string; lastName: string; username: string } {
  for (;;) {
    const firstName = pick(random, firstNames[company.locale]);
    const lastName = pick(random, lastNames[company.locale]);
    const username = `${plain(firstName)}.${plain(lastName)}`;
    if (taken.has(username)) continue;
    taken.add(username);
    return { firstName, lastName, username };
  }
}

/** Letters of the alphabet and dashes: `d'Ornano` is `dornano`, `Œuvrard` is `oeuvrard`. */
const plain = (name: string): string =>
  foldSearch(name).replaceAll('œ', 'oe').replaceAll('ß', 'ss').replace(/ /g, '-').replace(/[^a-z-]/g, '');

type Standing = Pick<UserState, 'platformRole' | 'formerRole' | 'deactivatedBy' | 'kind'>;

const contact: Standing = { platformRole: 'deactivated', formerRole: null, deactivatedBy: null, kind: 'contact' };

/** The first of a company administers the platform; of the others most are users, some have left or only look on. */
function standingOf(random: Random, index: number): Standing {
  const as = (platformRole: UserState['platformRole']): Standing => ({ platformRole, formerRole: null, deactivatedBy: null, kind: 'person' });
  if (index === 0) return as('admin');
  const chance = random();
  if (chance < 0.07) return { platformRole: 'deactivated', formerRole: 'user', deactivatedBy: 'user', kind: 'person' };
  return as(chance < 0.17 ? 'unlicensed' : 'user');
}

const capabilities = (random: Random, role: UserState['platformRole']) => ({
  canJoinTeams: true,
  canCreateOrganizations: role === 'admin',
  canCreateWorkspaces: role !== 'unlicensed',
  canCreatePrivateWorkspaces: role !== 'unlicensed' && random() < 0.8,
  canInviteGuests: role === 'admin' || random() < 0.15,
  mustResetPassword: false,
});

function rolesOf(random: Random, { roles }: Department): string[] {
  const [first] = roles;
  return first !== undefined && random() < 0.35 ? [roles[Math.floor(random() * roles.length)] ?? first] : [];
}

/** Most were here this month; some come rarely, some never came. */
function lastActive(random: Random, canSignIn: boolean, createdDaysAgo: number): number | null {
  const chance = random();
  if (canSignIn && chance < 0.08) return null;
  const days = canSignIn && chance < 0.72 ? random() ** 2 * 29 : 30 + random() * 200;
  return Math.min(days, createdDaysAgo - 1);
}

const pair = (random: Random): string => String(Math.floor(random() * 100)).padStart(2, '0');
