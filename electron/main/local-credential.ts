import { AppError } from '#shared/errors.ts';
import type { Credential } from '../api/server-link.ts';
import type { EmbeddedAddress } from './embedded-server.ts';

export type LocalCredentialOptions = {
  address: () => EmbeddedAddress | null;
  exchange: (secret: string) => Promise<{ token: string }>;
  /** Only a new start of the server makes another secret. */
  onRefused: () => void;
};

/** A server that refuses what it has just given is not started again and again. Milliseconds. */
const restartAtMostEvery = 30_000;

/** X6: the session of this computer's superadmin, in memory only; the server's secret is exchanged once. */
export function createLocalCredential(options: LocalCredentialOptions): Credential & { /** The server started or ended: the session with it is over. */ renew(): void } {
  let token: string | null = null;
  let usedSecret: string | null = null;
  let refusedAt = -Infinity;

  function refused(): void {
    token = null;
    if (Date.now() - refusedAt < restartAtMostEvery) return;
    refusedAt = Date.now();
    options.onRefused();
  }

  return {
    token: () => token,
    async obtain() {
      const secret = options.address()?.secret;
      // Signed out is a state of the person, away is one of the server.
      if (secret === undefined) throw new AppError('unreachable', 'The server is not running');
      if (token !== null || secret === usedSecret) return token;
      try {
        const issued = await options.exchange(secret);
        token = issued.token;
        usedSecret = secret;
      } catch (error) {
        // The answer of an earlier exchange was lost: the secret is spent.
        if (!(error instanceof AppError) || error.reason !== 'secret_invalid') throw error;
        usedSecret = secret;
        refused();
      }
      return token;
    },
    refused,
    renew: () => void (token = null),
  };
}
