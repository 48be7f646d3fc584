import type { ErrorCode, Problem } from './errors.ts';

/** Everything that can be wrong with a file as a whole. The renderer has a text in each language for every code. */
export const fileProblemCodes = [
  // the path
  'not_found', 'not_a_file', 'not_readable', 'storage_full', 'not_writable', 'changed_while_reading',
  // any content
  'empty', 'blank_beginning', 'no_rows', 'unknown_format', 'too_large', 'cancelled', 'worker_stopped', 'timed_out',
  // text
  'not_in_this_encoding', 'unclosed_quote', 'record_too_long', 'too_many_columns', 'binary_content',
  // spreadsheets
  'old_spreadsheet_or_encrypted', 'not_a_spreadsheet', 'damaged_archive', 'truncated_archive', 'too_many_entries',
  'unsafe_entry_name', 'overlapping_entries', 'size_mismatch', 'expands_too_much', 'damaged_sheet', 'doctype_forbidden',
  'sheet_not_found', 'no_sheet', 'too_many_shared_strings', 'cell_too_long', 'unsupported_compression', 'too_many_rows',
  'too_many_cells',
  // passwords
  'weak_passwords',
] as const;

export type FileProblemCode = (typeof fileProblemCodes)[number];

/** Where in the file, and the values its text needs. Lines and columns count from 1. */
export interface FileProblemDetails {
  readonly line?: number;
  readonly column?: number;
  readonly sheet?: string;
  readonly entry?: string;
  readonly limit?: number;
  readonly found?: number;
  readonly encoding?: string;
  readonly fileName?: string;
  /** Several lines, as `4, 9, 12`; cut off with `…`. */
  readonly lines?: string;
}

/** A problem as it travels between processes. */
export interface FileProblemReport {
  readonly code: FileProblemCode;
  readonly details: FileProblemDetails;
}

/** How a problem with a file crosses to the renderer: as a problem like any other, its own code among the details. */
export function toProblem({ code, details }: FileProblemReport): Problem {
  return { code: problemCodes[code] ?? 'invalid_input', message: `The file cannot be used: ${code}`, details: { fileProblem: code, ...details } };
}

/** The problem with a file that a problem stands for, or null when it is about something else. */
export function fileProblemOf(problem: Problem): FileProblemReport | null {
  const { fileProblem, ...details } = problem.details ?? {};
  const code = fileProblemCodes.find((each) => each === fileProblem);
  return code === undefined ? null : { code, details };
}

const problemCodes: Partial<Record<FileProblemCode, ErrorCode>> = {
  not_found: 'not_found', not_readable: 'not_allowed', not_writable: 'not_allowed', storage_full: 'storage_full',
  changed_while_reading: 'conflict', too_large: 'too_large', cancelled: 'cancelled', timed_out: 'timed_out',
};
