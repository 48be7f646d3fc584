import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Why an update was not taken: its manifest or file is not what the product's makers signed. */
export class UpdateRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UpdateRefused';
  }
}

/** A public key of Ed25519 from its 32 bytes in base64. @throws Error when it is none */
export function updateKey(base64: string): KeyObject {
  const raw = Buffer.from(base64, 'base64');
  if (raw.length !== 32) throw new Error('Not an Ed25519 public key of 32 bytes in base64');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}

/**
 * C8: an update's manifest counts only with a detached Ed25519 signature, on every platform: it names the checksum of
 * the file, so that neither can be changed by whoever holds the feed.
 * @throws UpdateRefused
 */
export function assertSigned(manifest: string, signature: string, key: KeyObject): void {
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== 64) throw new UpdateRefused('The manifest of the update has no signature');
  if (!verify(null, Buffer.from(manifest, 'utf8'), key, bytes)) throw new UpdateRefused('The manifest of the update is not signed by the makers of this console');
}

/** What the manifest must name besides: files beside it, each with the checksum that is verified after the download. */
export function assertComplete({ files }: { files?: readonly { url: string; sha512?: string }[] | undefined }): void {
  if (files === undefined || files.length === 0) throw new UpdateRefused('The manifest names no file');
  for (const { url, sha512 } of files) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(url)) throw new UpdateRefused(`Not a file beside the manifest: ${url.slice(0, 200)}`);
    if (sha512 === undefined || Buffer.from(sha512, 'base64').length !== 64) throw new UpdateRefused(`No checksum of ${url}`);
  }
}
