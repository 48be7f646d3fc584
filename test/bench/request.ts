import { fork, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import path from 'node:path';
import type { Bench } from './bench.ts';
import { inPairs, pairFigures, rounded, type Run } from './measuring.ts';
import { openPlace } from './places.ts';
import { cpuSecondsOf } from './processes.ts';

const requests = 6_000;
const connections = 16;

/** Sends the same GET over some kept connections; answers how long all of them took. */
async function hammer(url: string, headers: Record<string, string>, pid: number): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const once = (): Promise<void> => new Promise((resolve, reject) => {
    request(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`Answered ${answer.statusCode ?? 0}`));
      answer.resume().on('end', resolve);
    }).on('error', reject).end();
  });
  for (let warm = 0; warm < 500; warm += 1) await once();
  const before = cpuSecondsOf([pid]);
  const start = performance.now();
  let left = requests;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (left > 0) {
      left -= 1;
      await once();
    }
  }));
  agent.destroy();
  return { seconds: (performance.now() - start) / 1_000, cpuSeconds: cpuSecondsOf([pid]) - before };
}

/** The bare route of the peer, in a process of its own, with what it answers. */
function startPeer(person: object): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(path.join(import.meta.dirname, 'bare-route.ts'));
  child.send(person);
  return new Promise((resolve, reject) => {
    child.once('message', (url) => { resolve({ url: url as string, child }); });
    child.once('exit', (code) => { reject(new Error(`The peer ended with ${code ?? 'a signal'}`)); });
  });
}

export const requestBench: Bench = {
  name: 'request',
  summary: 'users.get, authenticated and checked; peer: a bare Fastify route with the same schemas and the same answer.',
  run: async ({ kind, rows, pairs }) => {
    const place = await openPlace(kind);
    try {
      const server = await place.server(Math.min(rows, 10_000));
      const [person] = (await server.client.call('users.list', { limit: 1 })).items;
      const peer = await startPeer(await server.client.call('users.get', { id: person!.id }));
      const result = await inPairs(
        pairs,
        () => hammer(`${server.url}/api/v1/users/${person!.id}`, { authorization: `Bearer ${server.token}` }, server.pid),
        () => hammer(`${peer.url}/users/${person!.id}`, {}, peer.child.pid!),
      );
      peer.child.kill();
      const cpu = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + (run.cpuSeconds ?? 0), 0);
      return { database: kind, requests, ...pairFigures(result), cpuRatio: rounded(cpu(result.product) / cpu(result.peer)), promise: 2 };
    } finally {
      await place.end();
    }
  },
};
