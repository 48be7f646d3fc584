import { Agent, get, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isFullDrill, rounds, saw } from './drill.ts';
import { outcomeOf, slowest, tallyOf, type Outcome } from './outcomes.ts';
import { drillEachDatabase, openWorld, type World } from './world.ts';

const streams = isFullDrill ? 1_000 : 100;
const megabyte = 1_048_576;

/** A listener of events: what it has heard so far. */
type Listener = { heard: string; end: () => void };

describe('the server under load', () => {
  drillEachDatabase((kind, place) => {
    let world: World;
    let agent: Agent;
    const listeners: Listener[] = [];
    const start = async (): Promise<World> => {
      agent = new Agent({ keepAlive: false });
      return (world = await openWorld(await place()));
    };
    afterEach(async () => {
      for (const listener of listeners.splice(0)) listener.end();
      agent.destroy();
      await world.end();
    });

    const listen = (): Promise<{ status: number; listener: Listener }> =>
      new Promise((resolve, reject) => {
        const asking: ClientRequest = get(`${world.server.url}/api/v1/events`, { agent, headers: { authorization: `Bearer ${world.token}` } }, (answer: IncomingMessage) => {
          const listener: Listener = { heard: '', end: () => asking.destroy() };
          answer.setEncoding('utf8');
          answer.on('data', (text: string) => (listener.heard += text));
          answer.on('error', () => {});
          resolve({ status: answer.statusCode ?? 0, listener });
        });
        asking.on('error', reject);
      });
    const measured = async (): Promise<{ memory: number; delay: number }> => {
      const metrics = await (await fetch(`${world.server.url}/metrics`, { headers: { authorization: `Bearer ${world.token}` } })).text();
      const number = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
      return { memory: number('quarterdeck_resident_memory_bytes') / megabyte, delay: number('quarterdeck_event_loop_delay_seconds') * 1_000 };
    };

    it('a thousand open event streams all hear of a change, requests are answered meanwhile, and the one too many is told so', async () => {
      const { root } = await start();
      for (let open = 0; open < streams; open += 1) {
        const { status, listener } = await listen();
        listeners.push(listener);
        expect(status).toBe(200);
      }
      const outcomes: Outcome[] = [];
      let delay = 0;
      for (let change = 0; change < rounds(2, 20); change += 1) {
        const name = `heard.${change}`;
        const made = await root.call('users.create', { username: name, email: `${name}@example.org`, displayName: 'Heard' });
        outcomes.push(await outcomeOf(root.call('users.get', { id: made.user.id })));
        const began = performance.now();
        while (!listeners.every(({ heard }) => heard.includes(made.user.id))) {
          if (performance.now() - began > 30_000) throw new Error(`${listeners.filter(({ heard }) => !heard.includes(made.user.id)).length} listeners did not hear of a change.`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        delay = Math.max(delay, (await measured()).delay);
      }
      saw(`${kind}: ${streams} streams heard of every change; reads meanwhile ${tallyOf(outcomes)}, slowest ${slowest(outcomes)} ms; event loop delayed by at most ${Math.round(delay)} ms`);
      expect(delay).toBeLessThan(1_500);
      if (!isFullDrill) return;
      expect((await listen()).status).toBe(503);
    });

    it('memory is flat over minutes of load, and the event loop is never late for long', async () => {
      const { root } = await start();
      const until = performance.now() + (isFullDrill ? 5 * 60_000 : 3_000);
      const people = await Promise.all(Array.from({ length: 8 }, async (_, index) => (await root.call('users.create', { username: `load.${index}`, email: `load.${index}@example.org`, displayName: 'Load' })).user.id));
      const samples: { memory: number; delay: number }[] = [];
      let requests = 0;
      const work = async (index: number): Promise<void> => {
        while (performance.now() < until) {
          const { version } = await root.call('users.get', { id: people[index]! });
          await root.call('users.list', { q: 'load' });
          await root.call('users.update', { id: people[index]!, version, jobTitle: `Title ${requests}` });
          for await (const person of root.stream('users.export', {})) void person;
          requests += 4;
          if (index === 0 && requests % 10 === 0) samples.push(await measured());
        }
      };
      await Promise.all(people.map((_, index) => work(index)));
      samples.push(await measured());
      const middle = samples.slice(Math.floor(samples.length / 4), Math.floor(samples.length / 2)).map(({ memory }) => memory);
      const end = samples.slice(-Math.max(1, Math.floor(samples.length / 4))).map(({ memory }) => memory);
      const late = samples.filter(({ delay }) => delay > 500).length;
      saw(`${kind}: ${requests} requests; memory ${Math.round(Math.min(...samples.map(({ memory }) => memory)))} to ${Math.round(Math.max(...samples.map(({ memory }) => memory)))} MB; event loop late by over 500 ms in ${late} of ${samples.length} looks`);
      expect(requests).toBeGreaterThan(0);
      if (isFullDrill) expect(average(end)).toBeLessThan(average(middle) * 1.25 + 32);
      expect(Math.max(...samples.map(({ memory }) => memory))).toBeLessThan(700);
    });

    it('senders that are slow, huge, broken, deep or strange are refused, and cost nobody else anything', async () => {
      const { root, server, token } = await start();
      const head = (more: string): string => `POST /api/v1/users HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${more}`;
      const json = (body: string): string => head(`content-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      const strange: [string, string, RegExp][] = [
        ['a huge header', head(`x-huge: ${'y'.repeat(15_000)}\r\ncontent-length: 0\r\nx-huge: ${'z'.repeat(2_000)}\r\n\r\n`), / 431 /],
        ['a text where JSON is wanted', head('content-type: text/plain\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}'), / 415 /],
        ['a form', head('content-type: multipart/form-data; boundary=x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}'), / 415 /],
        ['broken JSON', json('{"username": "a"'), / 400 /],
        ['half of a JSON text', json('"\\ud800"'), / 400 /],
        ['JSON that is deep', json('['.repeat(100_000)), / 400 /],
        ['JSON that is deep and whole', json(`{"displayName":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), / 400 /],
        ['a prototype', json('{"__proto__":{"platformRole":"superadmin"},"username":"evil","email":"evil@example.org"}'), / 400 /],
        ['a constructor', json('{"constructor":{"prototype":{"platformRole":"superadmin"}},"username":"evil","email":"evil@example.org"}'), / 400 /],
        ['a NUL in a name', json('{"username":"e\\u0000vil","email":"evil@example.org"}'), / 400 /],
        ['a lone surrogate in a name', json('{"username":"evil","email":"evil@example.org","displayName":"\\udc00"}'), / 400 /],
        ['a key twice', json('{"username":"evil","username":"evil2","email":"not an address"}'), / 400 /],
        ['two lengths', head('content-type: application/json\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'), / 400 /],
        ['a length and pieces', head('content-type: application/json\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'), / 400 /],
        ['a body that is too large', json(`{"username":"${'a'.repeat(1_200_000)}"}`), / 413 /],
        ['no HTTP at all', '\u0016\u0003\u0001 TLS?\r\n\r\n', / 400 /],
      ];
      // Senders that never come to an end stand in nobody's way.
      const slow = Array.from({ length: 50 }, () => connect(server.port, '127.0.0.1').on('error', () => {}));
      for (const socket of slow) socket.write(head('content-type: application/json\r\ncontent-length: 100\r\n\r\n{"'));
      const outcomes: Outcome[] = [];
      for (let round = 0; round < rounds(1, 20); round += 1) {
        for (const [name, text, expected] of strange) {
          const answer = await said(server.port, text);
          expect(answer.split('\r\n', 1)[0], name).toMatch(expected);
          expect(answer, name).toContain('application/problem+json');
        }
        outcomes.push(await outcomeOf(root.call('users.list', {})));
      }
      for (const socket of slow) socket.destroy();
      expect((await root.call('users.list', { q: 'evil' })).items).toEqual([]);
      saw(`${kind}: ${strange.length} strange requests ${rounds(1, 20)} times refused as they should be, beside 50 slow senders; a page of users took at most ${slowest(outcomes)} ms`);
    });
  });
});

const average = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

/** What the server says to these bytes until it closes the connection, or has said a whole head. */
function said(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (data) => {
      received += data.toString();
      if (received.includes('\r\n\r\n')) end();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', end);
  });
}
