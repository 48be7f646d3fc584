import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isFullDrill, rounds, saw } from './drill.ts';
import { mountTmpfs, mountsRefused, type Mounted } from './mounts.ts';
import { codesOf, outcomeOf, tallyOf, type Outcome } from './outcomes.ts';
import { applicationOf, chainOf, openWorld, peopleOf, planOf, settled, type World } from './world.ts';

const refused = await mountsRefused('tmpfs');
const columns: Parameters<typeof planOf>[1] = ['username', 'email', 'jobTitle'];
const file = (people: number, title: string): string[][] => Array.from({ length: people }, (_, index) => [`person.${index}`, `person.${index}@example.org`, title]);

describe.skipIf(refused !== undefined)(`a full disk${refused === undefined ? '' : ` (not run: ${refused})`}`, () => {
  let disk: Mounted;
  let world: World;
  const start = async (size: string): Promise<World> => {
    disk = await mountTmpfs(size);
    const folder = path.join(disk.folder, 'quarterdeck');
    world = await openWorld({ folder, database: { kind: 'sqlite', file: path.join(folder, 'quarterdeck.db') }, parameters: ['--log-level', 'warn'] });
    return world;
  };
  /** Leaves so many bytes. */
  const fill = (leave: number): void => {
    const ballast = openSync(path.join(disk.folder, 'ballast'), 'a');
    const { bavail, bsize } = statfsSync(disk.folder);
    try {
      for (let rest = bavail * bsize - leave; rest > 0; ) rest -= writeSync(ballast, Buffer.alloc(Math.min(rest, 65_536)));
    } catch (error) {
      // The server was quicker with what was left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(ballast);
    }
  };
  const free = (): void => rmSync(path.join(disk.folder, 'ballast'), { force: true });
  afterEach(async () => {
    await world.end();
    await disk.release();
  });

  it('refuses every kind of write with storage_full, goes on reading, and writes again without a restart', async () => {
    const { root, token } = await start('8m');
    const people = 200;
    await root.call('plans.apply', applicationOf(await planOf(root, columns, file(people, 'Sailor'), { mode: 'upsert' }), token)).then(({ id }) => settled(root, id));
    const ready = await planOf(root, columns, file(people, 'Navigator'), { mode: 'upsert' });
    const open = await root.call('plans.create', { mode: 'upsert', file: { name: 'a.csv', sha256: 'a'.repeat(64), size: 1, columns } });
    const person = (await root.call('users.create', { username: 'anna', email: 'anna@example.org', displayName: 'Anna' })).user;
    const idempotencyKey = randomUUID();
    for (let round = 0; round < rounds(1, 12); round += 1) {
      fill(0);
      const name = `new.${round}`;
      const writes = [
        await outcomeOf(root.call('users.create', { username: name, email: `${name}@example.org`, displayName: 'New' }, { idempotencyKey: `${idempotencyKey}.${round}` })),
        await outcomeOf(root.call('users.update', { id: person.id, version: person.version, jobTitle: `Title ${round}` })),
        await outcomeOf(root.call('users.deactivate', { id: person.id, version: person.version })),
        await outcomeOf(root.call('plans.create', { mode: 'upsert', file: { name: 'b.csv', sha256: 'b'.repeat(64), size: 1, columns } })),
        await outcomeOf(root.call('plans.stage', { id: open.id, rows: file(1_000, 'x'.repeat(200)).map((cells, index): [number, ...string[]] => [index + 2, ...cells]) })),
        await outcomeOf(root.call('plans.compute', { id: open.id })),
        await outcomeOf(root.call('plans.apply', applicationOf(ready, token))),
        await outcomeOf(root.call('tokens.create', { name: 'Full', expiresAt: new Date(Date.now() + 3_600_000).toISOString() })),
      ];
      expect(codesOf(writes), JSON.stringify(writes)).toEqual(['storage_full']);
      const reads = [
        await outcomeOf(root.call('users.list', { q: 'person' })), await outcomeOf(root.call('session.get', {})), await outcomeOf(root.call('overview.get', {})),
        await outcomeOf(root.call('plans.rows', { id: ready.id })), await outcomeOf(peopleOf(root)),
      ];
      expect(codesOf(reads)).toEqual(['ok']);
      expect((await fetch(`${world.server.url}/readyz`)).status).toBe(200);
      free();
      // The key of the refused request is free again, and the request is run now.
      expect((await root.call('users.create', { username: name, email: `${name}@example.org`, displayName: 'New' }, { idempotencyKey: `${idempotencyKey}.${round}` })).user.username).toBe(name);
    }
    expect((await root.call('plans.apply', applicationOf(ready, token)).then(({ id }) => settled(root, id))).state).toBe('applied');
    expect((await chainOf(world.database)).problems).toEqual([]);
    saw('every write 507, every read 200, writing again as soon as there was room');
  });

  it('M16: a disk that fills in the middle of staging, computing or applying leaves the plan and the people as they were', async () => {
    const { root, token } = await start(isFullDrill ? '64m' : '12m');
    const people = 400;
    await root.call('plans.apply', applicationOf(await planOf(root, columns, file(people, 'Sailor'), { mode: 'upsert' }), token)).then(({ id }) => settled(root, id));
    const seen: Outcome[] = [];
    const failures = new Map<string, number>();
    for (let round = 0; round < rounds(3, 30); round += 1) {
      const before = await peopleOf(root);
      const plan = await planOf(root, columns, file(people, `Title ${round}`), { mode: 'upsert' });
      fill(Math.floor(Math.random() * 600_000));
      const applying = await outcomeOf(root.call('plans.apply', applicationOf(plan, token)));
      seen.push(applying);
      expect(['ok', 'storage_full']).toContain(applying.code);
      const ended = await settled(root, plan.id);
      if (ended.state !== 'applied') {
        expect(ended.state).toBe(plan.state);
        expect(await peopleOf(root)).toBe(before);
        if (applying.code === 'ok') expect(ended.failure?.code).toBe('storage_full');
        failures.set(ended.failure?.code ?? applying.code, (failures.get(ended.failure?.code ?? applying.code) ?? 0) + 1);
      }
      free();
      if (ended.state !== 'applied') {
        const recomputed = await root.call('plans.recompute', { id: plan.id }).then(({ id }) => settled(root, id));
        expect((await root.call('plans.apply', applicationOf(recomputed, token)).then(({ id }) => settled(root, id))).state).toBe('applied');
      }
    }
    saw(`applying with little room: ${tallyOf(seen)}; jobs that failed: ${[...failures].map(([code, times]) => `${code} ${times}`).join(', ') || 'none'}`);
    expect((await chainOf(world.database)).problems).toEqual([]);
  });
});
