/** Direction controls, zero-width spaces and byte order marks: characters that change how text reads without being seen. */
const invisible = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
const control = /[\u0000-\u001F\u007F-\u009F]/gu;

const codePoint = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/**
 * Text as it can be judged by eye: control characters become their pictures (`␊`), characters that are
 * invisible or turn the direction of the text become their code point (`‹202E›`). Joiners that
 * scripts and emoji need stay. Names from files and servers are shown through this (C16).
 */
export function legible(text: string): string {
  return text
    .replace(control, (character) => {
      const code = character.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(0x2400 + code);
      return code === 0x7f ? '\u2421' : `‹${codePoint(character)}›`;
    })
    .replace(invisible, (character) => `‹${codePoint(character)}›`);
}
