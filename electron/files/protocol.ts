import type { Delimiter, FileInspection, FileOverrides, FileSettings, StagedRow } from '#shared/file-inspection.ts';
import type { FileProblemReport } from '#shared/file-problems.ts';
import type { PasswordRow } from './read-rows.ts';
import type { TableCell } from './table.ts';

/** Messages between the application and the process that reads and writes files. One job runs at a time. */

/** A cell of an export as it travels: a moment as its milliseconds since 1970. */
export type ExportCell = Exclude<TableCell, Date> | { readonly moment: number };

export type ExportForm =
  | { readonly format: 'csv'; readonly delimiter: Delimiter; readonly safeForSpreadsheets: boolean }
  | { readonly format: 'xlsx'; readonly sheetName: string };

export type FileJob =
  | { readonly kind: 'inspect'; readonly path: string; readonly overrides: FileOverrides; readonly lastRowCount?: number }
  | { readonly kind: 'readRows'; readonly path: string; readonly settings: FileSettings }
  | { readonly kind: 'readPasswords'; readonly path: string; readonly settings: FileSettings; readonly lines: readonly number[] }
  | {
    readonly kind: 'writeRejected'; readonly path: string; readonly settings: FileSettings;
    readonly reasons: readonly (readonly [line: number, reason: string])[]; readonly reasonHeader: string; readonly destination: string; readonly unfinished?: string;
  }
  | { readonly kind: 'export'; readonly destination: string; readonly unfinished?: string; readonly header: readonly string[]; readonly form: ExportForm }
  | { readonly kind: 'checksum'; readonly path: string };

/** What each job answers in the end. */
export interface JobResults {
  readonly inspect: FileInspection;
  readonly readRows: { readonly rows: number };
  readonly readPasswords: { readonly rows: number };
  readonly writeRejected: { readonly rows: number; readonly size: number };
  readonly export: { readonly rows: number; readonly size: number };
  readonly checksum: { readonly sha256: string; readonly size: number };
}

export type JobKind = FileJob['kind'];

/** What each job hands over on its way. */
export interface JobBatches {
  readonly readRows: readonly StagedRow[];
  readonly readPasswords: readonly PasswordRow[];
}

/** Bytes read of bytes there are, or rows written so far. */
export type JobProgress =
  | { readonly unit: 'bytes'; readonly done: number; readonly total: number }
  | { readonly unit: 'rows'; readonly done: number };

export type ToWorker =
  | { readonly type: 'start'; readonly id: number; readonly job: FileJob }
  | { readonly type: 'cancel'; readonly id: number }
  /** The batch has been dealt with: send the next. */
  | { readonly type: 'taken'; readonly id: number }
  /** Rows of an export, asked for with `wantRows`; the last ones say so. */
  | { readonly type: 'rows'; readonly id: number; readonly rows: readonly (readonly ExportCell[])[]; readonly last: boolean };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: JobProgress }
  | { readonly type: 'batch'; readonly id: number; readonly batch: JobBatches[keyof JobBatches] }
  | { readonly type: 'wantRows'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly result: JobResults[JobKind] }
  | { readonly type: 'problem'; readonly id: number; readonly problem: FileProblemReport }
  /** A defect, not a problem of the file. */
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
