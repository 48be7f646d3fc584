import type { Plan, PlanRow } from '#shared/schemas/plans.ts';
import type { PlanCounts } from '../plan-summary.ts';

const noCounts: PlanCounts = {
  rows: 0, create: 0, update: 0, deactivate: 0, delete: 0, makeUnlicensed: 0, reactivate: 0, restore: 0,
  unchanged: 0, conflict: 0, invalid: 0, kept: 0, impossible: 0, setAside: 0, dangerous: 0, blockedAbsent: 0,
};

/** Counts with the total of rows worked out. */
export function counts(some: Partial<PlanCounts>): PlanCounts {
  const all = { ...noCounts, ...some };
  const { rows: _rows, dangerous: _dangerous, blockedAbsent: _blockedAbsent, ...byAction } = all;
  return { ...all, rows: some.rows ?? Object.values(byAction).reduce((sum, count) => sum + count, 0) };
}

/** A synchronization that is ready to apply, for tests. */
export function aPlan(some: Partial<Plan> = {}): Plan {
  return {
    id: '0193b1c0-0000-7000-8000-000000000001',
    mode: 'synchronize',
    state: 'draft',
    title: 'people-2026-11.csv',
    bulk: null,
    options: { absent: 'deactivate', scope: { kind: 'all' }, removal: 'deactivate' },
    files: [{ name: 'people-2026-11.csv', sha256: 'a'.repeat(64), size: 812_000, columns: ['username', 'email'], columnNames: ['A', 'B'], rows: 9_412 }],
    counts: counts({ create: 96, update: 578, deactivate: 38, unchanged: 8_700 }),
    brake: null,
    seats: { capacity: 900, now: 812, after: 870, afterInvitations: 882, falling: [], fallingCount: 0 },
    hash: `7f3a${'0'.repeat(60)}`,
    keyId: 'key-1',
    signature: 'signature',
    createdAt: '2026-11-24T14:02:00.000Z',
    createdBy: { id: '0193b1c0-0000-7000-8000-000000000002', name: 'Ada Lovelace' },
    computedAt: '2026-11-24T14:02:05.000Z',
    expiresAt: '2026-12-01T14:02:00.000Z',
    appliedAt: null,
    appliedBy: null,
    approvals: [],
    undoes: null,
    undoneBy: null,
    progress: null,
    failure: null,
    version: 1,
    ...some,
  };
}

/** A row that changes a person's role, for tests. */
export function aRow(some: Partial<PlanRow> = {}): PlanRow {
  return {
    number: 1,
    file: 0,
    line: 2,
    action: 'update',
    userId: '0193b1c0-0000-7000-8000-000000000003',
    username: 'alan',
    email: 'alan@example.org',
    displayName: 'Alan Turing',
    changes: [{ field: 'platformRole', before: 'user', after: 'admin' }],
    issues: [],
    dangerous: true,
    setAside: false,
    wantsPassword: false,
    lastActiveAt: '2026-11-24T09:00:00.000Z',
    ...some,
  };
}
