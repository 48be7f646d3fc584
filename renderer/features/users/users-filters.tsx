import { ListFilter } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { platformRoles, builtInRoles } from '#shared/roles.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { FilterBar, FilterMenu } from '../../ui/filters/filter-menu.tsx';
import { SearchBox } from '../../ui/filters/search-box.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { ActivityFilter } from './activity-filter.tsx';
import { CreatedFilter } from './created-filter.tsx';
import { OrganizationFilter, ValuesFilter } from './value-filters.tsx';
import { isFiltered, licenceStates, noFilters } from './users-view.ts';
import type { FilterProps, UsersView } from './users-view.ts';

/** Filters that are shown when they are in use or asked for; the others always are. */
const furtherFilters = ['organization', 'company', 'department', 'role', 'identitySource', 'mfa', 'kind', 'created', 'deleted'] as const;
type FurtherFilter = (typeof furtherFilters)[number];

function inUse(filter: FurtherFilter, view: UsersView): boolean {
  if (filter === 'created') return view.createdFrom !== undefined || view.createdTo !== undefined;
  const value = view[filter];
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** A filter of which one value at most is chosen. */
function SingleFilter<Value extends string>({ label, value, options, onChange }: { label: string; value: Value | undefined; options: readonly { value: Value; label: string }[]; onChange: (value: Value | undefined) => void }) {
  return <FilterMenu single label={label} options={options} value={value === undefined ? [] : [value]} onChange={([chosen]) => { onChange(options.find((option) => option.value === chosen)?.value); }} />;
}

function FurtherFilterMenu({ filter, view, onChange }: FilterProps & { filter: FurtherFilter }): ReactNode {
  const { t } = useTranslation(['users', 'fields']);
  const texts = usePeopleTexts();
  switch (filter) {
    case 'organization':
      return <OrganizationFilter view={view} onChange={onChange} />;
    case 'company':
    case 'department':
    case 'identitySource':
      return <ValuesFilter field={filter} view={view} onChange={onChange} />;
    case 'role':
      return <FilterMenu label={t('users:filter.role')} options={builtInRoles.map((role) => ({ value: role.key, label: texts.roleName(role.key) }))} value={view.role} onChange={(role) => { onChange({ role }); }} />;
    case 'mfa':
      return <SingleFilter label={t('users:filter.mfa')} value={view.mfa} options={[{ value: 'on', label: t('users:filter.mfaOn') }, { value: 'off', label: t('users:filter.mfaOff') }]} onChange={(mfa) => { onChange({ mfa }); }} />;
    case 'kind':
      return <SingleFilter label={t('users:filter.kind')} value={view.kind} options={(['person', 'contact'] as const).map((value) => ({ value, label: t(`fields:kind.${value}`) }))} onChange={(kind) => { onChange({ kind }); }} />;
    case 'created':
      return <CreatedFilter view={view} onChange={onChange} />;
    case 'deleted':
      return <SingleFilter label={t('users:filter.deleted')} value={view.deleted} options={[{ value: 'yes', label: t('users:filter.deletedOnly') }]} onChange={(deleted) => { onChange({ deleted }); }} />;
  }
}

/** Search and filters of the users (U13), all of them over the whole data set. */
export function UsersFilters({ view, onChange }: FilterProps) {
  const { t } = useTranslation(['users', 'fields', 'ui']);
  const texts = usePeopleTexts();
  const [asked, setAsked] = useState<readonly FurtherFilter[]>([]);
  const search = useCallback((q: string) => { onChange({ q }); }, [onChange]);
  const shown = furtherFilters.filter((filter) => inUse(filter, view) || asked.includes(filter));
  const rest = furtherFilters.filter((filter) => !shown.includes(filter));
  const clear = () => {
    setAsked([]);
    onChange(noFilters);
  };
  return (
    <FilterBar onClear={isFiltered(view) ? clear : undefined}>
      <SearchBox value={view.q} onChange={search} placeholder={t('users:search')} />
      <FilterMenu
        label={t('users:filter.platformRole')}
        options={platformRoles.map((value) => ({ value, label: texts.platformRole(value) }))}
        value={view.platformRole}
        onChange={(chosen) => { onChange({ platformRole: platformRoles.filter((role) => chosen.includes(role)) }); }}
      />
      <ActivityFilter view={view} onChange={onChange} />
      <SingleFilter label={t('users:filter.licence')} value={view.licence} options={licenceStates.map((value) => ({ value, label: t(`fields:licence.${value}`) }))} onChange={(licence) => { onChange({ licence }); }} />
      {shown.map((filter) => <FurtherFilterMenu key={filter} filter={filter} view={view} onChange={onChange} />)}
      {rest.length > 0 && (
        <MenuButton
          label={t('ui:filter.add')}
          startIcon={<ListFilter aria-hidden />}
          actions={rest.map((filter) => ({ label: t(`users:filter.${filter}`), run: () => { setAsked([...asked, filter]); } }))}
        />
      )}
    </FilterBar>
  );
}
