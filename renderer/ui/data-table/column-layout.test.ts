import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { fittedLayout, gridTemplate, initialLayout, moved, neededWidth, placed, shownColumns, withShown, withWidth, withoutWidth } from './column-layout.ts';

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({ id, header: id, width: 100, render: (row) => row, text: (row) => row, ...more });
const columns = [column('name', { width: 240 }), column('role'), column('phone', { hiddenAtFirst: true }), column('licence')];

describe('C10: a table remembers its columns', () => {
  it('begins with the columns that are not hidden at first', () => {
    expect(shownColumns(initialLayout(columns), columns).map(({ id }) => id)).toEqual(['name', 'role', 'licence']);
  });

  it('fits what was remembered to the columns of today: unknown ones fall away, new ones appear', () => {
    const remembered = { order: ['licence', 'gone', 'name'], hidden: ['name', 'gone'], widths: { name: 9_999, gone: 50, licence: 'wide' } };
    const layout = fittedLayout(remembered, columns);
    expect([...layout.order].sort()).toEqual(['licence', 'name', 'phone', 'role']);
    expect(layout.hidden).toEqual(['name', 'phone']);
    expect(layout.widths).toEqual({ name: 800 });
  });

  it('begins anew when what was remembered is no layout', () => {
    fc.assert(fc.property(fc.anything(), (remembered) => {
      const layout = fittedLayout(remembered, columns);
      expect([...layout.order].sort()).toEqual(['licence', 'name', 'phone', 'role']);
      expect(layout.hidden.every((id) => layout.order.includes(id))).toBe(true);
    }));
  });

  it('moves a column past its next shown neighbour, not past hidden ones', () => {
    const layout = moved(initialLayout(columns), 'licence', -1);
    expect(shownColumns(layout, columns).map(({ id }) => id)).toEqual(['name', 'licence', 'role']);
    expect(moved(initialLayout(columns), 'name', -1)).toEqual(initialLayout(columns));
    expect(placed(initialLayout(columns), 'name', 'licence', 'after').order).toEqual(['role', 'phone', 'licence', 'name']);
  });

  it('never hides the last column', () => {
    const one = ['role', 'licence', 'name'].reduce((layout, id) => withShown(layout, id, false), initialLayout(columns));
    expect(shownColumns(one, columns)).toHaveLength(1);
  });

  it('gives the first column the room that is left until it gets a width of its own', () => {
    const initial = initialLayout(columns);
    const shown = shownColumns(initial, columns);
    expect(gridTemplate(initial, shown, true)).toBe('36px minmax(240px, 1fr) 100px 100px');
    const resized = withWidth(initial, 'name', 300);
    expect(gridTemplate(resized, shown, false)).toBe('300px 100px 100px minmax(0, 1fr)');
    expect(neededWidth(resized, shown, true)).toBe(536);
    expect(withoutWidth(resized, 'name')).toEqual(initial);
  });
});
