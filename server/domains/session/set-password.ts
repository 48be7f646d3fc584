import { AppError } from '#shared/errors.ts';
import type { AuditedTransaction } from '../audit/audited-transaction.ts';
import { hashPassword, passwordWeakness, type PasswordWeakness } from './passwords.ts';

const explanations: Record<PasswordWeakness, string> = {
  too_short: 'A password has at least 12 characters.',
  too_long: 'A password has at most 256 characters.',
  about_the_person: 'A password must not be the username or the email address.',
  common: 'This password is one that everybody tries first.',
};

/** @throws AppError `invalid_input` with `password_too_weak` and the weakness in `details` (U12) */
export function refuseWeakPassword(password: string, person: { username: string; email: string }): void {
  const weakness = passwordWeakness(password, person);
  if (weakness === null) return;
  const message = explanations[weakness];
  throw new AppError('invalid_input', message, { reason: 'password_too_weak', details: { weakness }, errors: [{ path: 'password', message }] });
}

/**
 * Hashes a password, outside of any transaction because it takes its time, and answers the change that makes it the
 * person's own: set for good, and no other asked for at the next sign-in.
 */
export async function setPassword(userId: string, password: string): Promise<(tx: AuditedTransaction, now: string) => Promise<void>> {
  const passwordHash = await hashPassword(password);
  return async (tx, now) => {
    const before = await tx.db.selectFrom('users').select(['display_name', 'password_hash', 'must_reset_password']).where('id', '=', userId).where('deleted_at', 'is', null).executeTakeFirst();
    if (!before) throw new AppError('not_found', 'This person no longer exists.');
    await tx.db
      .updateTable('users')
      .set((builder) => ({ password_hash: passwordHash, must_reset_password: 0, updated_at: now, version: builder('version', '+', 1) }))
      .where('id', '=', userId)
      .execute();
    await tx.audit([
      {
        table: 'users',
        recordId: userId,
        recordLabel: before.display_name,
        action: 'users.setPassword',
        before: { password: before.password_hash, mustResetPassword: before.must_reset_password === 1 },
        after: { password: passwordHash, mustResetPassword: false },
      },
    ]);
  };
}
