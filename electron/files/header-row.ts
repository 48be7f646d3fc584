import type { FilePurpose } from '#shared/file-inspection.ts';
import {
  isEmail, parseBoolean, parsePlatformRole, positionalFields, readHeader, removalFields, type FieldKey, type FileLanguage,
} from '#shared/people-file.ts';

/** What a file's columns were found to be. */
export interface ColumnReading {
  readonly headerRow: boolean;
  readonly mapping: readonly (FieldKey | null)[];
  readonly language: FileLanguage | null;
}

function filledCells(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
}

/** Whether a row names columns rather than describing a person. `following` are the rows behind it. */
export function looksLikeHeader(cells: readonly string[], following: readonly (readonly string[])[]): boolean {
  const filled = filledCells(cells);
  // A person's row has an email address; no column is named by one.
  if (filled.length === 0 || filled.some((cell) => cell.includes('@'))) return false;
  const { recognized } = readHeader(cells);
  if (recognized >= 2) return true;
  if (recognized === 1 && recognized * 2 >= filled.length) return true;
  // Names nobody knows, above a column of email addresses.
  return cells.some((_, column) => columnOfEmails(following, column)) && looksLikeNames(filled);
}

function looksLikeNames(filled: readonly string[]): boolean {
  return filled.length > 1 && filled.every((cell) => cell.length <= 60 && !/^\d+$/u.test(cell)) && new Set(filled).size === filled.length;
}

function columnOfEmails(rows: readonly (readonly string[])[], column: number): boolean {
  const filled = rows.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== '');
  return filled.length > 0 && filled.filter((cell) => isEmail(cell)).length * 5 >= filled.length * 4;
}

/** Whether a row that is taken as a header describes a person: an address in it, or values of yes, no and roles. */
export function looksLikePerson(cells: readonly string[]): boolean {
  const filled = filledCells(cells);
  if (filled.some((cell) => isEmail(cell))) return true;
  const values = filled.filter((cell) => parseBoolean(cell).ok || parsePlatformRole(cell).ok);
  return readHeader(cells).recognized < 2 && values.length >= 2 && values.length * 2 >= filled.length;
}

function positional(purpose: FilePurpose, width: number): (FieldKey | null)[] {
  const fields = purpose === 'removal' ? removalFields : positionalFields;
  return Array.from({ length: width }, (_, column) => fields[column] ?? null);
}

/** Columns by header where the names are known, by position where there is no header (M2), by content at last. */
export function readColumns(
  first: readonly string[], following: readonly (readonly string[])[], purpose: FilePurpose, chosenHeaderRow?: boolean,
): ColumnReading {
  const headerRow = chosenHeaderRow ?? looksLikeHeader(first, following);
  const width = Math.max(first.length, ...following.map((row) => row.length));
  if (!headerRow) return { headerRow, mapping: positional(purpose, width), language: languageOfValues(following) };
  const reading = readHeader(first);
  const kept = purpose === 'removal' ? onlyRemovalFields(reading.mapping) : [...reading.mapping];
  while (kept.length < width) kept.push(null);
  if (reading.recognized === 0 && columnOfEmails(following, 1)) {
    return { headerRow, mapping: positional(purpose, width), language: languageOfValues(following) };
  }
  if (!kept.includes('email')) {
    const column = kept.findIndex((field, index) => field === null && columnOfEmails(following, index));
    if (column >= 0) kept[column] = 'email';
  }
  return { headerRow, mapping: kept, language: reading.language ?? languageOfValues(following) };
}

/** A removal file may have more columns; only what finds the person is read (M8). */
function onlyRemovalFields(mapping: readonly (FieldKey | null)[]): (FieldKey | null)[] {
  return mapping.map((field) => (field !== null && removalFields.includes(field) ? field : null));
}

const frenchValues = /^(?:oui|non|utilisateur|sans licence|désactivée?|vrai|faux)$/iu;
const englishValues = /^(?:yes|no|user|free access|unlicensed|deactivated|true|false)$/iu;

function languageOfValues(rows: readonly (readonly string[])[]): FileLanguage | null {
  let french = 0;
  let english = 0;
  for (const row of rows) {
    for (const cell of row) {
      if (frenchValues.test(cell.trim())) french += 1;
      else if (englishValues.test(cell.trim())) english += 1;
    }
  }
  // `non` alone and `no` alone say little; together with the rest of the file they decide.
  return french === english ? null : french > english ? 'fr' : 'en';
}
