import type { LucideIcon } from 'lucide-react';
import { meaningIcons } from '../theme/meanings.ts';
import type { Meaning } from '../theme/tokens.ts';

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
    <span className={quiet ? 'status-chip is-quiet' : 'status-chip'} data-meaning={meaning}>
      <Icon aria-hidden />
      <span>{label}</span>
    </span>
  );
}
