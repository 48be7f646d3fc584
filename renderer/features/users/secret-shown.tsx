import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/text/copyable.tsx';
import { Mono } from '../../ui/text/mono.tsx';
import { radii } from '../../ui/theme/tokens.ts';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  marginTop: 12,
  padding: '8px 8px 8px 12px',
  borderRadius: radii.control,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.sunken,
  '& > code': { flex: 1, minWidth: 0, userSelect: 'all' },
}));

interface SecretShownProps {
  secret: string;
  copyLabel: string;
  /** To whom it is given, and for how long it is good. */
  children: ReactNode;
}

/** A link or password that is shown once and can be copied. */
export function SecretShown({ secret, copyLabel, children }: SecretShownProps) {
  return (
    <div role="status">
      <p>{children}</p>
      <Box>
        <Mono>{secret}</Mono>
        <CopyButton text={secret} label={copyLabel} />
      </Box>
    </div>
  );
}
