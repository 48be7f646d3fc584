import type { Client } from '#shared/client.ts';
import { operations, type CallId, type InputOf, type OperationId, type StreamId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { parseSetupLink } from '#shared/setup-link.ts';
import type { Caller, TestServer } from '../support/server.ts';

/** A server with people on it, for one example. */
export type World = { server: TestServer; root: Caller; second: Caller };

/** One call of an operation that succeeds and, where the contract says so, changes something. */
export type Example<Id extends OperationId> = { input: InputOf<Id>; client?: Client };

/** Prepares the world for the call. */
type Maker<Id extends OperationId> = (world: World) => Promise<Example<Id>> | Example<Id>;

const soon = (): string => new Date(Date.now() + 60 * 60_000).toISOString();
let last = 0;
const fresh = (): string => `person${(last += 1)}`;
const sha256 = 'a'.repeat(64);

async function someone({ server }: World, more: Parameters<TestServer['person']>[1] = {}): Promise<{ id: string; version: number }> {
  const { id } = await server.person('user', { username: fresh(), ...more });
  return { id, version: 1 };
}

/** Waits for a plan's job. */
export async function settled({ root }: Pick<World, 'root'>, id: string): Promise<Plan> {
  for (;;) {
    const plan = await root.client.call('plans.get', { id });
    if (plan.progress === null && plan.state !== 'computing' && plan.state !== 'applying') return plan;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const columns: InputOf<'plans.create'>['file']['columns'] = ['username', 'email', 'password'];

async function openPlan({ root }: World): Promise<Plan> {
  const plan = await root.client.call('plans.create', { mode: 'upsert', file: { name: 'people.csv', sha256, size: 10, columns } });
  const name = fresh();
  await root.client.call('plans.stage', { id: plan.id, rows: [[2, name, `${name}@example.com`, true]] });
  return plan;
}

async function madePlan(world: World): Promise<Plan> {
  const { id } = await openPlan(world);
  await world.root.client.call('plans.compute', { id });
  return settled(world, id);
}

async function appliedPlan(world: World): Promise<Plan> {
  const plan = await madePlan(world);
  await world.root.client.call('plans.apply', { id: plan.id, hash: plan.hash! });
  return settled(world, plan.id);
}

async function heldPlan(world: World): Promise<Plan> {
  const settings = await world.root.client.call('settings.get', {});
  await world.root.client.call('settings.update', { brakePercent: 0, brakeFloor: 0, brakeMaximum: 0, secondApproval: true, version: settings.version });
  const { id } = await someone(world);
  const plan = await world.root.client.call('plans.bulk', { change: { action: 'deactivate' }, selection: { ids: [id] } });
  return settled(world, plan.id);
}

async function savedPlan(world: World): Promise<string> {
  const { id } = await madePlan(world);
  let content = '';
  for await (const part of world.root.client.stream('plans.save', { id })) content += part;
  return content;
}

/** An example for every row of the table: a row without one does not compile. */
export const examples: { [Id in OperationId]: Maker<Id> } = {
  'server.info': () => ({ input: {} }),
  'setup.complete': async ({ server }) => ({
    input: { secret: parseSetupLink(server.setupLink ?? '')?.secret ?? '', username: 'first', email: 'first@example.com', password: 'seven grey herons' },
    client: server.anonymous,
  }),
  'session.local': ({ server }) => ({ input: { secret: server.secret ?? '', username: 'local', displayName: 'Local' }, client: server.anonymous }),
  'session.get': () => ({ input: {} }),
  'session.setPassword': () => ({ input: { password: 'seven grey herons' } }),
  'tokens.list': () => ({ input: {} }),
  'tokens.create': () => ({ input: { name: 'Automation', expiresAt: soon() } }),
  'tokens.revoke': async ({ root }) => ({ input: { id: (await root.client.call('tokens.create', { name: 'Short', expiresAt: soon() })).record.id } }),
  'settings.get': () => ({ input: {} }),
  'settings.update': async ({ root }) => ({ input: { licenceCapacity: 1_000_000 + (last += 1), version: (await root.client.call('settings.get', {})).version } }),
  'licences.get': () => ({ input: {} }),
  'overview.get': () => ({ input: {} }),
  'roles.list': () => ({ input: {} }),
  'samples.load': () => ({ input: {} }),
  'users.list': () => ({ input: { q: 'person', platformRole: ['user', 'admin'], sort: '-name' } }),
  'users.values': () => ({ input: { field: 'company' } }),
  'users.get': ({ root }) => ({ input: { id: root.id } }),
  'users.create': () => {
    const name = fresh();
    return { input: { username: name, email: `${name}@example.com` } };
  },
  'users.update': async (world) => ({ input: { ...(await someone(world)), jobTitle: 'Pilot' } }),
  'users.deactivate': async (world) => ({ input: await someone(world) }),
  'users.reactivate': async (world) => ({ input: await someone(world, { platformRole: 'deactivated', formerRole: 'user', deactivatedBy: 'user' }) }),
  'users.makeUnlicensed': async (world) => ({ input: await someone(world) }),
  'users.delete': async (world) => ({ input: await someone(world) }),
  'users.restore': async (world) => {
    const { id, version } = await someone(world);
    await world.root.client.call('users.delete', { id, version });
    return { input: { id, version: version + 1 } };
  },
  'users.resetPassword': async (world) => ({ input: { id: (await someone(world)).id, method: 'link' } }),
  'users.permissions': ({ root }) => ({ input: { id: root.id } }),
  'users.activity': ({ root }) => ({ input: { id: root.id } }),
  'users.export': () => ({ input: {} }),
  'organizations.list': () => ({ input: {} }),
  'organizations.export': () => ({ input: {} }),
  'plans.create': () => ({ input: { mode: 'upsert', file: { name: 'people.csv', sha256, size: 10, columns } } }),
  'plans.bulk': async (world) => ({ input: { change: { action: 'requireReset' }, selection: { ids: [(await someone(world)).id] } } }),
  'plans.undo': async (world) => ({ input: { id: (await appliedPlan(world)).id } }),
  'plans.addFile': async (world) => ({ input: { id: (await madePlan(world)).id, file: { name: 'more.csv', sha256, size: 10, columns } } }),
  'plans.stage': async (world) => ({ input: { id: (await openPlan(world)).id, rows: [[3, 'another', 'another@example.com']] } }),
  'plans.compute': async (world) => ({ input: { id: (await openPlan(world)).id } }),
  'plans.list': () => ({ input: { state: ['draft', 'held'] } }),
  'plans.get': async (world) => ({ input: { id: (await openPlan(world)).id } }),
  'plans.rows': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.exportRows': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.rejected': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.editRow': async (world) => ({ input: { id: (await madePlan(world)).id, number: 1, setAside: true } }),
  'plans.setAsideProblems': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.passwords': async (world) => ({ input: { id: (await madePlan(world)).id, rows: [{ number: 1, password: 'seven grey herons' }] } }),
  'plans.approve': async (world) => {
    const plan = await heldPlan(world);
    const { token } = await world.second.client.call('tokens.create', { name: 'To confirm with', expiresAt: soon() });
    return { input: { id: plan.id, hash: plan.hash!, token }, client: world.second.client };
  },
  'plans.apply': async (world) => {
    const plan = await madePlan(world);
    return { input: { id: plan.id, hash: plan.hash! } };
  },
  'plans.cancel': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.recompute': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.discard': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.save': async (world) => ({ input: { id: (await madePlan(world)).id } }),
  'plans.open': async (world) => ({ input: { content: await savedPlan(world) } }),
};

/** Prepares an example, tells that it is prepared, and runs it: a stream to its end, a job until it has ended. */
export async function perform(world: World, id: OperationId, prepared: () => Promise<void>): Promise<void> {
  const { input, client = world.root.client } = await (examples[id] as Maker<OperationId>)(world);
  await prepared();
  const operation: Operation = operations[id];
  if (operation.stream) {
    for await (const item of client.stream(id as StreamId, input as never)) void item;
    return;
  }
  const output: unknown = await client.call(id as CallId, input as never);
  if (id.startsWith('plans.') && typeof output === 'object' && output !== null && 'id' in output) await settled(world, String(output.id));
}
