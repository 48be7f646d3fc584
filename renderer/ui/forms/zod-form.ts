import { zodResolver } from '@hookform/resolvers/zod';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import type { DefaultValues, FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

function sizeText(issue: Issue, t: TFunction<'ui'>): string {
  if (issue.code === 'too_small') {
    const limit = Number(issue.minimum);
    if (issue.origin !== 'string') return t('form.tooSmall', { limit });
    return limit <= 1 ? t('form.required') : t('form.tooShort', { count: limit });
  }
  const limit = issue.code === 'too_big' ? Number(issue.maximum) : 0;
  return issue.code === 'too_big' && issue.origin !== 'string' ? t('form.tooBig', { limit }) : t('form.tooLong', { count: limit });
}

/** What to say at a field about a zod issue; a refinement may name its text by a `message` of its own. */
export function issueText(issue: Issue, t: TFunction<'ui'>): string {
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      return sizeText(issue, t);
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') return t('form.required');
      return issue.expected === 'number' ? t('form.number') : t('form.invalid');
    case 'invalid_format':
      if (issue.format === 'email') return t('form.email');
      return issue.format === 'url' ? t('form.url') : t('form.format');
    case 'invalid_value':
      return t('form.choose');
    default:
      return t('form.invalid');
  }
}

/**
 * A form over a zod schema; its errors are told in the language on screen, at the field, first when it is
 * left and then as it is corrected.
 */
export function useZodForm<Schema extends z.ZodType<FieldValues, FieldValues>>(
  schema: Schema,
  defaultValues: DefaultValues<z.input<Schema>>,
): UseFormReturn<z.input<Schema>, unknown, z.output<Schema>> {
  const { t } = useTranslation('ui');
  const resolver = useMemo(() => zodResolver(schema, { error: (issue) => issueText(issue, t) }), [schema, t]);
  return useForm<z.input<Schema>, unknown, z.output<Schema>>({
    resolver: resolver as never,
    defaultValues,
    mode: 'onTouched',
  });
}

/** Puts the server's field errors at their fields; true when every one found its field. */
export function placeErrors<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, 'setError' | 'getValues'>,
  errors: readonly { path: string; message: string }[],
): boolean {
  const known = Object.keys(form.getValues());
  let all = errors.length > 0;
  for (const error of errors) {
    if (known.includes(error.path.split('.')[0] ?? '')) form.setError(error.path as FieldPath<Values>, { type: 'server', message: error.message }, { shouldFocus: true });
    else all = false;
  }
  return all;
}
