import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { FilterMenu } from '../../ui/filters/filter-menu.tsx';
import type { FilterOption } from '../../ui/filters/filter-menu.tsx';
import type { FilterProps } from './users-view.ts';

/** What is chosen stays in the menu even where the search does not find it. */
function withChosen(options: readonly FilterOption[], chosen: readonly string[], label: (value: string) => string): FilterOption[] {
  const missing = chosen.filter((value) => !options.some((option) => option.value === value));
  return [...missing.map((value) => ({ value, label: label(value) })), ...options];
}

/** A filter over the values that people have, most frequent first, found on the server. */
export function ValuesFilter({ field, view, onChange }: FilterProps & { field: 'company' | 'department' | 'identitySource' }) {
  const { t } = useTranslation('users');
  const formats = useFormats();
  const texts = usePeopleTexts();
  const [find, setFind] = useState('');
  const { data } = useOperation('users.values', { field, ...(find !== '' && { q: find }) }, { keepPrevious: true });
  const label = (value: string): string => (field === 'identitySource' ? texts.identitySource(value) : value);
  const options = (data?.items ?? []).map((item) => ({ value: item.value, label: label(item.value), count: formats.number(item.people) }));
  return <FilterMenu label={t(`filter.${field}`)} options={withChosen(options, view[field], label)} value={view[field]} onChange={(value) => { onChange({ [field]: value }); }} onFind={setFind} />;
}

/** Organizations by name, found on the server. */
export function useOrganizationChoices(find: string): readonly FilterOption[] {
  const { data } = useOperation('organizations.list', { limit: 50, ...(find !== '' && { q: find }) }, { keepPrevious: true });
  return useMemo(() => (data?.items ?? []).map((item) => ({ value: item.id, label: item.name })), [data]);
}

/** A filter over organizations. */
export function OrganizationFilter({ view, onChange }: FilterProps) {
  const { t } = useTranslation('users');
  const [find, setFind] = useState('');
  const all = useOrganizationChoices('');
  const found = useOrganizationChoices(find);
  const label = (id: string): string => all.find((option) => option.value === id)?.label ?? id;
  return <FilterMenu label={t('filter.organization')} options={withChosen(found, view.organization, label)} value={view.organization} onChange={(organization) => { onChange({ organization }); }} onFind={setFind} />;
}
