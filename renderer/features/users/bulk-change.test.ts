import { describe, expect, it } from 'vitest';
import { bulkChange, bulkSelection } from '#shared/schemas/plans.ts';
import { bulkChangeOf, bulkSelectionOf, noChoices } from './bulk-change.ts';
import type { BulkAction } from './bulk-change.ts';

const id = '0193b1c0-0000-7000-8000-000000000001';
const other = '0193b1c0-0000-7000-8000-000000000002';
const everyChoice = { platformRole: 'user', role: 'helpdesk', replacement: 'auditor', organizationId: id, organizationRole: 'user' } as const;

describe('M19: bulk actions', () => {
  it('every action becomes a change that the contract knows', () => {
    for (const option of bulkChange.options) {
      const { value } = option.shape.action;
      const made = bulkChangeOf(value, everyChoice);
      expect(made?.action).toBe(value);
      expect(bulkChange.safeParse(made).success).toBe(true);
    }
  });

  it('an action that needs a choice waits for it', () => {
    const waiting: BulkAction[] = ['setPlatformRole', 'addRole', 'removeRole', 'replaceRole', 'addToOrganization', 'removeFromOrganization'];
    for (const action of waiting) expect(bulkChangeOf(action, noChoices)).toBeUndefined();
    expect(bulkChangeOf('replaceRole', { ...everyChoice, replacement: 'helpdesk' })).toBeUndefined();
  });

  it('single people are named; "all that match" travels as the filter with those taken out', () => {
    expect(bulkSelectionOf({ kind: 'rows', ids: new Set([id]) }, { q: 'ada' })).toEqual({ ids: [id] });
    const matching = bulkSelectionOf({ kind: 'matching', except: new Set([other]) }, { q: 'ada' });
    expect(matching).toEqual({ filter: { q: 'ada' }, except: [other] });
    expect(bulkSelection.safeParse(matching).success).toBe(true);
  });

  it('more single people than a request can name are refused before they are sent', () => {
    const ids = new Set(Array.from({ length: 10_001 }, (_, index) => String(index)));
    expect(bulkSelectionOf({ kind: 'rows', ids }, {})).toBeUndefined();
  });
});
