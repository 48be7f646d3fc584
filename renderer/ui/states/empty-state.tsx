import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { StateBox } from './state-layout.tsx';

interface EmptyStateProps {
  icon: LucideIcon;
  /** One sentence that teaches the next step. */
  text: string;
  /** Its button. */
  action?: ReactNode;
}

/** Nothing here yet, or nothing that matches: one sentence and its button. */
export function EmptyState({ icon: Icon, text, action }: EmptyStateProps) {
  return (
    <StateBox>
      <Icon className="state-icon" aria-hidden />
      <p className="state-text">{text}</p>
      {action && <div className="state-actions">{action}</div>}
    </StateBox>
  );
}
