import { styled } from '@mui/material/styles';
import type { CSSObject, Theme } from '@mui/material/styles';
import { typeSizes } from '../theme/tokens.ts';
import { tickWidth } from './column-layout.ts';

/** px. */
export const headerHeight = 32;

export const TableRoot = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  minWidth: 0,
  flex: 1,
  '& .table-frame': { position: 'relative', display: 'flex', flex: 1, minHeight: 0, minWidth: 0 },
});

function frameStyles({ surface, text }: Theme['vars']['palette']): CSSObject {
  return {
    position: 'relative',
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    backgroundColor: surface.content,
    color: text.primary,
    fontVariantNumeric: 'tabular-nums',
    scrollPaddingTop: headerHeight,
    outline: 'none',
    '& .table-header': { position: 'sticky', top: 0, zIndex: 3, minWidth: 'var(--width)', backgroundColor: surface.content },
    '& .table-body': { position: 'relative', minWidth: 'var(--width)' },
    '&.is-stale .table-body': { opacity: 0.55, transition: 'opacity 120ms 200ms' },
  };
}

function rowStyles({ surface, accent }: Theme['vars']['palette']): CSSObject {
  return {
    '& .table-row': {
      display: 'grid',
      gridTemplateColumns: 'var(--tracks)',
      alignItems: 'center',
      minWidth: 'var(--width)',
      width: '100%',
      height: 'var(--row)',
      borderBottom: `1px solid ${surface.line}`,
      backgroundColor: surface.content,
    },
    '& .table-header .table-row': { height: headerHeight, borderBottomColor: surface.edge },
    '& .table-body .table-row': { position: 'absolute', top: 0, left: 0, cursor: 'default' },
    '& .table-body.opens .table-row': { cursor: 'pointer' },
    '& .table-body .table-row:hover': { backgroundColor: surface.hover },
    '& .table-body .table-row[aria-selected="true"], & .table-body .table-row.is-open': { backgroundColor: surface.selected },
    '& .table-row.is-open .table-cell:first-of-type': { boxShadow: `inset 2px 0 0 ${accent.text}` },
    '& .table-row.is-active .table-cell': { boxShadow: `inset 0 1px 0 ${surface.edge}, inset 0 -1px 0 ${surface.edge}` },
    '&:focus-visible .table-row.is-active .table-cell': { boxShadow: `inset 0 2px 0 ${accent.text}, inset 0 -2px 0 ${accent.text}` },
    '&:focus-visible .table-cell.is-active': { boxShadow: `inset 0 0 0 2px ${accent.text} !important` },
  };
}

const cellStyles: CSSObject = {
  '& .table-cell': {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    height: '100%',
    padding: '0 10px',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    backgroundColor: 'inherit',
  },
  '& .table-cell > *': { minWidth: 0 },
  '& .table-cell.at-end': { justifyContent: 'flex-end', textAlign: 'end' },
  '& .table-tick': { padding: 0, justifyContent: 'center', position: 'sticky', left: 0, zIndex: 2 },
  '& .table-first': { position: 'sticky', left: 0, zIndex: 1 },
  '& .table-tick + .table-first': { left: tickWidth },
};

function headingStyles({ surface, accent, text }: Theme['vars']['palette']): CSSObject {
  return {
    '& .table-heading': { position: 'relative', fontSize: typeSizes.small, fontWeight: 500, color: text.secondary, overflow: 'visible' },
    '& .table-heading.table-first': { position: 'sticky' },
    '& .table-heading[aria-sort="ascending"], & .table-heading[aria-sort="descending"]': { color: text.primary },
    '& .table-heading.is-drop-before::before, & .table-heading.is-drop-after::after': {
      content: '""',
      position: 'absolute',
      top: 4,
      bottom: 4,
      width: 2,
      backgroundColor: accent.text,
    },
    '& .table-heading.is-drop-before::before': { left: 0 },
    '& .table-heading.is-drop-after::after': { right: 0 },
    '& .table-sort': {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      minWidth: 0,
      height: 24,
      padding: '0 4px',
      marginInline: -4,
      border: 0,
      borderRadius: 4,
      background: 'none',
      color: 'inherit',
      fontWeight: 500,
      cursor: 'pointer',
      '&:hover': { color: text.primary, backgroundColor: surface.hover },
      '& svg': { width: 12, height: 12, flexShrink: 0 },
      '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    },
  };
}

function edgeStyles({ surface, accent }: Theme['vars']['palette']): CSSObject {
  return {
    '& .table-edge': {
      position: 'absolute',
      top: 0,
      right: -4,
      zIndex: 1,
      width: 9,
      height: '100%',
      cursor: 'col-resize',
      touchAction: 'none',
      '&::after': { content: '""', position: 'absolute', top: 8, bottom: 8, left: 4, width: 1, backgroundColor: surface.line },
      '&:hover::after, &.is-dragged::after': { top: 0, bottom: 0, backgroundColor: accent.text, width: 2 },
    },
  };
}

/**
 * One style sheet for the whole table: rows are plain elements with classes, so that scrolling makes no
 * styles. Column tracks come from `--tracks`, their least width from `--width`, row height from `--row`.
 */
export const Scroller = styled('div')(({ theme }) => {
  const { palette } = theme.vars;
  return { ...frameStyles(palette), ...rowStyles(palette), ...cellStyles, ...headingStyles(palette), ...edgeStyles(palette) };
});

export const TableFoot = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  gap: 8,
  minHeight: 40,
  padding: '4px 10px',
  borderTop: `1px solid ${theme.vars.palette.surface.edge}`,
  fontSize: typeSizes.small,
  color: theme.vars.palette.text.secondary,
  fontVariantNumeric: 'tabular-nums',
  '& .table-foot-end': { marginLeft: 'auto' },
  '& .table-count': { fontWeight: 600, color: theme.vars.palette.text.primary },
}));

export const TableBar = styled('div')({ display: 'flex', alignItems: 'flex-start', gap: 8, padding: '0 0 8px', '& .table-bar-main': { flex: 1, minWidth: 0 } });

/** News about the list, floating above it so that nothing moves. */
export const Notice = styled('div')(({ theme }) => ({
  position: 'absolute',
  top: 40,
  left: '50%',
  zIndex: 4,
  transform: 'translateX(-50%)',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '2px 4px 2px 12px',
  borderRadius: 16,
  backgroundColor: theme.vars.palette.surface.raised,
  boxShadow: theme.vars.palette.floating,
  fontSize: typeSizes.small,
  animation: 'qd-appear 160ms both',
}));
