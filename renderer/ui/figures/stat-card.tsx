import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useFormats } from '../../i18n/format.ts';
import { radii, typeSizes } from '../theme/tokens.ts';

const Card = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 2,
  minWidth: 0,
  padding: '12px 16px',
  backgroundColor: theme.vars.palette.surface.content,
  color: theme.vars.palette.text.primary,
  textDecoration: 'none',
  fontVariantNumeric: 'tabular-nums',
  transition: 'background-color 120ms',
  'a&:hover': { backgroundColor: theme.vars.palette.surface.hover },
  'a&:focus-visible': { outlineOffset: -2 },
  '& .stat-label': { color: theme.vars.palette.text.secondary },
  '& .stat-figure': { fontSize: typeSizes.figure, lineHeight: '34px', fontWeight: 600, letterSpacing: '-0.02em' },
  '& .stat-detail': { fontSize: typeSizes.small, lineHeight: '16px', color: theme.vars.palette.text.secondary, minHeight: 16 },
}));

/** Figures side by side in one frame, divided by hairlines; eight places where seven do not fit in a line. */
export const StatStrip = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(7, minmax(0, 1fr))',
  gap: 1,
  overflow: 'hidden',
  borderRadius: radii.card,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.line,
  [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'repeat(4, minmax(0, 1fr))', '& > :not(* + *)': { gridColumn: 'span 2' } },
  [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
}));

interface StatCardProps {
  label: string;
  /** Undefined while it is being read. */
  value: number | undefined;
  /** A second, smaller remark. */
  detail?: string;
  /** Where the list behind the figure is; left out while that list does not exist. */
  to?: string;
}

/** A figure that leads to the list it counts. */
export function StatCard({ label, value, detail, to }: StatCardProps) {
  const formats = useFormats();
  return (
    <Card {...(to !== undefined && { as: Link, to })}>
      <span className="stat-label">{label}</span>
      <span className="stat-figure">{value === undefined ? <Skeleton width={72} height={22} sx={{ my: '6px' }} /> : formats.number(value)}</span>
      {detail !== undefined && <span className="stat-detail">{detail}</span>}
    </Card>
  );
}
