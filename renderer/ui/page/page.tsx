import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { typeSizes } from '../theme/tokens.ts';

const Frame = styled('div', { shouldForwardProp: (name) => name !== 'filled' })<{ filled: boolean }>(({ theme, filled }) => ({
  display: 'flex',
  flexDirection: 'column',
  minWidth: 0,
  padding: 24,
  ...(filled ? { flex: '1 1 0', minHeight: 0, paddingBottom: 0 } : { flex: '1 0 auto' }),
  [theme.breakpoints.down('sm')]: { padding: 16, ...(filled && { paddingBottom: 0, minHeight: 420 }) },
}));

const Head = styled('header')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'flex-start',
  gap: '8px 12px',
  marginBottom: 16,
  '& .page-titles': { flex: '1 1 200px', minWidth: 0 },
  '& h1': { fontSize: typeSizes.heading, fontWeight: 600, lineHeight: '28px', letterSpacing: '-0.011em', overflowWrap: 'anywhere', outline: 'none' },
  '& .page-actions': { display: 'flex', flexWrap: 'wrap', gap: 8 },
});

const Lead = styled('div')(({ theme }) => ({ color: theme.vars.palette.text.secondary, maxWidth: 720 }));

interface PageProps {
  /** The screen's one heading, and the window's title. */
  title: string;
  /** What the heading shows, when it is more than the title's text. */
  heading?: ReactNode;
  lead?: ReactNode;
  /** Buttons to the right of the heading; at most one of them primary. */
  actions?: ReactNode;
  /** The content fills the window and scrolls by itself, as a table does. */
  filled?: boolean;
  children: ReactNode;
}

/**
 * A screen: one heading, its actions, its content. Sets the window's title; the shell moves the focus to
 * the heading after navigation.
 */
export function Page({ title, heading, lead, actions, filled = false, children }: PageProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <Frame filled={filled}>
      <Head>
        <div className="page-titles">
          <h1 tabIndex={-1} data-page-heading>{heading ?? title}</h1>
          {lead !== undefined && <Lead>{lead}</Lead>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </Head>
      {children}
    </Frame>
  );
}
