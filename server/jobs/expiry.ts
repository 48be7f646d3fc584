import { transaction } from '../db/transaction.ts';
import type { Foundation } from '../foundation.ts';
import { idempotencyLifetime } from '../http/limits.ts';

/** Used and expired links and ended tokens are kept so long, in milliseconds, for whoever looks into what happened. */
const keptForReview = 90 * 24 * 60 * 60_000;

/**
 * Drops what no longer counts. Nothing here is a change of state that anyone could see, so it leaves no audit entries:
 * what expires has stopped working before.
 */
export async function dropWhatHasExpired({ database, clock }: Foundation): Promise<void> {
  const now = clock();
  const before = (age: number): string => new Date(now.getTime() - age).toISOString();
  await transaction(
    database,
    async (trx) => {
      await trx.deleteFrom('idempotency_keys').where('created_at', '<', before(idempotencyLifetime)).execute();
      await trx.deleteFrom('one_time_links').where('expires_at', '<', before(keptForReview)).execute();
      // The first local token says whose computer this is (X6) and stays.
      await trx.deleteFrom('tokens').where('kind', '<>', 'local').where((builder) => builder.or([builder('ended_at', '<', before(keptForReview)), builder('expires_at', '<', before(keptForReview))])).execute();
      // M10: passwords for people whom a plan would have created go when the plan does.
      await trx
        .deleteFrom('plan_passwords')
        .where('plan_id', 'in', (builder) => builder.selectFrom('plans').select('id').where('expires_at', '<', now.toISOString()))
        .execute();
    },
    { isolation: 'read committed' },
  );
}
