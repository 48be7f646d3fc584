import { AppError } from '#shared/errors.ts';
import type { Foundation } from '../../foundation.ts';
import { createAttempts } from './attempts.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** What a person shows to prove once more that it is they: the password, or one of their API tokens. */
export type GivenCredential = { password?: string | undefined; token?: string | undefined };

export type Credentials = {
  /**
   * Resolves when the credential is this person's.
   *
   * @throws AppError `not_allowed` with `credential_rejected`, the same for a wrong and for a missing one;
   *   `rate_limited` after too many wrong ones.
   */
  verifyCredential(userId: string, given: GivenCredential): Promise<void>;
};

/** M14: the confirmation that a held plan asks of its administrator, and X4's limit on guessing. */
export function createCredentials({ database, clock }: Foundation): Credentials {
  const attempts = createAttempts(clock);
  // Verified in place of a password that is not there, so that both answers take the same time.
  const nobodys = hashPassword(newSecret());

  const isPassword = async (userId: string, password: string): Promise<boolean> => {
    const person = await database.db.selectFrom('users').select('password_hash').where('id', '=', userId).where('deleted_at', 'is', null).executeTakeFirst();
    const matches = await verifyPassword(person?.password_hash ?? (await nobodys), password);
    return matches && person?.password_hash != null;
  };
  const isToken = async (userId: string, token: string): Promise<boolean> => {
    const found = await database.db
      .selectFrom('tokens')
      .select('id')
      .where('secret_hash', '=', hashSecret(token))
      .where('user_id', '=', userId)
      .where('kind', '=', 'api')
      .where('ended_at', 'is', null)
      .where('expires_at', '>', clock().toISOString())
      .executeTakeFirst();
    return found !== undefined;
  };

  return {
    verifyCredential: async (userId, { password, token }) => {
      attempts.check(userId);
      const accepted = password !== undefined ? await isPassword(userId, password) : token !== undefined && (await isToken(userId, token));
      if (accepted) return attempts.succeeded(userId);
      // Nothing given is nothing guessed.
      if (password !== undefined || token !== undefined) attempts.failed(userId);
      throw new AppError('not_allowed', 'The password or token is not the right one.', { reason: 'credential_rejected' });
    },
  };
}
