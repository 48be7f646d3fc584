import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in base64url, 43 characters, behind a prefix that says what it is. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/**
 * The form in which secrets of 256 random bits are stored (X5): SHA-256 in hexadecimal. A slow hash would add
 * nothing, for nobody guesses 256 bits; passwords are another matter (passwords.ts).
 */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Compares in a time that does not depend on where the two differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one), 'hex'), Buffer.from(hashSecret(other), 'hex'));
}
