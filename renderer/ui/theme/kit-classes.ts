import type { CSSObject, Theme } from '@mui/material/styles';
import { fontStacks, typeSizes } from './tokens.ts';
import { meanings } from './tokens.ts';

function statusClasses(theme: Theme): CSSObject {
  const byMeaning = meanings.map((meaning) => {
    const { text, soft, edge } = theme.vars.palette.meaning[meaning];
    return [`.status-chip[data-meaning="${meaning}"]`, { color: text, backgroundColor: soft, borderColor: edge }] as const;
  });
  return {
    '.status-chip': {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: 20,
      maxWidth: '100%',
      padding: '0 6px 0 5px',
      borderRadius: 5,
      border: '1px solid transparent',
      fontSize: typeSizes.small,
      fontWeight: 500,
      lineHeight: '18px',
      whiteSpace: 'nowrap',
      '& svg': { width: 12, height: 12, flexShrink: 0, strokeWidth: 2.5 },
      '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    },
    ...Object.fromEntries(byMeaning),
    '.status-chip.is-quiet[data-meaning]': { padding: 0, borderColor: 'transparent', backgroundColor: 'transparent' },
  };
}

function tickClasses(theme: Theme): CSSObject {
  const { surface, accent } = theme.vars.palette;
  // The tick is drawn as a mask, so that it takes its colour from the theme.
  const mask = (path: string) => `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='black' stroke-width='2.2' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='${path}'/%3E%3C/svg%3E")`;
  return {
    '.tick': {
      appearance: 'none',
      display: 'inline-grid',
      width: 16,
      height: 16,
      margin: 0,
      flexShrink: 0,
      borderRadius: 4,
      border: `1.5px solid ${surface.control}`,
      backgroundColor: surface.content,
      cursor: 'pointer',
    },
    '.tick:checked, .tick:indeterminate, .tick[data-ticked="true"]': { borderColor: accent.solid, backgroundColor: accent.solid },
    '.tick:checked::after, .tick:indeterminate::after, .tick[data-ticked="true"]::after': { content: '""', width: 13, height: 13, backgroundColor: accent.onSolid, maskSize: '100%' },
    '.tick:checked::after, .tick[data-ticked="true"]::after': { maskImage: mask('M3.5 8.5l3 3 6-6.5') },
    '.tick:indeterminate::after': { maskImage: mask('M4 8h8') },
  };
}

/**
 * Styles of what stands in tables by the hundred, as plain classes: scrolling draws elements, but makes no
 * styles. Everything that is on screen a few times is `styled` instead.
 */
export function kitClasses(theme: Theme): CSSObject {
  const { text } = theme.vars.palette;
  return {
    '.truncated': { display: 'block', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
    '.mono': { fontFamily: fontStacks.mono, fontSize: typeSizes.small, lineHeight: '16px', overflowWrap: 'anywhere', unicodeBidi: 'isolate' },
    '.avatar': {
      display: 'inline-grid',
      placeItems: 'center',
      flexShrink: 0,
      width: 'var(--size)',
      height: 'var(--size)',
      borderRadius: '50%',
      fontSize: 'calc(var(--size) * 0.42)',
      fontWeight: 600,
      lineHeight: 1,
      letterSpacing: 0,
      color: 'hsl(var(--hue) 45% 32%)',
      backgroundColor: 'hsl(var(--hue) 55% 91%)',
    },
    ':root[data-theme="dark"] .avatar': { color: 'hsl(var(--hue) 60% 82%)', backgroundColor: 'hsl(var(--hue) 26% 24%)' },
    '.person-cell': { display: 'flex', alignItems: 'center', gap: 8, minWidth: 0 },
    '.person-names': { display: 'flex', alignItems: 'baseline', gap: 8, minWidth: 0 },
    '.person-name': { fontWeight: 500, flexShrink: 1 },
    '.person-cell.is-muted .person-name': { color: text.secondary },
    '.person-detail': { fontSize: typeSizes.small, color: text.secondary, flexShrink: 20 },
    ...statusClasses(theme),
    ...tickClasses(theme),
  };
}
