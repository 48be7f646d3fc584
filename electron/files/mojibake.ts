import { windows1252Byte } from './windows-1252.ts';

/**
 * Text written as UTF-8 and read as Windows-1252 somewhere on its way: `Ã©` for `é`, `â€™` for `’`. Found by the
 * sequences UTF-8 makes of letters and punctuation that people's data really has; rarer characters are left alone,
 * because legitimate text can look like them by chance.
 */

const continuation = '[\\u0080-\\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
const sequences = new RegExp(
  `[\\u00C2-\\u00C5\\u00CE-\\u00D3]${continuation}|[\\u00E1-\\u00ED]${continuation}{2}|\\u00F0${continuation}{3}`, 'gu');
const probable = /^[\u00A0-\u017F\u0386-\u03CE\u0400-\u04FF\u1E00-\u1EFF\u2010-\u203A\u20AC\u2122\u3000-\u30FF\u4E00-\u9FFF\uAC00-\uD7AF\u{1F300}-\u{1FAFF}]$/u;
const anyLead = /[\u00C2-\u00F0]/u;

function meantCharacter(sequence: string): string | null {
  const bytes = Array.from(sequence, (character) => windows1252Byte(character));
  if (bytes.includes(undefined)) return null;
  const decoded = Buffer.from(bytes.map((byte) => byte ?? 0)).toString('utf8');
  return probable.test(decoded) ? decoded : null;
}

/** Whether text holds at least one such sequence. */
export function hasMojibake(text: string): boolean {
  if (!anyLead.test(text)) return false;
  return (text.match(sequences) ?? []).some((sequence) => meantCharacter(sequence) !== null);
}

/** The text that was meant; characters that are not part of such a sequence stay. */
export function repairMojibake(text: string): string {
  if (!anyLead.test(text)) return text;
  return text.replace(sequences, (sequence) => meantCharacter(sequence) ?? sequence);
}

const replacement = /\uFFFD/u;
// Control characters and the signs that accented letters of old DOS and Mac files turn into between letters.
const wrongCodePage = /[\u0080-\u009F]|\p{L}[‚ƒ„†‡ˆ‰‹•˜¨¢£¤¥§]\p{Ll}/u;

/** Whether text shows damage that cannot be undone here: replaced characters, or another code page's letters. */
export function hasDamagedLetters(text: string): boolean {
  return replacement.test(text) || wrongCodePage.test(text);
}
