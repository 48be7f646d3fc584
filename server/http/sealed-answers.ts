import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What a request was answered. */
export type StoredAnswer = { status: number; body: string; etag: string | null };

/**
 * Stored answers hold one-time tokens and passwords, so nothing of them is readable in the database: the key that
 * encrypts an answer is made from the caller's `Idempotency-Key`, of which only an unrelated code is stored. Whoever
 * has the database but not that key learns neither the answer nor what was asked.
 */
export type AnswerSeal = {
  /** What is stored instead of the caller's key. */
  readonly lookup: string;
  /** What is stored instead of the request: equal for equal ones. */
  fingerprint(request: string): string;
  seal(answer: StoredAnswer): string;
  open(sealed: string): StoredAnswer;
};

const nonceLength = 12;
const tagLength = 16;

/** @param owner whose key it is: the same key of another person is another one. */
export function answerSeal(owner: string, key: string): AnswerSeal {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, owner, purpose, 32));
  const code = (purpose: string, text: string): string => createHmac('sha256', derive(purpose)).update(text).digest('hex');
  return {
    lookup: code('lookup', ''),
    fingerprint: (request) => code('request', request),
    seal: (answer) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', derive('answer'), nonce);
      const encrypted = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', derive('answer'), bytes.subarray(0, nonceLength));
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]).toString('utf8');
      return JSON.parse(text) as StoredAnswer;
    },
  };
}
