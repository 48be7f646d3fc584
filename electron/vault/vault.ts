import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VaultState } from '#shared/ipc.ts';
import type { JsonFile } from '../api/json-file.ts';
import { KeychainError, type Keychain } from './keychain.ts';

/**
 * What is kept on disk to recognize the keychain again: a name for this installation's entries, and the checksum of a
 * random value that was put into the keychain. Neither is a secret.
 */
export const vaultMarkerSchema = z.object({ installation: z.string(), canary: z.string().nullable() });
export type VaultMarker = z.infer<typeof vaultMarkerSchema>;

export const newVaultMarker = (): VaultMarker => ({ installation: randomUUID(), canary: null });

export type Vault = {
  /** C3: as last known; `examine` finds out. */
  state(): VaultState;
  examine(): Promise<VaultState>;
  /** The secret of a connection that was saved before; null when the keychain cannot give it. */
  read(account: string): Promise<string | null>;
  /** Whether the keychain took it; if not, it lives in memory only and nothing is written anywhere (C3). */
  save(account: string, secret: string): Promise<boolean>;
  remove(account: string): Promise<void>;
  onChange(listener: (state: VaultState) => void): void;
};

/** The credentials of connections in the operating system's keychain (C3). Never throws: a failure is a state. */
export function createVault(keychain: Keychain, marker: JsonFile<VaultMarker>): Vault {
  let backend: Exclude<VaultState, 'absent'> = 'no_service';
  let told: VaultState | null = null;
  /** Accounts that were saved once and have no entry now. */
  const missing = new Set<string>();
  const listeners: ((state: VaultState) => void)[] = [];
  const canaryAccount = (): string => `canary ${marker.read().installation}`;

  const state = (): VaultState => (backend === 'ok' && missing.size > 0 ? 'absent' : backend);

  function tell(next: typeof backend = backend): VaultState {
    backend = next;
    const now = state();
    if (now !== told) {
      told = now;
      for (const listener of listeners) listener(now);
    }
    return now;
  }

  /** Puts a new canary into the keychain, which from then on is the one we know. */
  async function adopt(): Promise<void> {
    const canary = randomBytes(24).toString('base64url');
    await keychain.set(canaryAccount(), canary);
    await marker.write({ installation: marker.read().installation, canary: checksum(canary) });
  }

  async function findBackend(): Promise<typeof backend> {
    try {
      const expected = marker.read().canary;
      const found = await keychain.get(canaryAccount());
      if (found !== null) return expected === checksum(found) ? 'ok' : 'backend_changed';
      if (expected === null) {
        await adopt();
        return 'ok';
      }
      // A locked keyring may answer "nothing"; only a write tells it from one that lost our entry.
      await keychain.set(canaryAccount(), 'probe');
      return 'backend_changed';
    } catch (error) {
      return stateOf(error);
    }
  }

  async function examine(): Promise<VaultState> {
    return tell(await findBackend());
  }

  /** Whoever asks first does not get the answer of a keychain that nobody has looked at yet. */
  async function known(): Promise<void> {
    if (told === null) await (first ??= examine());
  }
  let first: Promise<VaultState> | null = null;

  return {
    state,
    examine,
    async read(account) {
      await known();
      try {
        const found = backend === 'ok' ? await keychain.get(account) : null;
        if (found !== null) missing.delete(account);
        else if (backend === 'ok') missing.add(account);
        tell();
        return found;
      } catch (error) {
        tell(stateOf(error));
        return null;
      }
    },
    async save(account, secret) {
      await known();
      try {
        // Saving anew is how the person accepts a keychain that is not the one from before; one that did not answer
        // the first look, and does now, has no canary of ours yet.
        if (backend !== 'ok') await adopt();
        await keychain.set(account, secret);
        missing.delete(account);
        tell('ok');
        return true;
      } catch (error) {
        tell(stateOf(error));
        return false;
      }
    },
    async remove(account) {
      missing.delete(account);
      try {
        if (backend === 'ok') await keychain.remove(account);
        tell();
      } catch (error) {
        tell(stateOf(error));
      }
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Only the keychain's own words tell a locked keyring from none: libsecret, macOS (-25308, -128), KWallet. */
function stateOf(error: unknown): 'locked' | 'no_service' {
  const locked = error instanceof KeychainError && error.answered && /locked|dismissed|interaction is not allowed|user canceled|cancelled/i.test(error.message);
  return locked ? 'locked' : 'no_service';
}

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');
