import { expect, it } from 'vitest';
import { WriteLock } from './write-lock.ts';

const patient = { waitAtMost: 5_000 };

it('lets one in at a time, first come first served', async () => {
  const lock = new WriteLock();
  const order: number[] = [];
  let inside = 0;
  await Promise.all(Array.from({ length: 50 }, async (_, n) => {
    const giveBack = await lock.acquire(patient);
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(n);
    inside -= 1;
    giveBack();
  }));
  expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
});

it('sends away who waits too long, as unavailable, and keeps the place of the others', async () => {
  const lock = new WriteLock();
  const giveBack = await lock.acquire(patient);
  const impatient = lock.acquire({ waitAtMost: 20 });
  const next = lock.acquire(patient);
  await expect(impatient).rejects.toMatchObject({ code: 'unavailable' });
  expect(lock.waiting).toBe(1);
  giveBack();
  (await next)();
  expect(lock.waiting).toBe(0);
});

it('lets somebody leave the queue', async () => {
  const lock = new WriteLock();
  const giveBack = await lock.acquire(patient);
  const controller = new AbortController();
  const leaving = lock.acquire({ ...patient, signal: controller.signal });
  controller.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
  await expect(lock.acquire({ ...patient, signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
  expect(lock.waiting).toBe(0);
  giveBack();
});

it('is not given back twice', async () => {
  const lock = new WriteLock();
  const first = await lock.acquire(patient);
  first();
  const second = await lock.acquire(patient);
  first();
  await expect(lock.acquire({ waitAtMost: 10 })).rejects.toMatchObject({ code: 'unavailable' });
  second();
});
