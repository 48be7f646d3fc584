import { styled } from '@mui/material/styles';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { radii, typeSizes } from '../theme/tokens.ts';

const Box = styled('section')({
  marginBottom: 32,
  '& > h2': { fontSize: typeSizes.large, fontWeight: 600, lineHeight: '20px', marginBottom: 2 },
});
const Lead = styled('p')(({ theme }) => ({ color: theme.vars.palette.text.secondary, maxWidth: 640 }));
const Body = styled('div')({ marginTop: 12 });

/** A part of a page with its own heading. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <Box aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead !== undefined && <Lead>{lead}</Lead>}
      <Body>{children}</Body>
    </Box>
  );
}

/** A bordered ground for what belongs together. */
export const Card = styled('div')(({ theme }) => ({
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  borderRadius: radii.card,
  backgroundColor: theme.vars.palette.surface.content,
  padding: 16,
  minWidth: 0,
}));
