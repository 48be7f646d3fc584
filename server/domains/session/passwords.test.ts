import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPassword, passwordWeakness, temporaryPassword, verifyPassword } from './passwords.ts';

const person = { username: 'jane.doe', email: 'jane.doe@example.com' };

describe('passwords', () => {
  it('U12: are stored as argon2id and verified against it', async () => {
    const stored = await hashPassword('correct horse battery');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(stored, 'correct horse batterz')).toBe(false);
  });

  it('compare without regard to how an accent was typed', async () => {
    const stored = await hashPassword('caf\u00e9 au lait sucr\u00e9');
    expect(await verifyPassword(stored, 'cafe\u0301 au lait sucre\u0301')).toBe(true);
  });

  it.each([
    ['short', 'too_short'],
    ['x'.repeat(257), 'too_long'],
    ['jane.doe@example.com', 'about_the_person'],
    ['Jane.Doe.2026', 'about_the_person'],
    ['janedoe-janedoe', 'about_the_person'],
    ['aaaaaaaaaaaa', 'common'],
    ['abc1abc1abc1abc1', 'common'],
    ['123456789012', 'common'],
    ['abcdefghijklm', 'common'],
    ['Password1234', 'common'],
    ['P@ssw0rd!2026', 'common'],
    ['AdminAdmin2026!', 'common'],
    ['azertyuiop12', 'common'],
  ])('refuse %s as %s', (password, weakness) => {
    expect(passwordWeakness(password, person)).toBe(weakness);
  });

  it.each(['correct horse battery', 'Zwei Möwen am Kai', '7f3kq-92hdm-xw4tr'])('accept %s', (password) => {
    expect(passwordWeakness(password, person)).toBeNull();
  });

  it('U12: temporary ones are always strong enough', () => {
    fc.assert(fc.property(fc.constant(null), () => passwordWeakness(temporaryPassword(), person) === null), { numRuns: 200 });
  });
});
