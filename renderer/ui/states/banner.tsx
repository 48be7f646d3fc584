import { styled } from '@mui/material/styles';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { meaningIcons } from '../theme/meanings.ts';
import type { Meaning } from '../theme/tokens.ts';

const Box = styled('div', { shouldForwardProp: (name) => name !== 'meaning' && name !== 'flush' })<{ meaning: Meaning; flush: boolean }>(
  ({ theme, meaning, flush }) => {
    const colours = theme.vars.palette.meaning[meaning];
    return {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 8,
      padding: flush ? '6px 24px' : '10px 12px',
      borderRadius: flush ? 0 : 8,
      border: `1px solid ${colours.edge}`,
      ...(flush && { borderWidth: '0 0 1px' }),
      backgroundColor: colours.soft,
      color: theme.vars.palette.text.primary,
      '& > svg': { width: 16, height: 16, margin: '2px 0', flexShrink: 0, color: colours.text },
      '& .banner-main': { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
      '& .banner-title': { fontWeight: 600, color: colours.text },
      '& .banner-actions': { display: 'flex', flexWrap: 'wrap', gap: 8, alignSelf: 'center' },
    };
  },
);

interface BannerProps {
  meaning: Meaning;
  title?: string;
  children?: ReactNode;
  icon?: LucideIcon;
  actions?: ReactNode;
  /** Across the whole width under the top bar. */
  flush?: boolean;
  /** `alert` interrupts a screen reader; `status` waits its turn. */
  role?: 'alert' | 'status';
}

/** A standing remark about what is on screen: icon, words and colour. */
export function Banner({ meaning, title, children, icon, actions, flush = false, role }: BannerProps) {
  const Icon = icon ?? meaningIcons[meaning];
  return (
    <Box meaning={meaning} flush={flush} role={role}>
      <Icon aria-hidden />
      <div className="banner-main">
        {title !== undefined && <div className="banner-title">{title}</div>}
        {children}
      </div>
      {actions && <div className="banner-actions">{actions}</div>}
    </Box>
  );
}
