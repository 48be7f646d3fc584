import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { platformRoles, roleOf } from '#shared/roles.ts';
import type { PlatformRole } from '#shared/roles.ts';
import { organizationRoles } from '#shared/people-file-values.ts';
import { useFormats } from './format.ts';
import type { Formats } from './format.ts';
import type { Language } from './languages.ts';

/** Names of organizations by id, as far as they are known. */
export type OrganizationNames = ReadonlyMap<string, string>;

/** Words for what is known about people, in the language on screen. */
export interface PeopleTexts {
  /** The name of a field of a person; an unknown field keeps its key. */
  fieldName(field: string): string;
  /** A value of a field as it stands in a plan, the audit log or a record: never empty. */
  fieldValue(field: string, value: unknown): string;
  platformRole(role: string): string;
  /** The name of a platform role by key (R5). */
  roleName(key: string): string;
  organizationRole(role: string): string;
  /** The identity source's name: this server, or the provider's. */
  identitySource(source: string): string;
}

interface Membership {
  organizationId?: unknown;
  name?: unknown;
  role?: unknown;
}

const isOneOf = <const Value extends string>(values: readonly Value[], value: unknown): value is Value => (values as readonly unknown[]).includes(value);

type Fields = TFunction<['fields', 'ui']>;

function membershipText(membership: unknown, texts: PeopleTexts, names: OrganizationNames): string {
  if (typeof membership !== 'object' || membership === null) return String(membership);
  const { organizationId, name, role } = membership as Membership;
  const organization = typeof name === 'string' ? name : (names.get(String(organizationId)) ?? String(organizationId));
  return typeof role === 'string' ? `${organization} (${texts.organizationRole(role)})` : organization;
}

function listText(field: string, values: readonly unknown[], texts: PeopleTexts, formats: Formats, names: OrganizationNames): string {
  if (field === 'organizations') return formats.list(values.map((value) => membershipText(value, texts, names)));
  if (field === 'roles') return formats.list(values.map((value) => texts.roleName(String(value))));
  return formats.list(values.map(String));
}

function wordOf(field: string, value: string, texts: PeopleTexts, formats: Formats, t: Fields): string {
  if (field === 'platformRole' || field === 'formerRole') return texts.platformRole(value);
  if (field === 'identitySource') return texts.identitySource(value);
  if (field === 'kind' && isOneOf(['person', 'contact'], value)) return t(`fields:kind.${value}`);
  if (field === 'locale' && isOneOf(['en', 'fr'], value)) return t(`fields:locale.${value}`);
  if (field.endsWith('At') && !Number.isNaN(Date.parse(value))) return formats.dateTime(value);
  return value;
}

function createPeopleTexts(t: Fields, formats: Formats, language: Language, names: OrganizationNames): PeopleTexts {
  const texts: PeopleTexts = {
    fieldName: (field) => t(`fields:name.${field as 'username'}`, { defaultValue: field }),
    platformRole: (role) => (isOneOf(platformRoles, role) ? t(`fields:platformRole.${role satisfies PlatformRole}`) : role),
    roleName: (key) => roleOf(key)?.name[language] ?? key,
    organizationRole: (role) => (isOneOf(organizationRoles, role) ? t(`fields:organizationRole.${role}`) : role),
    identitySource: (source) => (source === 'local' ? t('fields:localSource') : source),
    fieldValue: (field, value) => {
      if (value === null || value === undefined || value === '') return t('fields:nothing');
      if (typeof value === 'boolean') return t(value ? 'ui:yes' : 'ui:no');
      if (typeof value === 'number') return formats.number(value);
      if (Array.isArray(value)) return value.length === 0 ? t('fields:nothing') : listText(field, value, texts, formats, names);
      if (typeof value === 'string') return wordOf(field, value, texts, formats, t);
      return JSON.stringify(value);
    },
  };
  return texts;
}

const noNames: OrganizationNames = new Map();

/** Words for fields of people and their values; `names` tells the organizations of memberships apart. */
export function usePeopleTexts(names: OrganizationNames = noNames): PeopleTexts {
  const { t, i18n } = useTranslation(['fields', 'ui']);
  const formats = useFormats();
  const language = i18n.language as Language;
  return useMemo(() => createPeopleTexts(t, formats, language, names), [t, formats, language, names]);
}
