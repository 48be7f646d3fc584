import type { en } from '../en/index.ts';
import type { TextsOf } from '../texts-of.ts';
import { problems } from './problems.ts';
import { ui } from './ui.ts';

/** The French texts, as complete as the English by type. */
export const fr: TextsOf<typeof en> = { ui, problems };
