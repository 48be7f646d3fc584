import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanIssue, PlanRow } from '#shared/schemas/plans.ts';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import type { PeopleTexts } from '../../i18n/people-texts.ts';
import { legible } from '../../ui/text/legible.ts';

/** One issue in words (M11): where it stands, what is the matter, what to do. */
export interface IssueText {
  /** `line 812, column C “éric@@”`; empty when the issue is about the person and not about a cell. */
  where: string;
  what: string;
  /** Names, other lines, who and when; empty when there is nothing to add. */
  more: string;
  /** What to do; empty for notices. */
  advice: string;
}

type Issues = TFunction<'issues'>;
type Place = Pick<PlanRow, 'line' | 'file'>;

/** Codes that speak about the value of a cell: their text goes on after the value. */
const aboutValue = new Set<PlanIssue['code']>([
  'required', 'not_an_email', 'not_a_role', 'not_yes_or_no', 'not_a_username', 'too_long', 'control_characters', 'unknown_organization', 'unknown_organization_role', 'unknown_platform_role',
]);

function whereText(issue: PlanIssue, place: Place, fileName: string | undefined, t: Issues, texts: PeopleTexts): string {
  const { line } = place;
  const column = issue.column ?? (issue.field === null ? null : texts.fieldName(issue.field));
  const parts: string[] = [];
  if (line !== null && fileName !== undefined) parts.push(column === null ? t('from.lineOfFile', { file: fileName, line }) : t('from.cellOfFile', { file: fileName, line, column }));
  else if (line !== null) parts.push(column === null ? t('from.line', { line }) : t('from.cell', { line, column }));
  if (issue.value !== null && issue.value !== '') parts.push(t('from.value', { value: legible(issue.value) }));
  return parts.join(' ');
}

function moreText(issue: PlanIssue, t: Issues, texts: PeopleTexts, formats: Formats): string {
  const text = (key: string): string => String(issue.details[key] ?? '');
  const parts: string[] = [];
  if (text('byUsername') !== '') parts.push(t('details.byUsername', { name: text('byUsername') }));
  if (text('byEmail') !== '') parts.push(t('details.byEmail', { name: text('byEmail') }));
  if (text('lines') !== '') parts.push(t('details.lines', { lines: text('lines') }));
  if (text('by') !== '') {
    const name = text('by');
    if (issue.code !== 'changed_since') parts.push(t('details.person', { name }));
    else parts.push(text('at') === '' ? t('details.changedBy', { name }) : t('details.changedByAt', { name, when: formats.dateTime(text('at')) }));
  }
  const changed = text('fields').split(', ').filter((field) => field !== '');
  if (changed.length > 0) parts.push(t('details.fields', { fields: formats.list(changed.map((field) => texts.fieldName(field))) }));
  return parts.join(' ');
}

function whatText(issue: PlanIssue, t: Issues, texts: PeopleTexts): string {
  if (issue.code === 'gains_permissions') return t('what.gains_permissions', { count: Number(issue.details['count'] ?? 0) });
  if (issue.code === 'managed_by_provider') return t('what.managed_by_provider', { provider: texts.identitySource(String(issue.details['provider'] ?? '')) });
  return t(`what.${issue.code}`);
}

type Advised = keyof typeof import('../../i18n/en/issues.ts').issues.advice;

const adviceText = (issue: PlanIssue, t: Issues): string => (issue.severity === 'error' ? t(`advice.${issue.code as Advised}`, { defaultValue: '' }) : '');

/** The issue in words, for a plan of several files with the file's name. */
export function issueTextOf(issue: PlanIssue, place: Place, fileName: string | undefined, tools: { t: Issues; texts: PeopleTexts; formats: Formats }): IssueText {
  const { t, texts, formats } = tools;
  const aboutCell = issue.severity === 'error' || aboutValue.has(issue.code);
  return {
    where: aboutCell ? whereText(issue, place, fileName, t, texts) : '',
    what: whatText(issue, t, texts),
    more: moreText(issue, t, texts, formats),
    advice: adviceText(issue, t),
  };
}

/** Turns issues into words in the language on screen; `fileNames` by number, only for plans of several files. */
export function useIssueText(fileNames: readonly string[]): (issue: PlanIssue, place: Place) => IssueText {
  const { t } = useTranslation('issues');
  const texts = usePeopleTexts();
  const formats = useFormats();
  return useMemo(
    () => (issue: PlanIssue, place: Place) => issueTextOf(issue, place, fileNames.length > 1 && place.file !== null ? fileNames[place.file] : undefined, { t, texts, formats }),
    [t, texts, formats, fileNames],
  );
}
