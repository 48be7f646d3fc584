import { Check, CircleCheck, Clock, Loader, ShieldCheck, TriangleAlert, Undo2, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { PlanState } from '#shared/schemas/plans.ts';
import type { Meaning } from '../../ui/theme/tokens.ts';

/** How each state of a plan is shown: its colour and its shape; the word stands beside. */
export const stateLook: Record<PlanState, { meaning: Meaning; icon: LucideIcon }> = {
  staging: { meaning: 'unchanged', icon: Loader },
  computing: { meaning: 'unchanged', icon: Loader },
  draft: { meaning: 'changed', icon: CircleCheck },
  held: { meaning: 'held', icon: TriangleAlert },
  approved: { meaning: 'new', icon: ShieldCheck },
  applying: { meaning: 'changed', icon: Loader },
  applied: { meaning: 'new', icon: Check },
  undone: { meaning: 'inherited', icon: Undo2 },
  expired: { meaning: 'unchanged', icon: Clock },
  refused: { meaning: 'unchanged', icon: X },
};
