import type { FieldKey } from '#shared/people-file.ts';
import type { FileInspection, FileOverrides } from '#shared/file-inspection.ts';
import type { ImportRequest } from '#shared/ipc.ts';
import { choiceInUrl, optionalInUrl, textInUrl } from '../../ui/url-state.ts';
import type { UrlValue } from '../../ui/url-state.ts';

export const importSteps = ['file', 'columns', 'mode'] as const;
export type ImportStep = (typeof importSteps)[number];

export const importModes = ['synchronize', 'upsert', 'delete'] as const;
export type ImportMode = (typeof importModes)[number];

/** What the person decided instead of the detection; whatever else stands in the URL reads as nothing. */
const overridesInUrl: UrlValue<FileOverrides> = {
  read: (texts) => {
    try {
      const value: unknown = JSON.parse(texts[0] ?? '{}');
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FileOverrides) : {};
    } catch {
      return {};
    }
  },
  write: (overrides) => (Object.keys(overrides).length === 0 ? [] : [JSON.stringify(overrides)]),
};

/** The whole state of the wizard, in its URL (C11): the file by its handle, the decisions, the step. */
export const importView = {
  step: choiceInUrl(importSteps, 'file'),
  file: optionalInUrl,
  name: textInUrl(),
  read: overridesInUrl,
  mode: choiceInUrl(importModes, 'upsert'),
  absent: choiceInUrl(['deactivate', 'delete', 'makeUnlicensed', 'keep'], 'deactivate'),
  scope: choiceInUrl(['all', 'organization', 'company', 'identitySource', 'createdByImport'], 'all'),
  scopeValue: textInUrl(),
  removal: choiceInUrl(['deactivate', 'delete'], 'deactivate'),
  task: optionalInUrl,
};

export type ImportView = { [Name in keyof typeof importView]: ReturnType<(typeof importView)[Name]['read']> };
export type ChangeView = (change: Partial<ImportView>, how?: { push?: boolean }) => void;

/** A removal file has two columns of its own (M8), so its purpose follows from the mode. */
export const overridesOf = ({ read, mode }: Pick<ImportView, 'read' | 'mode'>): FileOverrides => (mode === 'delete' ? { ...read, purpose: 'removal' } : read);

/** The plan's options; null while the scope is not complete. */
export function optionsOf({ mode, absent, scope, scopeValue, removal }: ImportView): ImportRequest['options'] | null {
  if (mode !== 'synchronize') return { removal };
  if (scope === 'all' || scope === 'createdByImport') return { absent, scope: { kind: scope } };
  if (scopeValue === '') return null;
  if (scope === 'organization') return { absent, scope: { kind: scope, organizationId: scopeValue } };
  return { absent, scope: scope === 'company' ? { kind: scope, company: scopeValue } : { kind: scope, identitySource: scopeValue } };
}

/** Fields without which nobody can be found or created: either name is enough (M9). */
export const knowsWho = (mapping: readonly (FieldKey | null)[], mode: ImportMode): boolean =>
  mapping.includes('username') || mapping.includes('email') || (mode !== 'delete' && mapping.includes('externalId'));

/** Gives a column another field; a column that had the field before loses it. */
export function withField(mapping: readonly (FieldKey | null)[], index: number, field: FieldKey | null): (FieldKey | null)[] {
  return mapping.map((present, other) => (other === index ? field : field !== null && present === field ? null : present));
}

/** How a saved mapping fits the columns at hand: by header where there is one, else by place (M2). */
export function fitMapping(saved: { headers: readonly string[]; columns: readonly (string | null)[] }, columns: FileInspection['columns']): { mapping: (FieldKey | null)[]; fitting: number } {
  const byHeader = new Map(saved.headers.map((header, index) => [header.trim().toLowerCase(), saved.columns[index] ?? null]));
  const taken = new Set<string>();
  let fitting = 0;
  const mapping = columns.map(({ header, index }) => {
    const known = header === null ? saved.columns[index] !== undefined : byHeader.has(header.trim().toLowerCase());
    if (known) fitting += 1;
    const field = (header === null ? (saved.columns[index] ?? null) : (byHeader.get(header.trim().toLowerCase()) ?? null)) as FieldKey | null;
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
  return { mapping, fitting };
}

/** What is corrected by these overrides, one name a correction, for undoing them one by one. */
export function withoutCorrection(overrides: FileOverrides, correction: FileOverrides): FileOverrides {
  const undone = new Set(Object.keys(correction));
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => !undone.has(name))) as FileOverrides;
}
