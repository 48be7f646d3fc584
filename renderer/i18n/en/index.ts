import { problems } from './problems.ts';
import { ui } from './ui.ts';

/** The English texts: one namespace per feature. */
export const en = { ui, problems } as const;
