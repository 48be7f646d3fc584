import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsBetween, isSelected, nothingSelected, selectedCount, toggled, withRows } from './selection.ts';
import type { Selection } from './selection.ts';

const everything: Selection = { kind: 'matching', except: new Set() };

describe('C10: selection of rows', () => {
  it('counts chosen rows, and everything that matches but what was taken out', () => {
    expect(selectedCount(withRows(nothingSelected, ['a', 'b'], true), 10)).toBe(2);
    expect(selectedCount(toggled(everything, 'a'), 9_412)).toBe(9_411);
    expect(selectedCount(everything, undefined)).toBeUndefined();
  });

  it('keeps "everything that matches" when a row is taken out and put back', () => {
    const without = toggled(everything, 'a');
    expect(isSelected(without, 'a')).toBe(false);
    expect(isSelected(without, 'not loaded yet')).toBe(true);
    expect(toggled(without, 'a')).toEqual(everything);
  });

  it('takes a range in either direction, and nothing when an end is not loaded', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(idsBetween(ids, 3, 1)).toEqual(['b', 'c', 'd']);
    expect(idsBetween(ids, 1, 3)).toEqual(['b', 'c', 'd']);
    expect(idsBetween(ids, -1, 3)).toEqual([]);
  });

  it('turning a row twice changes nothing, whatever is selected', () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 20 });
    fc.assert(
      fc.property(ids, fc.string(), fc.boolean(), (some, id, matching) => {
        const start: Selection = matching ? { kind: 'matching', except: new Set(some) } : { kind: 'rows', ids: new Set(some) };
        expect(toggled(toggled(start, id), id)).toEqual(start);
        expect(isSelected(toggled(start, id), id)).toBe(!isSelected(start, id));
      }),
    );
  });
});
