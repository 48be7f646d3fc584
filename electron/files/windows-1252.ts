/**
 * Windows-1252 both ways. The runtime's own decoder is not used: several versions of Node read bytes 0x80 to 0x9F of
 * it as Latin-1. The five bytes the code page leaves open stand for the control characters of the same number, as on
 * the web, so that every byte comes back unchanged.
 */
const upperHalf = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009Dž\u009F';

const bytesOfCharacters = new Map(Array.from(upperHalf, (character, index) => [character, 0x80 + index]));

const upperBytes = /[\u0080-\u009F]/gu;
const outsideLatin1 = /[^\u0000-\u007F\u00A0-\u00FF]/u;

/** Text of Windows-1252 bytes. Never fails: every byte is a character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(upperBytes, (character) => upperHalf.charAt(character.charCodeAt(0) - 0x80));
}

/** The byte of a character, or undefined when the code page has none. */
export function windows1252Byte(character: string): number | undefined {
  const code = character.charCodeAt(0);
  if (character.length === 1 && (code < 0x80 || (code >= 0xA0 && code <= 0xFF))) return code;
  return bytesOfCharacters.get(character);
}

/** Windows-1252 bytes of text; characters the code page does not have become `?`. */
export function encodeWindows1252(text: string): Buffer {
  if (!outsideLatin1.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.from(Array.from(text, (character) => windows1252Byte(character) ?? 0x3F));
}
