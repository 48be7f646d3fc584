import type { OutputOf } from '#shared/contract/index.ts';
import { peopleColumn, peopleFields, type FieldKey } from '#shared/people-file.ts';
import type { PlatformRole } from '#shared/roles.ts';
import type { User } from '#shared/schemas/users.ts';
import type { PlanRow } from '#shared/schemas/plans.ts';
import type { ExportCell } from '../../files/protocol.ts';
import type { Texts } from '../texts/texts.ts';
import { issueText } from './issue-text.ts';

/** A column of a written file: its heading and the cell of a record. */
export type ExportColumn<Item> = { header: string; cell: (item: Item) => ExportCell };
type Organization = OutputOf<'organizations.export'>;

/** Words that an import reads back as the same role (M2, M21). */
const roleWords: Record<'en' | 'fr', Record<PlatformRole, string>> = {
  en: { deactivated: 'deactivated', unlicensed: 'unlicensed', user: 'user', admin: 'admin', superadmin: 'superadmin' },
  fr: { deactivated: 'désactivé', unlicensed: 'sans licence', user: 'utilisateur', admin: 'administrateur', superadmin: 'superadmin' },
};

/** What an import does not read: the grid's further columns. */
const furtherColumns = ['kind', 'locale', 'identitySource', 'mfaEnabled', 'nonCounting', 'protected', 'licensed', 'lastActiveAt', 'createdAt', 'deletedAt'] as const;
type FurtherColumn = (typeof furtherColumns)[number];
/** Passwords are never exported. */
type UserColumn = Exclude<FieldKey, 'password'> | FurtherColumn;
const userColumnIds: readonly UserColumn[] = [...peopleFields.filter((field) => field !== 'password'), ...furtherColumns];
/** Columns of the grid that show a field under another name. */
const aliases: Readonly<Record<string, UserColumn>> = { name: 'displayName', mfa: 'mfaEnabled', licence: 'licensed', role: 'platformRole' };

/**
 * The columns of an export of users, in the order asked for; all of them when none is asked for. Headings and values
 * are those that an import reads (M21).
 */
export function userColumns(asked: readonly string[], language: 'en' | 'fr', texts: Texts): ExportColumn<User>[] {
  const known = asked.map((name) => aliases[name] ?? userColumnIds.find((id) => id === name)).filter((id) => id !== undefined);
  const ids = known.length === 0 ? userColumnIds : [...new Set(known)];
  return ids.map((id) => ({ header: userHeader(id, language, texts), cell: (user) => userCell(id, user, language, texts) }));
}

function userHeader(id: UserColumn, language: 'en' | 'fr', texts: Texts): string {
  return isFurther(id) ? texts.file.user[id] : peopleColumn(id).headers[language][0];
}

const isFurther = (id: UserColumn): id is FurtherColumn => furtherColumns.some((further) => further === id);

function userCell(id: UserColumn, user: User, language: 'en' | 'fr', texts: Texts): ExportCell {
  if (id === 'platformRole') return roleWords[language][user.platformRole];
  if (id === 'organizations') return user.organizations.map(({ slug, role }) => `${slug}:${role}`).join('; ');
  if (id === 'roles') return user.roles.join('; ');
  const value = user[id];
  if (typeof value === 'boolean') return value ? texts.file.yes : texts.file.no;
  if (id === 'lastActiveAt' || id === 'createdAt' || id === 'deletedAt') return value === null ? null : { moment: Date.parse(value) };
  return value;
}

export function organizationColumns(texts: Texts): ExportColumn<Organization>[] {
  const headers = texts.file.organization;
  return [
    { header: headers.name, cell: ({ name }) => name },
    { header: headers.slug, cell: ({ slug }) => slug },
    { header: headers.description, cell: ({ description }) => description },
    { header: headers.members, cell: ({ members }) => members },
    { header: headers.createdAt, cell: ({ createdAt }) => ({ moment: Date.parse(createdAt) }) },
  ];
}

/** M20: a plan's report. `files` are the names of the plan's files. */
export function reportColumns(files: readonly string[], language: 'en' | 'fr', texts: Texts): ExportColumn<PlanRow>[] {
  const headers = texts.file.reportColumns;
  const yesNo = (value: boolean): string => (value ? texts.file.yes : texts.file.no);
  return [
    { header: headers.number, cell: ({ number }) => number },
    { header: headers.file, cell: ({ file }) => (file === null ? null : files[file] ?? null) },
    { header: headers.line, cell: ({ line }) => line },
    { header: headers.action, cell: ({ action }) => texts.file.action[action] },
    { header: headers.username, cell: ({ username }) => username },
    { header: headers.email, cell: ({ email }) => email },
    { header: headers.displayName, cell: ({ displayName }) => displayName },
    { header: headers.changes, cell: ({ changes }) => changes.map((change) => `${fieldName(change.field, language)}: ${plain(change.before)} → ${plain(change.after)}`).join('\n') },
    { header: headers.issues, cell: ({ issues }) => issues.map((issue) => issueText(issue, texts)).join('\n') },
    { header: headers.dangerous, cell: ({ dangerous }) => yesNo(dangerous) },
    { header: headers.setAside, cell: ({ setAside }) => yesNo(setAside) },
  ];
}

function fieldName(field: string, language: 'en' | 'fr'): string {
  const key = peopleFields.find((each) => each === field);
  return key === undefined ? field : peopleColumn(key).headers[language][0];
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
