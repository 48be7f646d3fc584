/**
 * Characters that change how text reads without being seen: direction controls, zero-width spaces, fillers, soft
 * hyphens, separators of lines, tags (but those that make a flag of an emoji), and halves of characters.
 */
const invisible = /[\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\uD800-\uDFFF]|\u00AD|\u034F|\u17B4|\u17B5|(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]*)[\u{E0000}-\u{E007F}]/gu;
const control = /[\u0000-\u001F\u007F-\u009F]/gu;
/** More marks on one letter than any script has cover the lines above and below. */
const pile = /(\p{M}{6})(\p{M}+)/gu;

const codePoint = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/**
 * Text as it can be judged by eye: control characters become their pictures (`␊`), characters that are
 * invisible or turn the direction of the text become their code point (`‹202E›`), a pile of marks becomes
 * its first ones and the number of the others (`‹+40›`). Joiners that scripts and emoji need stay. Names from
 * files and servers are shown through this (C16).
 */
export function legible(text: string): string {
  return text
    .replace(control, (character) => {
      const code = character.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(0x2400 + code);
      return code === 0x7f ? '\u2421' : `‹${codePoint(character)}›`;
    })
    .replace(invisible, (character) => `‹${codePoint(character)}›`)
    .replace(pile, (_, kept: string, others: string) => `${kept}‹+${[...others].length}›`);
}
