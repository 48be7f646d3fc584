import { describe, expect, it } from 'vitest';
import { id } from '#shared/schemas/primitives.ts';
import { uuidv7 } from './identifiers.ts';

describe('ids', () => {
  it('are UUIDv7, all different, and ascend also within one millisecond', () => {
    const now = new Date('2026-11-24T09:30:00.000Z');
    const ids = Array.from({ length: 20_000 }, () => uuidv7(now));
    for (const one of ids.slice(0, 100)) expect(id.parse(one)).toBe(one);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('begin with the time', () => {
    const now = new Date('2036-01-01T00:00:00.000Z');
    const made = uuidv7(now).replaceAll('-', '');
    expect(Number.parseInt(made.slice(0, 12), 16)).toBe(now.getTime());
  });
});
