import { AppError } from '#shared/errors.ts';

type DriverError = Error & { code?: unknown; errcode?: unknown; constraint?: unknown; table?: unknown; detail?: unknown };

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const sqlite = { busy: 5, locked: 6, readOnly: 8, ioError: 10, full: 13, cannotOpen: 14 } as const;
const sqliteUnique = new Set([2067 /* SQLITE_CONSTRAINT_UNIQUE */, 1555 /* …_PRIMARYKEY */, 2579 /* …_ROWID */]);

/** PostgreSQL's SQLSTATE codes (appendix A of its manual) and the socket errors that mean nobody answers. */
const postgresFull = new Set(['53100', 'ENOSPC']);
const postgresUnavailable = new Set([
  '53300', '53400', '55P03', '57014', '57P01', '57P02', '57P03', '25P03',
  '08000', '08001', '08003', '08004', '08006', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE',
]);
const postgresRetryable = new Set(['40001' /* serialization_failure */, '40P01' /* deadlock_detected */]);
/** pg gives its own time-outs no code. */
const postgresWaitedTooLong = /timeout exceeded when trying to connect|Connection terminated|connection is closed|not queryable/i;

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && !(error instanceof AppError);
}

/** SQLite's primary result code, or undefined when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  return isDriverError(error) && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Another process holds the write lock of the SQLite file. */
export function isSqliteBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqlite.busy || code === sqlite.locked;
}

/** A statement that writes was sent to a connection that only reads. */
export function isSqliteReadOnly(error: unknown): boolean {
  return sqliteCode(error) === sqlite.readOnly;
}

/** The transaction lost against another and may succeed when run again. */
export function isRetryable(error: unknown): boolean {
  return isDriverError(error) && typeof error.code === 'string' && postgresRetryable.has(error.code);
}

/** Whether PostgreSQL stopped the statement, by request or because it took too long. */
export function isStatementCancelled(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return isDriverError(cause) && cause.code === '57014';
}

/**
 * What the product says of a database's own failure: no space left is `storage_full`, nobody there or no time left
 * is `unavailable`. Everything else (a violated constraint, a wrong statement) is given back unchanged.
 */
export function toDatabaseError(error: unknown): unknown {
  if (!isDriverError(error)) return error;
  if (isStorageFull(error)) {
    return new AppError('storage_full', 'There is no space left where the data is stored. Nothing was changed.', {}, { cause: error });
  }
  if (isUnavailable(error)) {
    return new AppError('unavailable', 'The database does not answer in time. Try again in a moment.', {}, { cause: error });
  }
  return error;
}

function isStorageFull(error: DriverError): boolean {
  return sqliteCode(error) === sqlite.full || (typeof error.code === 'string' && postgresFull.has(error.code));
}

function isUnavailable(error: DriverError): boolean {
  if (isSqliteBusy(error)) return true;
  if (error.errcode !== undefined) return false;
  return (typeof error.code === 'string' && postgresUnavailable.has(error.code)) || postgresWaitedTooLong.test(error.message);
}

/**
 * The columns of a violated unique constraint, as `users.username_key` or `grants.person_id,grants.role_id`,
 * in the words of neither database; undefined for any other error. A unique index over an expression is
 * recognised too, but answers its columns on neither database: name columns, not expressions, in unique indexes.
 */
export function uniqueViolation(error: unknown): string | undefined {
  if (!isDriverError(error)) return undefined;
  if (typeof error.errcode === 'number') {
    if (!sqliteUnique.has(error.errcode)) return undefined;
    return error.message.replace(/^.*constraint failed: /i, '').replaceAll(', ', ',');
  }
  if (error.code !== '23505') return undefined;
  const columns = typeof error.detail === 'string' ? /\((.*?)\)=\(/.exec(error.detail)?.[1] : undefined;
  if (columns === undefined) return String(error.constraint);
  return columns.split(', ').map((column) => `${String(error.table)}.${column.replaceAll('"', '')}`).join(',');
}
