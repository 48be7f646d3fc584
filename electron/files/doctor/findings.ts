import type { Delimiter, Evidence, FileEncoding, FileOverrides, FilePurpose, FileSettings, Finding, FindingCode } from '#shared/file-inspection.ts';
import { isEmail, readHeader, type FieldKey } from '#shared/people-file.ts';
import type { FileRecord } from '../file-record.ts';
import { looksLikeHeader, looksLikePerson } from '../header-row.ts';
import type { Examination } from './examination.ts';
import { cellEvidence, plainEvidence, rowEvidence, type Tally } from './tally.ts';

/** All the doctor concludes from: settings in force, what detection would have said, and what the rows showed. */
export interface Diagnosis {
  readonly purpose: FilePurpose;
  readonly settings: FileSettings;
  readonly detectedEncoding: FileEncoding | null;
  readonly detectedDelimiter: Delimiter | null;
  readonly header: FileRecord | null;
  /** The first rows behind the header. */
  readonly firstRows: readonly FileRecord[];
  readonly examination: Examination;
  readonly rowCount: number;
  /** Rows of the last file that was imported here; null when there is none. */
  readonly lastRowCount: number | null;
}

const muchSmaller = 0.5;
const smallestComparedFile = 20;

/** The doctor's findings, the worst first (M3). Each says what was seen, where, and which overrides would correct it. */
export function findingsOf(diagnosis: Diagnosis): Finding[] {
  const findings = [
    wrongDelimiter(diagnosis), ...wrongEncoding(diagnosis), headerAsData(diagnosis), dataAsHeader(diagnosis),
    missingColumns(diagnosis), ...rowFindings(diagnosis), muchSmallerFile(diagnosis), unmappedColumns(diagnosis),
  ].filter((finding) => finding !== null);
  const order = { error: 0, warning: 1, notice: 2 };
  return findings.sort((one, other) => order[one.severity] - order[other.severity]);
}

function fromTally(code: FindingCode, severity: Finding['severity'], tally: Tally, correction: FileOverrides | null): Finding | null {
  if (tally.count === 0) return null;
  return { code, severity, count: tally.count, evidence: tally.evidence, correction };
}

function wrongDelimiter(diagnosis: Diagnosis): Finding | null {
  const { settings, detectedDelimiter, header, firstRows } = diagnosis;
  if (settings.format !== 'csv' || detectedDelimiter === null || detectedDelimiter === settings.delimiter) return null;
  const records = [...(header === null ? [] : [header]), ...firstRows];
  const uncut = records.filter((record) => record.cells.some((cell) => cell.includes(detectedDelimiter)));
  if (uncut.length * 2 < records.length) return null;
  // The first two columns show it; behind them a password may stand (M10).
  const evidence = uncut.slice(0, 3).map((record): Evidence => {
    const column = record.cells.findIndex((cell) => cell.includes(detectedDelimiter));
    const parts = (record.cells[column] ?? '').split(detectedDelimiter);
    const text = parts.slice(0, 2).join(detectedDelimiter) + (parts.length > 2 ? `${detectedDelimiter}…` : '');
    return { line: record.line, column: column + 1, text };
  });
  return {
    code: 'wrong_delimiter', severity: 'error', count: uncut.length, evidence,
    correction: { delimiter: detectedDelimiter }, delimiter: detectedDelimiter,
  };
}

function wrongEncoding({ settings, detectedEncoding, examination }: Diagnosis): (Finding | null)[] {
  const differs = settings.format === 'csv' && detectedEncoding !== null && detectedEncoding !== settings.encoding;
  const correction: FileOverrides = differs ? { encoding: detectedEncoding } : { repairMojibake: true };
  const misread = fromTally('wrong_encoding', 'error', examination.mojibake, correction);
  return [
    misread === null || !differs ? misread : { ...misread, encoding: detectedEncoding },
    fromTally('wrong_encoding', 'warning', examination.damagedLetters, null),
  ];
}

function headerAsData({ settings, firstRows }: Diagnosis): Finding | null {
  const first = firstRows[0];
  if (settings.headerRow || first === undefined) return null;
  if (!looksLikeHeader(first.cells, firstRows.slice(1).map((record) => record.cells))) return null;
  return {
    code: 'header_taken_as_data', severity: 'error', count: 1,
    evidence: [rowEvidence(first, [])], correction: { headerRow: true },
  };
}

function dataAsHeader({ settings, header }: Diagnosis): Finding | null {
  if (!settings.headerRow || header === null || !looksLikePerson(header.cells)) return null;
  const address = header.cells.findIndex((cell) => isEmail(cell.trim()));
  return {
    code: 'data_taken_as_header', severity: 'error', count: 1,
    evidence: [plainEvidence(header, Math.max(0, address))], correction: { headerRow: false },
  };
}

function missingColumns(diagnosis: Diagnosis): Finding | null {
  const { settings, purpose } = diagnosis;
  const mapped = new Set(settings.mapping);
  const missing = (['username', 'email'] satisfies FieldKey[]).filter((field) => !mapped.has(field));
  if (missing.length === 0) return null;
  const findsPeople = missing.length < 2 || (purpose === 'people' && mapped.has('externalId'));
  const evidence: Evidence[] = diagnosis.header === null || looksLikePerson(diagnosis.header.cells) ? [] : [rowEvidence(diagnosis.header, [])];
  return {
    code: 'missing_columns', severity: findsPeople ? 'warning' : 'error', count: missing.length, evidence,
    correction: null, fields: missing,
  };
}

function rowFindings({ examination, settings }: Diagnosis): (Finding | null)[] {
  const complete = examination.triedAllShifts;
  const realign = [...settings.realign, ...examination.shifts];
  const keepsAll = examination.misplacedLines.length === examination.misplaced.count;
  const aside = (lines: readonly number[]): FileOverrides => ({ setAsideLines: [...settings.setAsideLines, ...lines] });
  return [
    fromTally('shifted_rows', 'error', examination.realignable, complete ? { realign } : null),
    fromTally('shifted_rows', 'error', examination.misplaced, keepsAll ? aside(examination.misplacedLines) : null),
    fromTally('repeated_header', 'warning', examination.repeatedHeaders, aside(examination.repeatedHeaderLines)),
    fromTally('uneven_rows', 'warning', examination.uneven, null),
    fromTally('duplicate_rows', 'warning', examination.duplicates, { skipDuplicateRows: true }),
    fromTally('blank_rows', 'warning', examination.blanks, { skipBlankRows: true }),
  ];
}

function muchSmallerFile({ lastRowCount, rowCount }: Diagnosis): Finding | null {
  if (lastRowCount === null || lastRowCount < smallestComparedFile || rowCount >= lastRowCount * muchSmaller) return null;
  return { code: 'much_smaller_than_last', severity: 'error', count: 1, evidence: [], correction: null, lastRowCount, rowCount };
}

/** Columns whose header is not known are not read; the person may not have meant that. */
function unmappedColumns({ header, settings }: Diagnosis): Finding | null {
  if (header === null || looksLikePerson(header.cells)) return null;
  const columns = header.cells.flatMap((cell, column) => (cell.trim() !== '' && settings.mapping[column] === null ? [column] : []));
  if (columns.length === 0) return null;
  const repeated = columns.some((column) => readHeader([header.cells[column] ?? '']).recognized > 0);
  return {
    code: 'unmapped_columns', severity: repeated ? 'warning' : 'notice', count: columns.length,
    evidence: columns.slice(0, 5).map((column) => cellEvidence(header, column, settings.mapping)), correction: null,
  };
}
