import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Schema } from '../../db/schema.ts';
import { transaction } from '../../db/transaction.ts';

/** A signature and the key that made it. */
export type Signature = {
  /** First 16 hexadecimal digits of the SHA-256 over the public key (DER, SubjectPublicKeyInfo). */
  keyId: string;
  /** Ed25519 (RFC 8032) over the UTF-8 bytes of the text, in base64. */
  signature: string;
};

/** The server's own signatures: checkpoints of the audit chain (A4) and plans (M15). */
export type Signing = {
  readonly keyId: string;
  sign(text: string): Signature;
  /** Whether this installation made the signature, with its present key or a retired one. False for an unknown key. */
  verify(text: string, signature: Signature): Promise<boolean>;
  /** The public key of that id (DER, SubjectPublicKeyInfo, in base64); undefined when this installation never had it. */
  publicKey(keyId: string): Promise<string | undefined>;
  /** 32 secret bytes for another purpose, the same on every process of the installation (HKDF, RFC 5869). */
  derivedKey(purpose: string): Uint8Array;
};

/**
 * Opens the installation's signing key, and makes it at the very first start. The private key lies in the database,
 * beside what it signs: it proves that this installation wrote something, not that its operator did not.
 */
export async function openSigning(database: Database, clock: () => Date): Promise<Signing> {
  const known = new Map<string, { publicKey: string; key: KeyObject }>();
  const active = (await presentKey(database.db)) ?? (await makeKey(database, clock));
  const privateKey = createPrivateKey({ key: Buffer.from(active.private_key, 'base64'), format: 'der', type: 'pkcs8' });

  const find = async (keyId: string): Promise<{ publicKey: string; key: KeyObject } | undefined> => {
    const found = known.get(keyId);
    if (found) return found;
    const row = await database.db.selectFrom('signing_keys').select('public_key').where('id', '=', keyId).executeTakeFirst();
    if (!row) return undefined;
    const entry = { publicKey: row.public_key, key: toPublicKey(row.public_key) };
    known.set(keyId, entry);
    return entry;
  };

  return {
    keyId: active.id,
    sign: (text) => ({ keyId: active.id, signature: sign(null, Buffer.from(text), privateKey).toString('base64') }),
    verify: async (text, { keyId, signature }) => {
      const found = await find(keyId);
      return found !== undefined && verifySignature(text, signature, found.key);
    },
    publicKey: async (keyId) => (await find(keyId))?.publicKey,
    derivedKey: (purpose) => new Uint8Array(hkdfSync('sha256', Buffer.from(active.private_key, 'base64'), active.id, purpose, 32)),
  };
}

/** Whether the base64 Ed25519 `signature` over `text` was made with the key. */
export function verifySignature(text: string, signature: string, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
}

/** A public key from its base64 DER form (SubjectPublicKeyInfo). */
export function toPublicKey(publicKey: string): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
}

function presentKey(db: Kysely<Schema>) {
  return db.selectFrom('signing_keys').selectAll().where('retired_at', 'is', null).orderBy('created_at').orderBy('id').executeTakeFirst();
}

/** Of two processes that start at the same time one is run again (serializable), and finds the key of the other. */
async function makeKey(database: Database, clock: () => Date) {
  return transaction(database, async (trx) => {
    const made = await presentKey(trx);
    if (made) return made;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const publicDer = publicKey.export({ format: 'der', type: 'spki' });
    const row = {
      id: createHash('sha256').update(publicDer).digest('hex').slice(0, 16),
      public_key: publicDer.toString('base64'),
      private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      created_at: clock().toISOString(),
      retired_at: null,
    };
    await trx.insertInto('signing_keys').values(row).execute();
    return row;
  });
}
