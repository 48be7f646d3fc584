import { ArrowDownToLine, Equal, Minus, PenLine, Plus, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Meaning } from './tokens.ts';

/** The icon of each meaning: shape tells it apart where colour cannot. */
export const meaningIcons: Record<Meaning, LucideIcon> = {
  new: Plus,
  changed: PenLine,
  gone: Minus,
  held: TriangleAlert,
  unchanged: Equal,
  inherited: ArrowDownToLine,
};
