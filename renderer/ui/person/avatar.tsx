import { styled } from '@mui/material/styles';

const Circle = styled('span', { shouldForwardProp: (name) => name !== 'hue' && name !== 'size' })<{ hue: number; size: number }>(
  ({ theme, hue, size }) => ({
    display: 'inline-grid',
    placeItems: 'center',
    flexShrink: 0,
    width: size,
    height: size,
    borderRadius: '50%',
    fontSize: Math.round(size * 0.42),
    fontWeight: 600,
    lineHeight: 1,
    letterSpacing: 0,
    color: `hsl(${String(hue)} 45% 32%)`,
    backgroundColor: `hsl(${String(hue)} 55% 91%)`,
    ...theme.applyStyles('dark', { color: `hsl(${String(hue)} 60% 82%)`, backgroundColor: `hsl(${String(hue)} 26% 24%)` }),
  }),
);

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

/** A person's initials in a circle: decoration beside the name, hidden from screen readers. */
export function Avatar({ name, seed, size = 24 }: { name: string; seed: string; size?: number }) {
  return (
    <Circle aria-hidden hue={hueOf(seed)} size={size}>
      {initialsOf(name)}
    </Circle>
  );
}
