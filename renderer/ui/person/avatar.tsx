import type { CSSProperties } from 'react';

const hues = [230, 200, 168, 140, 40, 18, 345, 290, 265];

/** The same text always gets the same hue. */
function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hues[hash % hues.length] ?? 230;
}

/** The first letters of the first and last word; one letter where there is one word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._@-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** A person's initials in a circle of `size` px: decoration beside the name, hidden from screen readers. */
export function Avatar({ name, seed, size = 24 }: { name: string; seed: string; size?: number }) {
  return (
    <span className="avatar" aria-hidden style={{ '--hue': hueOf(seed), '--size': `${String(size)}px` } as CSSProperties}>
      {initialsOf(name)}
    </span>
  );
}
