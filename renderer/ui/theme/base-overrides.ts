import type { Components, Theme } from '@mui/material/styles';
import { kitClasses } from './kit-classes.ts';
import { durations, fontStacks, typeSizes } from './tokens.ts';

/** The page itself: type, focus ring, selection, scroll bars, reduced motion. */
export const baseOverrides: Components<Theme> = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      html: { height: '100%', WebkitFontSmoothing: 'antialiased', fontSize: 16 },
      'body, #root': { height: '100%' },
      body: {
        fontFamily: fontStacks.text,
        fontSize: typeSizes.body,
        lineHeight: '20px',
        letterSpacing: '-0.004em',
        backgroundColor: theme.vars.palette.surface.ground,
        color: theme.vars.palette.text.primary,
        overflow: 'hidden',
        fontFeatureSettings: "'cv05' 1, 'calt' 1",
      },
      ':focus-visible': {
        outline: `2px solid ${theme.vars.palette.accent.text}`,
        outlineOffset: 1,
      },
      '::selection': { backgroundColor: theme.vars.palette.surface.selected, color: theme.vars.palette.text.primary },
      '*': { scrollbarWidth: 'thin', scrollbarColor: `${theme.vars.palette.surface.edge} transparent` },
      'h1, h2, h3, h4, p, dl, dd, ul, ol, figure': { margin: 0 },
      'code, kbd, samp': { fontFamily: fontStacks.mono, fontSize: typeSizes.small, fontFeatureSettings: "'zero' 1" },
      'a:not([class])': { color: theme.vars.palette.accent.text },
      'button, input, select, textarea': { font: 'inherit' },
      // Text that is there for screen readers only.
      '.visually-hidden': {
        position: 'absolute',
        width: 1,
        height: 1,
        margin: -1,
        padding: 0,
        overflow: 'hidden',
        clipPath: 'inset(50%)',
        whiteSpace: 'nowrap',
        border: 0,
      },
      '@media (prefers-reduced-motion: reduce)': {
        // A skeleton keeps its animation: it is no motion but the wait before it is seen.
        '*:not(.MuiSkeleton-root), *::before, *::after': {
          animation: 'none !important',
          transition: 'none !important',
          scrollBehavior: 'auto !important',
        },
      },
      ...kitClasses(theme),
      '@keyframes qd-appear': { from: { opacity: 0 }, to: { opacity: 1 } },
    }),
  },
  MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
  MuiTypography: {
    defaultProps: { variantMapping: { h5: 'p', h6: 'p', subtitle1: 'p', subtitle2: 'p', body2: 'p', caption: 'span' } },
  },
  MuiLink: {
    defaultProps: { underline: 'hover' },
    styleOverrides: {
      root: ({ theme }) => ({ color: theme.vars.palette.accent.text, fontWeight: 500, borderRadius: 2, cursor: 'pointer' }),
    },
  },
  MuiSkeleton: {
    defaultProps: { animation: 'wave', variant: 'rounded' },
    styleOverrides: {
      root: ({ theme }) => ({
        backgroundColor: theme.vars.palette.surface.line,
        borderRadius: 4,
        // The shape that comes appears only when waiting takes longer than 200 ms.
        animation: `qd-appear ${String(durations.calm)}ms 200ms both`,
      }),
    },
  },
};
