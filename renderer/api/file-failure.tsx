import { useTranslation } from 'react-i18next';
import { fileProblemOf } from '#shared/file-problems.ts';
import type { FileProblemCode, FileProblemReport } from '#shared/file-problems.ts';
import { useFormats } from '../i18n/format.ts';
import type { Formats } from '../i18n/format.ts';
import { Banner } from '../ui/states/banner.tsx';
import { legible } from '../ui/text/legible.ts';
import { problemOf } from './operation-error.ts';
import { OperationProblem } from './operation-failure.tsx';

/** Codes whose limit counts bytes. */
const inBytes = new Set<FileProblemCode>(['too_large', 'expands_too_much', 'record_too_long']);

function valuesOf({ code, details }: FileProblemReport, formats: Formats): Record<string, string> {
  const { line, lines, limit, encoding, entry, sheet } = details;
  return {
    line: line === undefined ? '?' : formats.number(line),
    limit: limit === undefined ? '' : inBytes.has(code) ? formats.bytes(limit) : formats.number(limit),
    lines: lines ?? '',
    encoding: encoding ?? '',
    entry: legible(entry ?? ''),
    sheet: legible(sheet ?? ''),
  };
}

/** What is wrong with a file, where it was read, in words that say what to do (M4); other errors as usual. */
export function FileFailure({ error, title }: { error: unknown; title: string }) {
  const { t } = useTranslation('fileProblems');
  const formats = useFormats();
  const problem = fileProblemOf(problemOf(error));
  if (!problem) return <OperationProblem error={error} />;
  // Every text of a file problem takes the same values; which of them it uses is its own matter.
  const say = t as (key: string, values: Record<string, string>) => string;
  return (
    <Banner meaning="gone" title={title} role="alert">
      {say(`problem.${problem.code}`, valuesOf(problem, formats))}
    </Banner>
  );
}
