import type { Foundation } from '../../foundation.ts';
import { transaction } from '../../db/transaction.ts';
import { signCheckpoint } from './audited-transaction.ts';
import { insertCheckpoints, lastCheckpoint, lastEntry } from './audit.store.ts';

const day = 24 * 60 * 60_000;

/**
 * A4: signs the end of the chain, at most once a day, and not when nothing was added since. Entries are never removed,
 * so a checkpoint over one that is committed stays true.
 */
export async function writeDailyCheckpoint(foundation: Foundation): Promise<void> {
  const { database, clock, preciseTime, signing } = foundation;
  await transaction(database, async (trx) => {
    const entry = await lastEntry(trx);
    const last = await lastCheckpoint(trx);
    if (!entry || last?.sequence === entry.sequence) return;
    if (last && clock().getTime() - Date.parse(last.at) < day) return;
    await insertCheckpoints(trx, [signCheckpoint(signing, { ...entry, at: preciseTime() }, 'daily')]);
  });
}
