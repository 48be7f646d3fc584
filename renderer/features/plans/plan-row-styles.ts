import { styled } from '@mui/material/styles';
import { radii, typeSizes } from '../../ui/theme/tokens.ts';

/** The scrolling list of a plan's rows: one sheet for all of them, so that scrolling makes no styles. */
export const RowList = styled('div')(({ theme }) => {
  const { surface, text, accent, meaning } = theme.vars.palette;
  return {
    position: 'relative',
    flex: 1,
    minHeight: 180,
    overflow: 'auto',
    containerType: 'inline-size',
    borderTop: `1px solid ${surface.edge}`,
    backgroundColor: surface.content,
    fontVariantNumeric: 'tabular-nums',
    '&.is-stale': { opacity: 0.55, transition: 'opacity 120ms 200ms' },
    '& .plan-rows': { position: 'relative', listStyle: 'none', margin: 0, padding: 0 },
    '& .plan-row': { position: 'absolute', top: 0, left: 0, width: '100%', borderBottom: `1px solid ${surface.line}` },
    '& .plan-line': {
      display: 'grid',
      gridTemplateColumns: '20px 112px minmax(220px, 1.7fr) minmax(140px, 1.1fr) minmax(200px, 1fr) auto',
      gap: '0 12px',
      alignItems: 'center',
      minHeight: 'var(--row)',
      padding: '0 24px 0 16px',
      cursor: 'pointer',
      '&:hover': { backgroundColor: surface.hover },
    },
    '& .plan-row.is-problem .plan-line': { gridTemplateColumns: '20px 112px minmax(130px, 0.8fr) minmax(200px, 2.7fr) auto' },
    '& .plan-row.is-open .plan-line': { backgroundColor: surface.sunken },
    '& .plan-line > *': { minWidth: 0 },
    '& .plan-toggle': {
      display: 'grid',
      placeItems: 'center',
      width: 20,
      height: 20,
      padding: 0,
      border: 0,
      borderRadius: 4,
      background: 'none',
      color: text.secondary,
      cursor: 'pointer',
      '& svg': { width: 14, height: 14, transition: 'transform 120ms' },
      '&[aria-expanded="true"] svg': { transform: 'rotate(90deg)' },
      '&:focus-visible': { outline: `2px solid ${accent.text}`, outlineOffset: 1 },
    },
    '& .plan-person': { display: 'flex', alignItems: 'baseline', gap: 8, '& > :first-of-type': { fontWeight: 500, flexShrink: 0, maxWidth: '70%' }, '& > :nth-of-type(2)': { color: text.secondary, fontSize: typeSizes.small } },
    // What does not fit beside the first remark falls onto a second line that is not shown.
    '& .plan-note': { display: 'flex', flexWrap: 'wrap', gap: '0 12px', height: 20, lineHeight: '20px', color: text.secondary, fontSize: typeSizes.small, whiteSpace: 'nowrap', overflow: 'hidden' },
    // Without a remark the change has its place as well.
    '& .plan-note:empty': { display: 'none' },
    '& .plan-change:has(+ .plan-note:empty)': { gridColumn: 'span 2' },
    '& .plan-row.is-problem .plan-person': { flexDirection: 'column', gap: 0, padding: '4px 0', '& > *': { maxWidth: '100%' } },
    '& .plan-warning': { display: 'inline-flex', alignItems: 'center', gap: 4, maxWidth: '100%', color: meaning.held.text, fontWeight: 500, '& span': { overflow: 'hidden', textOverflow: 'ellipsis' }, '& svg': { width: 12, height: 12, flexShrink: 0, strokeWidth: 2.5 } },
    '& .plan-issue': { display: 'flex', flexWrap: 'wrap', gap: '0 8px', padding: '6px 0' },
    '& .plan-where': { fontWeight: 500, overflowWrap: 'anywhere' },
    '& .plan-advice': { color: text.secondary },
    '& .plan-tools': { display: 'flex', gap: 4, justifyContent: 'flex-end' },
    '& .plan-details': { padding: '4px 24px 16px 48px', backgroundColor: surface.sunken, cursor: 'default' },
    '@container (max-width: 700px)': {
      '& .plan-line, & .plan-row.is-problem .plan-line': { gridTemplateColumns: '20px 120px minmax(0, 1fr) auto', padding: '6px 24px 6px 16px', gap: '2px 12px' },
      '& .plan-line > .plan-change, & .plan-line > .plan-note, & .plan-line > .plan-issue': { gridColumn: '2 / -1', gridRow: 'auto', padding: 0 },
      '& .plan-line > .plan-tools': { gridColumn: 4, gridRow: 1 },
    },
  };
});

export const Difference = styled('table')(({ theme }) => ({
  borderCollapse: 'collapse',
  width: '100%',
  maxWidth: 760,
  tableLayout: 'fixed',
  '& th, & td': { padding: '3px 12px 3px 0', textAlign: 'start', verticalAlign: 'top', overflowWrap: 'anywhere', borderBottom: `1px solid ${theme.vars.palette.surface.line}` },
  '& thead th': { fontSize: typeSizes.small, fontWeight: 500, color: theme.vars.palette.text.secondary },
  '& tbody th': { fontWeight: 400, color: theme.vars.palette.text.secondary, width: '28%' },
  '& .is-before': { color: theme.vars.palette.text.secondary, textDecoration: 'line-through', textDecorationColor: theme.vars.palette.meaning.gone.solid },
  '& .is-after': { fontWeight: 500 },
  '& .is-empty': { color: theme.vars.palette.text.disabled, textDecoration: 'none', fontWeight: 400 },
}));

export const IssueList = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '8px 0',
  padding: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: 6,
  maxWidth: 760,
  '& li': { display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', gap: 8, overflowWrap: 'anywhere' },
  '& svg': { width: 14, height: 14, margin: '3px 0' },
  '& .is-error svg, & .is-warning svg': { color: theme.vars.palette.meaning.held.text },
  '& .is-info svg': { color: theme.vars.palette.text.secondary },
  '& .issue-more': { color: theme.vars.palette.text.secondary },
}));

export const Editor = styled('form')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
  gap: 12,
  maxWidth: 760,
  margin: '8px 0',
  padding: 12,
  borderRadius: radii.card,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.content,
  '& > .editor-actions': { gridColumn: '1 / -1', display: 'flex', gap: 8, justifyContent: 'flex-end' },
}));
