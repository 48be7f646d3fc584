import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { seats } from '#shared/schemas/plans.ts';
import type { DatabaseKind } from '../db/kinds.ts';
import type { Schema } from '../db/schema.ts';
import { countSeats } from '../domains/licences/count-seats.ts';
import { openRows } from './open-rows.ts';
import { planIssue, type FieldChange, type PlannedRow } from './planned-row.ts';
import { writeVerdicts, type StoredRow } from './plan-rows.store.ts';

export type Seats = z.infer<typeof seats>;
type Issues = PlannedRow['issues'];

const named = 20;
const portion = 2_000;

/**
 * L2, L5: counts the seats after the plan; where they do not suffice, the last people who would take one get free
 * access instead, and the plan names them. Seats that the plan frees are given away first.
 */
export async function settleSeats(db: Kysely<Schema>, kind: DatabaseKind, planId: string): Promise<Seats> {
  const { capacity, used, reserved } = await countSeats(db);
  const { delta } = await db
    .selectFrom('plan_rows')
    .select((build) => build.fn.coalesce(build.fn.sum<number>('seat_delta'), build.lit(0)).as('delta'))
    .where('plan_id', '=', planId).where(openRows).where('set_aside', '=', 0)
    .executeTakeFirstOrThrow();
  const wanted = used + Number(delta);
  const over = capacity === null ? 0 : Math.min(Math.max(0, wanted + reserved - capacity), await countTaking(db, planId));
  const falling = over === 0 ? [] : await takeFreeAccess(db, kind, planId, over);
  const after = wanted - over;
  return { capacity, now: used, after, afterInvitations: after + reserved, falling, fallingCount: over };
}

async function countTaking(db: Kysely<Schema>, planId: string): Promise<number> {
  const { people } = await db.selectFrom('plan_rows').select((build) => build.fn.countAll<number>().as('people'))
    .where('plan_id', '=', planId).where(openRows).where('set_aside', '=', 0).where('seat_delta', '=', 1).executeTakeFirstOrThrow();
  return Number(people);
}

/** Gives the last `over` people who would take a licence free access instead; answers the first names. */
async function takeFreeAccess(db: Kysely<Schema>, kind: DatabaseKind, planId: string, over: number): Promise<string[]> {
  const names: string[] = [];
  let before = 2_147_483_647;
  for (let left = over; left > 0; left -= portion) {
    const rows: StoredRow[] = await db.selectFrom('plan_rows').selectAll()
      .where('plan_id', '=', planId).where('set_aside', '=', 0).where('seat_delta', '=', 1).where('number', '<', before)
      .orderBy('number', 'desc').limit(Math.min(left, portion)).execute();
    before = rows.at(-1)?.number ?? 0;
    await writeVerdicts(db, kind, planId, rows.map((row) => ({ row, planned: withFreeAccess(row), person: null })));
    names.push(...rows.slice(0, named - names.length).map((row) => row.label ?? ''));
  }
  return names;
}

/** The row with free access in place of the licensed role that there is no licence for. */
function withFreeAccess(row: StoredRow): PlannedRow {
  const changes = (JSON.parse(row.changes ?? '[]') as FieldChange[])
    .map((change) => (change.field === 'platformRole' ? { ...change, after: 'unlicensed' } : change))
    .filter((change) => change.field !== 'platformRole' || change.before !== 'unlicensed');
  const issues: Issues = (JSON.parse(row.issues ?? '[]') as Issues).filter((issue) => issue.code !== 'gains_permissions');
  return {
    action: changes.length === 0 ? 'unchanged' : (row.action as PlannedRow['action']),
    changes,
    issues: [...issues, planIssue('no_licence_left', { severity: 'warning', field: 'platformRole' })],
    loses: row.loses === 1,
    dangerous: row.loses === 1,
    seatDelta: 0,
  };
}
