import type { PlanIssue } from '#shared/schemas/plans.ts';
import { fill, type Texts } from '../texts/texts.ts';

/** An issue in one line of a written file: what is wrong, where, with which value. */
export function issueText({ code, column, value }: PlanIssue, texts: Texts): string {
  const where = column === null ? '' : ` (${fill(texts.file.at, { column })})`;
  return `${texts.file.issue[code]}${where}${value === null || value === '' ? '' : `: ${value}`}`;
}
