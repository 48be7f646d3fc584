import { createHash } from 'node:crypto';
import { byteChunks, type Reading } from './byte-chunks.ts';

export interface Checksum {
  /** Hexadecimal, lower case. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** SHA-256 and size of a file of any size (M20). */
export async function checksumOf(path: string, reading: Reading = {}): Promise<Checksum> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of byteChunks(path, reading)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}
