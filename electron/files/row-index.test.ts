import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowIndex } from './row-index.ts';

describe('finding repeated rows', () => {
  it('M3 property: the first line of every row is the one a comparison of the rows finds', () => {
    const row = fc.array(fc.constantFrom('', 'a', 'b', 'ab', '\u001F'), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const index = new RowIndex();
      const first = new Map<string, number>();
      rows.forEach((cells, at) => {
        // The separator inside a cell is the one case in which different rows look the same; it is no text of people.
        const key = cells.join('\u001F');
        const known = first.get(key) ?? null;
        if (known === null) first.set(key, at + 1);
        expect(index.firstLineOf({ line: at + 1, cells })).toBe(known);
      });
    }));
  });

  it('M4: two hundred thousand different rows are told apart', () => {
    const index = new RowIndex();
    let repeated = 0;
    for (let line = 1; line <= 200_000; line += 1) {
      if (index.firstLineOf({ line, cells: [`user${line}`, `user${line}@example.org`] }) !== null) repeated += 1;
    }
    expect(repeated).toBe(0);
    expect(index.firstLineOf({ line: 200_001, cells: ['user77', 'user77@example.org'] })).toBe(77);
  });
});
