import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { rounds, saw } from './drill.ts';
import { mountLoop, mountsRefused, type CuttableMount } from './mounts.ts';
import { chainOf, openWorld, type World } from './world.ts';

const refused = await mountsRefused('power cut');
const writers = 4;

describe.skipIf(refused !== undefined)(`a power cut${refused === undefined ? '' : ` (not run: ${refused})`}`, () => {
  let disk: CuttableMount | undefined;
  let world: World | undefined;
  afterEach(async () => {
    await world?.end();
    await disk?.release();
    world = disk = undefined;
  });

  it('loses no acknowledged write, and leaves a whole chain (synchronous writes on every connection)', async () => {
    disk = await mountLoop('96m');
    const folder = path.join(disk.folder, 'quarterdeck');
    world = await openWorld({ folder, database: { kind: 'sqlite', file: path.join(folder, 'quarterdeck.db') } });
    const { root } = world;
    /** Every acknowledged write since the beginning: who, and the last title that was acknowledged, with its version. */
    const acknowledged = new Map<string, { title: string; version: number }>();
    let lost = 0;
    const cuts = rounds(1, 30);
    for (let cut = 0; cut < cuts; cut += 1) {
      let powered = true;
      const before = acknowledged.size;
      const writing = Array.from({ length: writers }, async () => {
        while (powered) {
          const name = `crew.${randomUUID()}`;
          const made = await lostAtCut(root.call('users.create', { username: name, email: `${name}@example.org`, displayName: 'Crew' }));
          if (!made) return;
          acknowledged.set(made.user.id, { title: '', version: made.user.version });
          const changed = await lostAtCut(root.call('users.update', { id: made.user.id, version: made.user.version, jobTitle: name }));
          if (!changed) return;
          acknowledged.set(made.user.id, { title: name, version: changed.user.version });
        }
      });
      while (acknowledged.size < before + writers) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
      disk.cut();
      powered = false;
      await world.server.kill();
      await Promise.all(writing);
      disk.mountAgain();
      await world.restart();

      const found = new Map<string, { title: string; version: number }>();
      for await (const person of root.stream('users.export', {})) found.set(person.id, { title: person.jobTitle ?? '', version: person.version });
      for (const [id, written] of acknowledged) {
        const kept = found.get(id);
        // A write that was not acknowledged may be there as well.
        if (kept === undefined || kept.version < written.version || (kept.version === written.version && kept.title !== written.title)) lost += 1;
      }
      expect((await chainOf(world.database)).problems).toEqual([]);
    }
    saw(`${cuts} cuts, ${acknowledged.size} acknowledged people, ${lost} lost writes`);
    expect(acknowledged.size).toBeGreaterThanOrEqual(cuts * writers);
    expect(lost).toBe(0);
  });
});

/** The answer, or undefined when the cut came first. A defect of its own is not taken for the cut. */
function lostAtCut<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  return call.catch((error: unknown) => (error instanceof AppError && ['unreachable', 'timed_out', 'internal', 'unavailable', 'storage_full'].includes(error.code) ? undefined : Promise.reject(error)));
}
