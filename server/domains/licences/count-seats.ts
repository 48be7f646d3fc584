import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';

/** L1: licences as they are now. `capacity` and `free` are null when unlimited; `free` may be negative after the capacity was lowered. */
export type Seats = { capacity: number | null; used: number; reserved: number; nonCounting: number; free: number | null };

/**
 * L5: the one function that counts; every screen, plan and export shows its figures. The condition for taking a
 * licence stands in the column `licensed`. One pool for the whole installation.
 *
 * @param db inside a transaction, what that transaction sees.
 */
export async function countSeats(db: Kysely<Schema>): Promise<Seats> {
  const installation = await db.selectFrom('installation').select('licence_capacity').executeTakeFirst();
  const { used } = await db.selectFrom('users').select((builder) => builder.fn.countAll<number>().as('used')).where('licensed', '=', 1).executeTakeFirstOrThrow();
  const { excepted } = await db
    .selectFrom('users')
    .select((builder) => builder.fn.countAll<number>().as('excepted'))
    .where('non_counting', '=', 1)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  // I2: a pending invitation will reserve a licence; there are no invitations yet.
  const reserved = 0;
  const capacity = installation?.licence_capacity ?? null;
  return { capacity, used: Number(used), reserved, nonCounting: Number(excepted), free: capacity === null ? null : capacity - Number(used) - reserved };
}

/** L2: whether one more person can take a licence. Nobody is counted where the capacity is unlimited. */
export async function hasFreeSeat(db: Kysely<Schema>): Promise<boolean> {
  const installation = await db.selectFrom('installation').select('licence_capacity').executeTakeFirst();
  if (installation?.licence_capacity == null) return true;
  const { free } = await countSeats(db);
  return free === null || free > 0;
}
