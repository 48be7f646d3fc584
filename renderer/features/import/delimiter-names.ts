import type { Delimiter } from '#shared/file-inspection.ts';

/** Keys of the texts for what separates the columns (M1). */
export const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const satisfies Record<Delimiter, string>;
