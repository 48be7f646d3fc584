import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import fc, { type Arbitrary } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { operationIds, operations, type OperationId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { errorTable, type ErrorCode } from '#shared/errors.ts';
import { problemMediaType } from '#shared/problem.ts';
import { toWireRequest } from '#shared/wire.ts';
import { rounds, saw } from './drill.ts';
import { arbitraryOf, nearlyOf, type Known } from './schema-arbitrary.ts';
import { drillEachDatabase, openWorld, planOf, type World } from './world.ts';

const atOnce = 12;
/** A password is hashed slowly on purpose, and the token that asks must not end itself. */
const seldom = new Set<OperationId>(['session.setPassword', 'users.resetPassword', 'samples.load', 'setup.complete', 'session.local', 'plans.passwords']);
/** HTTP has statuses that our table of codes does not. */
const statusesOfHttp = [405, 408, 415];
/** Bytes of a request's head that the server reads (server/http/http-server.ts), with room for the headers. */
const largestHead = 15_000;
const reasonsOfAny = new Set(['overloaded', 'shutting_down', 'key_reused']);

type Sent = { id: OperationId; input: Record<string, unknown> };
type Answer = { status: number; type: string; body: string };

describe('requests made from the contract', () => {
  drillEachDatabase((kind, place) => {
    let world: World;
    let agent: Agent;
    afterEach(async () => {
      agent.destroy();
      await world.end();
    });

    it('are answered as the contract says, valid or nearly so, and never with an internal error', async () => {
      world = await openWorld(await place());
      agent = new Agent({ keepAlive: true, maxSockets: atOnce });
      const known = await knownOf(world);
      const seed = Number(process.env['QUARTERDECK_FAULT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
      const arbitraries = new Map(operationIds.map((id) => [id, inputsOf(id, known)] as const));
      const picks = operationIds.flatMap((id) => Array.from({ length: seldom.has(id) ? 1 : 8 }, () => id));
      const count = rounds(250, kind === 'sqlite' ? 35_000 : 15_000);
      const statuses = new Map<number, number>();
      const complaints: string[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < count && complaints.length < 20) {
          const number = next++;
          const [id] = fc.sample(fc.constantFrom(...picks), { numRuns: 1, seed: seed + number });
          const [input] = fc.sample(arbitraries.get(id!)!, { numRuns: 1, seed: seed + number });
          const sent = { id: id!, input: input! };
          const answer = await send(world, agent, sent);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const complaint = complaintAbout(sent, answer);
          if (complaint !== undefined) complaints.push(`${complaint}; request ${number} of seed ${seed}: ${JSON.stringify(sent).slice(0, 500)}; answer: ${answer.status} ${answer.body.slice(0, 300)}`);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      saw(`${kind}: ${next} requests of seed ${seed}: ${[...statuses].toSorted(([one], [other]) => one - other).map(([status, times]) => `${status} ${times} times`).join(', ')}`);
      expect(complaints).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(count / 10);
      expect((await fetch(`${world.server.url}/readyz`)).status).toBe(200);
    });
  });
});

/** People and plans to ask about. */
async function knownOf({ root }: World): Promise<Known> {
  const people = await Promise.all(Array.from({ length: 12 }, async (_, index) => (await root.call('users.create', { username: `known.${index}`, email: `known.${index}@example.org`, displayName: `Known ${index}` })).user.id));
  const plans = [await planOf(root, ['username', 'email', 'jobTitle'], [['new', 'new@example.org', 'Sailor']], { mode: 'upsert' }), await planOf(root, ['username', 'email'], [['known.1', '']], { mode: 'delete' })];
  return { ids: [...people, ...plans.map(({ id }) => id)], hashes: plans.map(({ hash }) => hash!) };
}

function inputsOf(id: OperationId, known: Known): Arbitrary<Record<string, unknown>> {
  const fitting = arbitraryOf(operations[id].input, known) as Arbitrary<Record<string, unknown>>;
  return fc.oneof({ weight: 2, arbitrary: fitting }, { weight: 1, arbitrary: nearlyOf(fitting) });
}

function send({ server, token }: World, agent: Agent, { id, input }: Sent): Promise<Answer> {
  const operation: Operation = operations[id];
  const wire = wellFormed(() => toWireRequest(operation, input)) ?? toWireRequest(operation, Object.fromEntries(Object.keys(input).map((name) => [name, 'x'])));
  const { 'if-match': ifMatch, ...others } = wire.headers;
  // Node refuses to send other characters in a header.
  const precondition = ifMatch === undefined ? {} : { 'if-match': ifMatch.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 1_000) };
  const headers = { ...others, ...precondition, authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(wire.body ?? ''), ...(operation.method === 'POST' && Math.random() < 0.3 ? { 'idempotency-key': randomUUID() } : {}) };
  return new Promise((resolve) => {
    // A head that is too large is refused before all of it was sent, and the refusal may be lost with the connection.
    const lost = (error: Error): void => resolve({ status: wire.path.length > largestHead ? 431 : 0, type: problemMediaType, body: error.message });
    const asking = httpRequest(`${server.url}${wire.path}`, { method: wire.method, headers, agent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body }));
      answer.on('error', lost);
    });
    asking.on('error', lost);
    asking.end(wire.body);
  });
}

/** A path cannot hold half of a character, a query no object without a text; whoever tries does not get as far as the server. */
function wellFormed<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What is wrong with an answer; undefined when it keeps the contract. */
function complaintAbout({ id }: Sent, { status, type, body }: Answer): string | undefined {
  const operation: Operation = operations[id];
  if (status === 0) return 'the connection was lost';
  if (status === 431) return undefined;
  if (status === 200) {
    const texts = operation.stream ? body.split('\n').filter((line) => line !== '') : [body];
    const end = operation.stream ? texts.pop() : undefined;
    if (end !== undefined && !('$end' in (JSON.parse(end) as object))) return 'the stream did not end well';
    const wrong = texts.map((text) => operation.output.safeParse(JSON.parse(text))).find(({ success }) => !success);
    return wrong?.error ? `the answer is not what the contract says: ${wrong.error.message.slice(0, 300)}` : undefined;
  }
  if (!type.startsWith('application/problem+json')) return `the refusal is ${type || 'nothing'}`;
  const problem = JSON.parse(body) as { status: number; code: ErrorCode; reason?: string; requestId?: string; title: string };
  if (problem.status !== status || !(problem.code in errorTable) || problem.requestId === undefined) return 'the problem document is not whole';
  if (errorTable[problem.code].status !== status && !statusesOfHttp.includes(status)) return 'the status is not that of the code';
  if (problem.reason !== undefined && !reasonsOfAny.has(problem.reason) && !(operation.reasons as readonly string[]).includes(problem.reason)) return `the reason ${problem.reason} is not declared`;
  if (status >= 500 && !(status === 503 && problem.reason === 'overloaded')) return 'the server failed';
  return undefined;
}
