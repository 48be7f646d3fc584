import { styled } from '@mui/material/styles';
import { CircleDashed, CircleSlash, KeyRound, ShieldCheck } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { capabilityFlags, userSorts } from '#shared/schemas/users.ts';
import type { User } from '#shared/schemas/users.ts';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import type { PeopleTexts } from '../../i18n/people-texts.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { PersonCell } from '../../ui/person/person-cell.tsx';
import { StatusChip } from '../../ui/status/status-chip.tsx';
import { RelativeTime } from '../../ui/text/relative-time.tsx';
import { Truncated } from '../../ui/text/truncated.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';

const Several = styled('span')(({ theme }) => ({ display: 'flex', alignItems: 'baseline', gap: 6, minWidth: 0, '& > small': { flexShrink: 0, fontSize: typeSizes.small, color: theme.vars.palette.text.secondary } }));

type Words = { t: TFunction<['users', 'fields', 'ui']>; texts: PeopleTexts; formats: Formats };

/** The licence in a word: taken, free access, or none (L1). */
export function licenceState(user: Pick<User, 'licensed' | 'platformRole' | 'kind'>): 'licensed' | 'free' | 'none' {
  if (user.licensed) return 'licensed';
  return user.kind === 'person' && user.platformRole === 'unlicensed' ? 'free' : 'none';
}

const licenceLooks = {
  licensed: { meaning: 'new', icon: KeyRound },
  free: { meaning: 'held', icon: CircleDashed },
  none: { meaning: 'unchanged', icon: CircleSlash },
} as const;

/** Whether a person takes a licence: icon, word and colour. */
export function LicenceChip({ user, quiet = false }: { user: Pick<User, 'licensed' | 'platformRole' | 'kind'>; quiet?: boolean }) {
  const { t } = useTranslation('fields');
  const state = licenceState(user);
  return <StatusChip {...licenceLooks[state]} quiet={quiet} label={t(`licence.${state}`)} />;
}

function SeveralNames({ names, more }: { names: readonly string[]; more: string }) {
  const [first] = names;
  if (first === undefined) return null;
  return <Several><Truncated>{first}</Truncated>{names.length > 1 && <small title={names.slice(1).join(', ')}>{more}</small>}</Several>;
}

const sortable = (id: string): boolean => (userSorts as readonly string[]).includes(id);

type Made = Omit<Column<User>, 'sortable'>;
type TextField = 'username' | 'email' | 'firstName' | 'lastName' | 'jobTitle' | 'businessPhone' | 'mobilePhone' | 'company' | 'department' | 'externalId' | 'id';

function textColumn(field: TextField, width: number, texts: PeopleTexts, shownAtFirst = false): Made {
  const text = (user: User): string => user[field] ?? '';
  return { id: field, header: texts.fieldName(field), width, hiddenAtFirst: !shownAtFirst, render: (user) => <Truncated>{text(user)}</Truncated>, text };
}

function flagColumn(field: (typeof capabilityFlags)[number] | 'nonCounting' | 'protected', { t, texts }: Words): Made {
  const text = (user: User): string => t(user[field] ? 'ui:yes' : 'ui:no');
  return { id: field, header: texts.fieldName(field), width: 150, hiddenAtFirst: true, render: text, text };
}

function timeColumn(field: 'lastActiveAt' | 'createdAt' | 'deletedAt', { texts, formats }: Words, shownAtFirst = false): Made {
  return {
    id: field,
    header: texts.fieldName(field),
    width: 128,
    hiddenAtFirst: !shownAtFirst,
    render: (user) => (field === 'deletedAt' && user.deletedAt === null ? null : <RelativeTime time={user[field]} />),
    text: (user) => (user[field] === null ? '' : formats.dateTime(user[field])),
  };
}

