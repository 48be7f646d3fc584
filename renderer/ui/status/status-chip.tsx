import { styled } from '@mui/material/styles';
import type { LucideIcon } from 'lucide-react';
import { meaningIcons } from '../theme/meanings.ts';
import { typeSizes } from '../theme/tokens.ts';
import type { Meaning } from '../theme/tokens.ts';

const Chip = styled('span', { shouldForwardProp: (name) => name !== 'meaning' && name !== 'quiet' })<{
  meaning: Meaning;
  quiet: boolean;
}>(({ theme, meaning, quiet }) => {
  const colours = theme.vars.palette.meaning[meaning];
  return {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
    height: 20,
    maxWidth: '100%',
    padding: quiet ? 0 : '0 6px 0 5px',
    borderRadius: 5,
    border: quiet ? 0 : `1px solid ${colours.edge}`,
    backgroundColor: quiet ? 'transparent' : colours.soft,
    color: colours.text,
    fontSize: typeSizes.small,
    fontWeight: 500,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    '& svg': { width: 12, height: 12, flexShrink: 0, strokeWidth: 2.5 },
    '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
  };
});

interface StatusChipProps {
  meaning: Meaning;
  /** The word beside the icon: colour alone never says it. */
  label: string;
  /** Another icon than the meaning's own. */
  icon?: LucideIcon;
  /** Without ground and edge, for dense tables. */
  quiet?: boolean;
}

/** A state: icon, word and colour together. */
export function StatusChip({ meaning, label, icon, quiet = false }: StatusChipProps) {
  const Icon = icon ?? meaningIcons[meaning];
  return (
    <Chip meaning={meaning} quiet={quiet}>
      <Icon aria-hidden />
      <span>{label}</span>
    </Chip>
  );
}
