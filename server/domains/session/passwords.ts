import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { foldName, foldSearch } from '#shared/text.ts';

/** U12: argon2id (RFC 9106) with 19 MiB and two passes, some 20 ms, off the event loop. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const passwordLength = { min: 12, max: 256 } as const;

/** What a password must not be, or be about. */
export type PasswordWeakness = 'too_short' | 'too_long' | 'about_the_person' | 'common';

/** The words that lists of leaked passwords begin with, as they look once digits and signs are gone. */
const commonWords = new Set([
  'password', 'motdepasse', 'passwort', 'contrasena', 'qwerty', 'qwertyuiop', 'azerty', 'azertyuiop', 'qwertz', 'asdfghjkl', 'zxcvbnm', 'qazwsxedc',
  'letmein', 'welcome', 'bienvenue', 'iloveyou', 'jetaime', 'administrator', 'administrateur', 'admin', 'superadmin', 'root', 'monkey', 'dragon',
  'football', 'baseball', 'sunshine', 'princess', 'changeme', 'changezmoi', 'secret', 'default', 'quarterdeck', 'trustno', 'abc', 'abcd', 'abcdef', 'abcdefghijkl',
]);

/** Digits and signs that people write for letters. */
const disguises: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

/**
 * Why a password is refused, or null. The rule follows NIST SP 800-63B: length instead of kinds of characters, nothing
 * about the person, nothing that everybody tries first.
 */
export function passwordWeakness(password: string, person: { username: string; email: string }): PasswordWeakness | null {
  const length = [...password].length;
  if (length < passwordLength.min) return 'too_short';
  if (length > passwordLength.max) return 'too_long';
  if (isAboutPerson(password, person)) return 'about_the_person';
  return isCommon(password) ? 'common' : null;
}

function isAboutPerson(password: string, { username, email }: { username: string; email: string }): boolean {
  const bare = foldName(password);
  const names = [username, email, email.split('@')[0] ?? ''].map(foldName).filter((name) => name.length >= 3);
  // A name with a year or a few signs behind it is still the name.
  return names.some((name) => bare === name || bare.replace(/\d+$/, '') === name || bare === name + name);
}

function isCommon(password: string): boolean {
  const folded = foldSearch(password);
  if (isRepetition(folded) || isSequence(folded)) return true;
  const letters = folded.replace(/[^\p{L}]/gu, '');
  const undisguised = folded.replace(/[013457@$!](?=.*\p{L})/gu, (sign) => disguises[sign] ?? sign).replace(/[^\p{L}]/gu, '');
  return [letters, undisguised].some((word) => commonWords.has(word) || commonWords.has(halved(word)));
}

/** `abcabcabcabc`: a beginning of at most four characters, over and over. */
function isRepetition(text: string): boolean {
  return [1, 2, 3, 4].some((size) => text === text.slice(0, size).repeat(Math.ceil(text.length / size)).slice(0, text.length));
}

/** `abcdefghijkl`, `123456789012`, `210987654321`: each character one further than the one before. */
function isSequence(text: string): boolean {
  return [1, -1].some((step) =>
    [...text].every((character, index, all) => {
      if (index === 0) return true;
      const difference = character.charCodeAt(0) - all[index - 1]!.charCodeAt(0);
      return difference === step || difference === -9 * step;
    }),
  );
}

function halved(word: string): string {
  const half = word.slice(0, word.length / 2);
  return half + half === word ? half : word;
}

/** The argon2id hash of a password, with its salt and cost, as it is stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

/** Whether the password is the one that was hashed. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFKC'));
}

/** Letters and digits that nobody confuses when reading them out. */
const readable = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** U12: a temporary password, four groups of five, 116 random bits. */
export function temporaryPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => readable[randomInt(readable.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
