import { describe, expect, it } from 'vitest';
import { aPlan, counts } from './testing/plan-samples.ts';
import { changesOf, firstTab, obstacleOf, partsOf, readableChanges, shortId, shownTabs, tabCount } from './plan-summary.ts';

const everywhere = { online: true, mayApply: true };
const held = { held: true, people: 38, activePeople: 927, percent: 4.1, recentPeople: 19, percentWithRecent: 6.15, limitPercent: 5, limitPeople: 500, needsApproval: false };

describe('the numbers of a plan', () => {
  it('counts every person that applying changes, and nobody else', () => {
    expect(changesOf(counts({ create: 96, update: 578, deactivate: 30, delete: 5, makeUnlicensed: 3, reactivate: 1, restore: 1, unchanged: 8_700, invalid: 12, kept: 4, setAside: 2 }))).toBe(714);
  });

  it('draws every row of the plan exactly once in the bar', () => {
    const all = counts({ create: 1, update: 2, deactivate: 3, delete: 4, makeUnlicensed: 5, reactivate: 6, restore: 7, unchanged: 8, conflict: 9, invalid: 10, kept: 11, impossible: 12, setAside: 13 });
    const total = partsOf({ mode: 'synchronize', counts: all }).reduce((sum, part) => sum + part.count, 0);
    expect(total).toBe(all.rows);
  });

  it('M18: an undo shows what is kept and what is impossible, even when it is nothing', () => {
    const names = partsOf({ mode: 'undo', counts: counts({ update: 3 }) }).map((part) => part.name);
    expect(names).toContain('kept');
    expect(names).toContain('impossible');
  });
});

describe('the tabs of a plan', () => {
  it('opens what is dangerous first, then what has problems', () => {
    expect(firstTab(counts({ dangerous: 1, invalid: 2 }))).toBe('dangerous');
    expect(firstTab(counts({ invalid: 2 }))).toBe('problems');
    expect(firstTab(counts({ create: 2 }))).toBe('all');
  });

  it('shows the tab of rows set aside only when there are some or it is open', () => {
    expect(shownTabs(counts({}), 'all')).not.toContain('setAside');
    expect(shownTabs(counts({}), 'setAside')).toContain('setAside');
    expect(shownTabs(counts({ setAside: 1 }), 'all')).toContain('setAside');
  });

  it('counts conflicts and invalid rows as problems', () => {
    expect(tabCount('problems', counts({ invalid: 2, conflict: 3 }))).toBe(5);
  });
});

describe('what stands before the apply button', () => {
  it('C5: nothing can be applied while the server cannot be reached', () => {
    expect(obstacleOf(aPlan(), { online: false, mayApply: true })).toBe('offline');
  });

  it('a plan without changes cannot be applied', () => {
    expect(obstacleOf(aPlan({ counts: counts({ unchanged: 5 }) }), everywhere)).toBe('nothing');
  });

  it('M14: a held plan asks for a confirmation, and first for the approval when one is needed', () => {
    expect(obstacleOf(aPlan({ state: 'held', brake: held }), everywhere)).toBe('confirmation');
    expect(obstacleOf(aPlan({ state: 'held', brake: { ...held, needsApproval: true } }), everywhere)).toBe('needsApproval');
    const approvals = [{ by: { id: '0193b1c0-0000-7000-8000-000000000009', name: 'Grace' }, at: '2026-11-24T14:05:00.000Z' }];
    expect(obstacleOf(aPlan({ state: 'approved', brake: { ...held, needsApproval: true }, approvals }), everywhere)).toBe('confirmation');
  });

  it('a plan that the brake does not hold is applied with one press', () => {
    expect(obstacleOf(aPlan(), everywhere)).toBeUndefined();
  });
});

describe('what is read of a row', () => {
  it('names the role first and leaves out what only remembers it', () => {
    const changes = [
      { field: 'company', before: null, after: 'Globex' },
      { field: 'formerRole', before: null, after: 'user' },
      { field: 'platformRole', before: 'user', after: 'deactivated' },
    ];
    expect(readableChanges({ changes }).map((change) => change.field)).toEqual(['platformRole', 'company']);
  });

  it('names the plan by the beginning of its hash', () => {
    expect(shortId({ id: '0193b1c0-0000-7000-8000-00000000abcd', hash: `7f3a${'0'.repeat(60)}` })).toBe('7F3A');
    expect(shortId({ id: '0193b1c0-0000-7000-8000-00000000abcd', hash: null })).toBe('0000');
  });
});