/** Role, licence, memberships: what is read first of a person. */
function leadingColumns(words: Words): Made[] {
  const { t, texts } = words;
  const more = (names: readonly string[]) => t('users:moreOrganizations', { count: names.length - 1 });
  const roleNames = (user: User) => user.roles.map((role) => texts.roleName(role));
  const organizations = (user: User) => user.organizations.map((membership) => membership.name);
  return [
    {
      id: 'name',
      header: t('users:person'),
      width: 280,
      render: (user) => <PersonCell id={user.id} name={user.displayName} detail={user.email} muted={user.platformRole === 'deactivated' || user.deletedAt !== null} />,
      text: (user) => user.displayName,
    },
    { id: 'platformRole', header: texts.fieldName('platformRole'), width: 116, render: (user) => (user.kind === 'contact' ? t('fields:kind.contact') : texts.platformRole(user.platformRole)), text: (user) => texts.platformRole(user.platformRole) },
    { id: 'organizations', header: texts.fieldName('organizations'), width: 150, render: (user) => <SeveralNames names={organizations(user)} more={more(organizations(user))} />, text: (user) => organizations(user).join(', ') },
    timeColumn('lastActiveAt', words, true),
    { id: 'licensed', header: texts.fieldName('licensed'), width: 122, render: (user) => <LicenceChip user={user} quiet />, text: (user) => t(`fields:licence.${licenceState(user)}`) },
    textColumn('jobTitle', 150, texts, true),
    { id: 'roles', header: texts.fieldName('roles'), width: 160, hiddenAtFirst: true, render: (user) => <SeveralNames names={roleNames(user)} more={more(roleNames(user))} />, text: (user) => roleNames(user).join(', ') },
  ];
}

function accountColumns(words: Words): Made[] {
  const { t, texts } = words;
  const mfa = (user: User): string => t(user.mfaEnabled ? 'ui:yes' : 'ui:no');
  return [
    { id: 'identitySource', header: texts.fieldName('identitySource'), width: 130, hiddenAtFirst: true, render: (user) => <Truncated>{texts.identitySource(user.identitySource)}</Truncated>, text: (user) => texts.identitySource(user.identitySource) },
    { id: 'mfaEnabled', header: texts.fieldName('mfaEnabled'), width: 90, hiddenAtFirst: true, render: (user) => (user.mfaEnabled ? <StatusChip quiet meaning="new" icon={ShieldCheck} label={mfa(user)} /> : mfa(user)), text: mfa },
    { id: 'kind', header: texts.fieldName('kind'), width: 100, hiddenAtFirst: true, render: (user) => texts.fieldValue('kind', user.kind), text: (user) => texts.fieldValue('kind', user.kind) },
    { id: 'locale', header: texts.fieldName('locale'), width: 100, hiddenAtFirst: true, render: (user) => texts.fieldValue('locale', user.locale), text: (user) => texts.fieldValue('locale', user.locale) },
    timeColumn('createdAt', words),
    timeColumn('deletedAt', words),
    flagColumn('mustResetPassword', words),
    flagColumn('nonCounting', words),
    flagColumn('protected', words),
    ...capabilityFlags.filter((flag) => flag !== 'mustResetPassword').map((flag) => flagColumn(flag, words)),
    textColumn('id', 290, texts),
  ];
}

/** Every field of a person as a column; the first handful is shown until the person chooses others (C10, U14). */
export function useUsersColumns(): readonly Column<User>[] {
  const { t } = useTranslation(['users', 'fields', 'ui']);
  const texts = usePeopleTexts();
  const formats = useFormats();
  return useMemo(() => {
    const words: Words = { t, texts, formats };
    const made = [
      ...leadingColumns(words),
      textColumn('username', 140, texts),
      textColumn('email', 220, texts),
      textColumn('company', 150, texts),
      textColumn('department', 150, texts),
      textColumn('firstName', 120, texts),
      textColumn('lastName', 130, texts),
      textColumn('businessPhone', 140, texts),
      textColumn('mobilePhone', 140, texts),
      textColumn('externalId', 120, texts),
      ...accountColumns(words),
    ];
    return made.map((column) => ({ ...column, sortable: sortable(column.id) }));
  }, [t, texts, formats]);
}
