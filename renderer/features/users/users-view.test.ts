import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userFilterObject } from '#shared/schemas/users.ts';
import { filterOf, isFiltered, sortOf, sortText, usersView } from './users-view.ts';
import type { UsersView } from './users-view.ts';

/** The view that a query string stands for. */
function viewOf(query: string): UsersView {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(Object.entries(usersView).map(([name, value]) => [name, value.read(parameters.getAll(name))])) as UsersView;
}

describe('the URL of the users screen', () => {
  it('C11: search, filters and sort of a link are what the server is asked', () => {
    const view = viewOf('q=ada&platformRole=admin&platformRole=superadmin&company=Acme&mfa=off&activity=inactive&activityDays=90&deleted=yes&sort=-lastActiveAt');
    expect(filterOf(view)).toEqual({ q: 'ada', platformRole: ['admin', 'superadmin'], company: ['Acme'], mfa: false, activity: 'inactive', activityDays: 90, deleted: true });
    expect(view.sort).toBe('-lastActiveAt');
  });

  it('an empty link asks for everybody', () => {
    expect(filterOf(viewOf(''))).toEqual({});
    expect(isFiltered(viewOf(''))).toBe(false);
  });

  it('U13: "created to" includes its whole day', () => {
    const { createdFrom = '', createdTo = '' } = filterOf(viewOf('createdFrom=2026-11-24&createdTo=2026-11-24'));
    expect(Date.parse(createdTo) - Date.parse(createdFrom)).toBe(24 * 3_600_000);
  });

  it('days mean nothing without an activity that counts them', () => {
    expect(filterOf(viewOf('activityDays=90'))).toEqual({});
    expect(filterOf(viewOf('activity=never&activityDays=90'))).toEqual({ activity: 'never' });
    expect(filterOf(viewOf('activity=active&activityDays=-4'))).toEqual({ activity: 'active', activityDays: 30 });
  });

  it('whatever stands in a link, the server is asked something that it understands', () => {
    const names = fc.constantFrom(...Object.keys(usersView));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string())), (pairs) => {
        const query = new URLSearchParams(pairs.map(([name, text]) => [name, text])).toString();
        expect(userFilterObject.safeParse(filterOf(viewOf(query))).success).toBe(true);
      }),
    );
  });

  it('C10: a sort survives the way into the URL and back', () => {
    expect(sortText(sortOf('-createdAt'))).toBe('-createdAt');
    expect(sortText(sortOf('name'))).toBe('name');
    expect(sortText({ column: 'shoeSize', direction: 'ascending' })).toBeUndefined();
  });
});
