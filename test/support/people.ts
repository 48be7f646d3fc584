import pino from 'pino';
import { effectiveGrants } from '#shared/roles.ts';
import type { Actor } from '../../server/actor.ts';
import type { Database } from '../../server/db/database.ts';
import { auditedTransaction } from '../../server/domains/audit/audited-transaction.ts';
import { microsecondClock } from '../../server/domains/audit/microseconds.ts';
import { openSigning } from '../../server/domains/audit/signing.ts';
import { loadUsers } from '../../server/domains/users/user.store.ts';
import type { StoredUser, UserState, UserWrite } from '../../server/domains/users/user-state.ts';
import { actionOf } from '../../server/domains/users/user-transitions.ts';
import { writeUsers } from '../../server/domains/users/user-writes.ts';
import { createFeed } from '../../server/feed.ts';
import type { Foundation } from '../../server/foundation.ts';
import { uuidv7 } from '../../server/identifiers.ts';

/** A clock that tests set. */
export type TestClock = { now: Date; clock: () => Date };

export const testClock = (start = '2026-11-24T09:00:00.000Z'): TestClock => {
  const time = { now: new Date(start), clock: () => time.now };
  return time;
};

/** What domain services are made from, on a real database, with nothing around it. */
export async function testFoundation(database: Database, clock: () => Date = () => new Date()): Promise<Foundation> {
  await database.db.insertInto('installation').values({ id: 1, name: 'Test', deployment: 'enterprise', licence_capacity: null }).onConflict((conflict) => conflict.doNothing()).execute();
  return {
    database,
    clock,
    preciseTime: microsecondClock(clock),
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    feed: createFeed(),
    signing: await openSigning(database, clock),
    publicUrl: () => 'http://127.0.0.1:1',
  };
}

/** A state like that of a person made with defaults; `name` becomes username, email and display name. */
export const personState = (name: string, more: Partial<UserState> = {}): UserState => ({
  username: name,
  email: `${name}@example.org`,
  displayName: name,
  firstName: null,
  lastName: null,
  jobTitle: null,
  businessPhone: null,
  mobilePhone: null,
  company: null,
  department: null,
  externalId: null,
  locale: 'en',
  platformRole: 'user',
  formerRole: null,
  deactivatedBy: null,
  kind: 'person',
  identitySource: 'local',
  canJoinTeams: true,
  canCreateOrganizations: false,
  canCreateWorkspaces: true,
  canCreatePrivateWorkspaces: true,
  canInviteGuests: false,
  mustResetPassword: false,
  nonCounting: false,
  protected: false,
  roles: [],
  organizations: [],
  deletedAt: null,
  ...more,
});

/** The server itself, which may do everything. */
export const systemActor: Actor = {
  id: null,
  name: 'Quarterdeck',
  email: '',
  platformRole: 'superadmin',
  grants: effectiveGrants('superadmin', []),
  source: 'system',
  sourceReference: null,
  requestId: null,
  client: null,
};

/** A person acting with everything that their state grants. */
export const actorOf = ({ id, state }: Pick<StoredUser, 'id' | 'state'>): Actor & { id: string } => ({
  ...systemActor,
  id,
  name: state.displayName,
  email: state.email,
  platformRole: state.platformRole,
  grants: effectiveGrants(state.platformRole, state.roles),
  source: 'user',
});

/** Brings people into the database, through the one function that writes them; answers them as stored. */
export async function addPeople(foundation: Foundation, states: readonly UserState[]): Promise<StoredUser[]> {
  const writes = states.map((after): UserWrite => ({ action: 'create', id: uuidv7(foundation.clock()), before: null, after }));
  await write(foundation, systemActor, writes);
  return loadUsers(foundation.database.db, foundation.database.kind, writes.map(({ id }) => id));
}

/** One batch in a transaction of its own. */
export const write = (foundation: Foundation, actor: Actor, writes: readonly UserWrite[]): Promise<Map<string, number>> =>
  auditedTransaction(foundation, actor, (tx) => writeUsers(tx, actor, writes, foundation.clock().toISOString()));

/** The write that takes a person into another state. */
export const change = (before: StoredUser, after: Partial<UserState>): UserWrite => {
  const state = { ...before.state, ...after };
  return { action: actionOf(before.state, state) ?? 'update', id: before.id, before, after: state };
};

/** The person as stored now. */
export async function readPerson(foundation: Foundation, id: string): Promise<StoredUser> {
  const [person] = await loadUsers(foundation.database.db, foundation.database.kind, [id]);
  if (!person) throw new Error(`Nobody has the id ${id}.`);
  return person;
}
