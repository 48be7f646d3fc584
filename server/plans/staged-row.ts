import { isEmail, parseBoolean, parseOrganizations, parsePlatformRole, parseRoles } from '#shared/people-file-values.ts';
import { builtInRoles } from '#shared/roles.ts';
import type { FileField, PlanIssue, PlanIssueCode } from '#shared/schemas/plans.ts';
import { foldKey, foldName } from '#shared/text.ts';
import { flagColumns, flagNames, textFieldNames, textFields } from './fields.ts';

/** The normalised cells of one row, by column of `plan_rows`; null leaves the person's value as it is (M2). */
export type StagedValues = {
  username: string | null;
  username_key: string | null;
  email: string | null;
  email_key: string | null;
  platform_role: string | null;
  external_id: string | null;
  /** JSON of `[slug key, role or null]` pairs, sorted. */
  organizations: string | null;
  /** JSON of role keys, sorted. */
  roles: string | null;
  has_password: 0 | 1;
} & { [Column in (typeof textFields)[keyof typeof textFields]['column']]: string | null } & {
  [Column in (typeof flagColumns)[keyof typeof flagColumns]]: 0 | 1 | null;
};

export type StagedColumns = { fields: readonly (FileField | null)[]; names: readonly string[] };
export type Cell = string | boolean | null;

/** Text with none of them, quickly seen. */
const plain = /^[\x20-\x7e]*$/;
/** Characters that no name has: controls, and halves of a surrogate pair. */
const unprintable = /[\u0000-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const usernameShape = /^[^\s,;"<>]{1,100}$/;

/** Platform roles by their key and by their names in both languages. */
const roleKeys: ReadonlyMap<string, string> = new Map(
  builtInRoles.flatMap((role) => [role.key, role.name.en, role.name.fr].map((name) => [foldName(name), role.key] as const)),
);

/** Reads the cells of one row of a file. */
export type ReadRow = (cells: readonly Cell[]) => { values: StagedValues; issues: PlanIssue[] };

/**
 * Reads the cells of a file's rows (M2, M5): values in both languages, everything else as text. Every wrong cell is an
 * issue with its column and value (M11); a password is only ever known to be there (M10).
 */
export function rowReader(columns: StagedColumns): ReadRow {
  const places = new Map(columns.fields.flatMap((field, index) => (field === null ? [] : [[field, index] as const])));
  return (cells) => {
    const reader = new RowReader(cells, columns, places);
    const values = readValues(reader);
    if (cells.length > columns.fields.length && cells.slice(columns.fields.length).some((cell) => cell !== null && cell !== '')) {
      reader.issues.push(issue('too_many_cells', null, null, String(cells.length)));
    }
    return { values, issues: reader.issues };
  };
}

function readValues(reader: RowReader): StagedValues {
  const username = reader.text('username', 100);
  const email = reader.text('email', 254);
  if (username !== null && !usernameShape.test(username)) reader.wrong('username', 'not_a_username');
  if (email !== null && !isEmail(email)) reader.wrong('email', 'not_an_email');
  const values: Partial<Record<keyof StagedValues, string | number | null>> = {
    username,
    username_key: username === null ? null : foldKey(username),
    email,
    email_key: email === null ? null : foldKey(email),
    platform_role: reader.platformRole(),
    organizations: reader.organizations(),
    roles: reader.roles(),
    has_password: reader.hasPassword() ? 1 : 0,
  };
  for (const field of textFieldNames) values[textFields[field].column] = reader.text(field, textFields[field].most);
  for (const flag of flagNames) values[flagColumns[flag]] = reader.flag(flag);
  return values as StagedValues;
}

function issue(code: PlanIssueCode, field: FileField | null, column: string | null, value: string | null): PlanIssue {
  return { code, severity: 'error', field, column, value: value === null ? null : value.slice(0, 200), details: {} };
}

class RowReader {
  readonly issues: PlanIssue[] = [];
  readonly #cells: readonly Cell[];
  readonly #columns: StagedColumns;
  readonly #places: ReadonlyMap<FileField, number>;

  constructor(cells: readonly Cell[], columns: StagedColumns, places: ReadonlyMap<FileField, number>) {
    this.#cells = cells;
    this.#columns = columns;
    this.#places = places;
  }

  /** The cell's text without outer spaces; null when empty or absent. */
  #cell(field: FileField): string | null {
    const index = this.#places.get(field);
    const cell = index === undefined ? null : (this.#cells[index] ?? null);
    if (cell === null || cell === '') return null;
    const text = String(cell).trim();
    return text === '' ? null : text;
  }

  wrong(field: FileField, code: PlanIssueCode, part?: string): void {
    const index = this.#places.get(field) ?? -1;
    this.issues.push(issue(code, field, this.#columns.names[index] ?? null, part ?? String(this.#cells[index] ?? '')));
  }

  text(field: FileField, most: number): string | null {
    const text = this.#cell(field);
    if (text === null) return null;
    if (text.length > most) {
      this.wrong(field, 'too_long');
      return null;
    }
    if (!plain.test(text) && unprintable.test(text)) {
      this.wrong(field, 'control_characters', text.replace(new RegExp(unprintable, 'g'), '�'));
      return null;
    }
    return text;
  }

  flag(field: FileField): 0 | 1 | null {
    const cell = this.#cell(field);
    if (cell === null) return null;
    const reading = parseBoolean(cell);
    if (!reading.ok) {
      this.wrong(field, 'not_yes_or_no');
      return null;
    }
    return reading.value === null ? null : reading.value ? 1 : 0;
  }

  platformRole(): string | null {
    const cell = this.#cell('platformRole');
    if (cell === null) return null;
    const reading = parsePlatformRole(cell);
    if (reading.ok) return reading.value;
    this.wrong('platformRole', 'not_a_role');
    return null;
  }

  organizations(): string | null {
    const cell = this.#cell('organizations');
    if (cell === null) return null;
    const reading = parseOrganizations(cell);
    if (!reading.ok) {
      this.wrong('organizations', reading.problem === 'organization_without_role' ? 'unknown_organization_role' : 'unknown_organization', reading.part);
      return null;
    }
    const pairs = (reading.value ?? []).map((entry) => [foldKey(entry.organization), entry.role] as const);
    return JSON.stringify(pairs.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
  }

  roles(): string | null {
    const cell = this.#cell('roles');
    if (cell === null) return null;
    const reading = parseRoles(cell);
    const keys = new Set<string>();
    for (const name of reading.ok ? (reading.value ?? []) : []) {
      const key = roleKeys.get(foldName(name));
      if (key === undefined) this.wrong('roles', 'unknown_platform_role', name);
      else keys.add(key);
    }
    return JSON.stringify([...keys].toSorted());
  }

  hasPassword(): boolean {
    const index = this.#places.get('password');
    const cell = index === undefined ? null : this.#cells[index];
    return cell === true || (typeof cell === 'string' && cell !== '');
  }
}
