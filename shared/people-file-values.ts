import type { PlatformRole } from './roles.ts';
import { foldKey, foldName } from './text.ts';

/**
 * How single cells of a people file are read, in both languages (M2). Every function answers the value, `null` for an
 * empty cell ("leave as is" on update, the default on create), or the code of what is wrong with it.
 */

export type CellProblemCode =
  | 'not_a_boolean'
  | 'unknown_platform_role'
  | 'not_an_email'
  | 'organization_without_name'
  | 'organization_without_role'
  | 'organization_listed_twice';

export type CellReading<T> =
  | { readonly ok: true; readonly value: T | null }
  | { readonly ok: false; readonly problem: CellProblemCode; readonly part: string };

/** Built-in organization roles (R7). */
export const organizationRoles = ['owner', 'admin', 'manager', 'user', 'contractor'] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

export interface OrganizationMembershipCell {
  /** Name or slug of the organization, as written. */
  readonly organization: string;
  /** A built-in role, a custom role's name as written, or null when the cell names none (the organization's default). */
  readonly role: OrganizationRole | (string & {}) | null;
}

function wordsOf<T>(entries: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(entries.flatMap(([value, words]) => words.split(',').map((word) => [foldName(word), value] as const)));
}

// VRAI and FAUX are what a French spreadsheet writes for its own logical values.
const booleanWords = wordsOf([
  [true, 'yes,y,oui,o,true,vrai,1'],
  [false, 'no,n,non,false,faux,0'],
]);

const platformRoleWords = wordsOf<PlatformRole>([
  ['deactivated', 'deactivated,désactivé,désactivée,disabled,inactive,inactif,inactive'],
  ['unlicensed', 'unlicensed,sans licence,free access,no licence,no license,unlicenced,accès gratuit,accès libre'],
  ['user', 'user,utilisateur,utilisatrice'],
  ['admin', 'admin,administrator,administrateur,administratrice,platform admin'],
  ['superadmin', 'superadmin,super administrator,super administrateur,super administratrice'],
]);

const organizationRoleWords = wordsOf<OrganizationRole>([
  ['owner', 'owner,propriétaire'],
  ['admin', 'admin,administrator,administrateur,administratrice'],
  ['manager', 'manager,gestionnaire'],
  ['user', 'user,utilisateur,utilisatrice'],
  ['contractor', 'contractor,prestataire'],
]);

function value<T>(found: T | null): CellReading<T> {
  return { ok: true, value: found };
}

function problem<T>(code: CellProblemCode, part: string): CellReading<T> {
  return { ok: false, problem: code, part };
}

function parseWord<T>(cell: string, words: ReadonlyMap<string, T>, code: CellProblemCode): CellReading<T> {
  if (cell.trim() === '') return value<T>(null);
  // Most cells are written as the words are.
  const found = words.get(cell) ?? words.get(foldName(cell));
  return found === undefined ? problem<T>(code, cell) : value(found);
}

/** `yes/no/oui/non/true/false/1/0`, in any case, with spaces around. */
export function parseBoolean(cell: string): CellReading<boolean> {
  return parseWord(cell, booleanWords, 'not_a_boolean');
}

/** A platform role in either language: `sans licence`, `Free access`, `Désactivé`, `super admin`. */
export function parsePlatformRole(cell: string): CellReading<PlatformRole> {
  return parseWord(cell, platformRoleWords, 'unknown_platform_role');
}

// Letters of any script are allowed on both sides (RFC 6531); quoted local parts and bare host names are not.
const emailShape = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])$/u;

/** Whether text has the form of an email address: at most 254 characters, 64 before the `@`, a dotted domain. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && emailShape.test(text);
}

/** An email address with outer spaces removed. */
export function parseEmail(cell: string): CellReading<string> {
  const text = cell.trim();
  if (text === '') return value<string>(null);
  return isEmail(text) ? value(text) : problem<string>('not_an_email', cell);
}

function listItems(cell: string): string[] {
  return cell.split(/[;\r\n]/u).map((item) => item.trim()).filter((item) => item !== '');
}

/**
 * `acme:manager; globex:user` (M2): organizations by name or slug, each with an optional role after its last colon.
 * Built-in roles are understood in both languages; other names are kept as written (custom roles).
 */
export function parseOrganizations(cell: string): CellReading<OrganizationMembershipCell[]> {
  const memberships: OrganizationMembershipCell[] = [];
  const seen = new Set<string>();
  for (const item of listItems(cell)) {
    const colon = item.lastIndexOf(':');
    const organization = (colon < 0 ? item : item.slice(0, colon)).trim();
    const roleText = colon < 0 ? null : item.slice(colon + 1).trim();
    if (organization === '') return problem('organization_without_name', item);
    if (roleText === '') return problem('organization_without_role', item);
    if (seen.has(foldKey(organization))) return problem('organization_listed_twice', item);
    seen.add(foldKey(organization));
    const role = roleText === null ? null : organizationRoleWords.get(foldName(roleText)) ?? roleText;
    memberships.push({ organization, role });
  }
  return value(memberships.length === 0 ? null : memberships);
}

/** `Helpdesk; Budget Reader`: names of platform roles separated by `;` or line breaks, repeated ones once. */
export function parseRoles(cell: string): CellReading<string[]> {
  const byKey = new Map<string, string>();
  for (const item of listItems(cell)) {
    if (!byKey.has(foldKey(item))) byKey.set(foldKey(item), item);
  }
  return value(byKey.size === 0 ? null : [...byKey.values()]);
}
