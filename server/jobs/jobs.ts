import type { Foundation } from '../foundation.ts';
import { writeDailyCheckpoint } from '../domains/audit/checkpoints.ts';
import { eraseTombstones } from '../domains/users/user-erasure.ts';
import { dropWhatHasExpired } from './expiry.ts';
import type { Job } from './scheduler.ts';

const hour = 60 * 60_000;

/** Everything the server does by itself. */
export function serverJobs(foundation: Foundation): Job[] {
  return [
    { name: 'checkpoint', every: hour, run: () => writeDailyCheckpoint(foundation) },
    { name: 'expiry', every: hour, run: () => dropWhatHasExpired(foundation) },
    { name: 'erasure', every: 6 * hour, run: () => eraseTombstones(foundation) },
  ];
}
