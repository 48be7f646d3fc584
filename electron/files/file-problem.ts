import type { FileProblemCode, FileProblemDetails, FileProblemReport } from '#shared/file-problems.ts';

/** A problem with a file that the person can understand and act on. Anything else that is thrown is a defect. */
export class FileProblem extends Error {
  readonly code: FileProblemCode;
  readonly details: FileProblemDetails;

  constructor(code: FileProblemCode, details: FileProblemDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'FileProblem';
    this.code = code;
    this.details = details;
  }

  /** The form in which it crosses to another process. */
  report(): FileProblemReport {
    return { code: this.code, details: this.details };
  }
}

const codesOfSystemErrors: Readonly<Record<string, FileProblemCode>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  ELOOP: 'not_found',
  ENAMETOOLONG: 'not_found',
  // A path with a NUL in it.
  ERR_INVALID_ARG_VALUE: 'not_found',
  EISDIR: 'not_a_file',
  ENXIO: 'not_a_file',
  EACCES: 'not_readable',
  EPERM: 'not_readable',
  EIO: 'not_readable',
  EBUSY: 'not_readable',
  EAGAIN: 'not_readable',
  ESTALE: 'not_readable',
  ENODEV: 'not_a_file',
  ENOSPC: 'storage_full',
  EDQUOT: 'storage_full',
  EFBIG: 'storage_full',
  EROFS: 'not_writable',
};

/** The system's error code of anything thrown, or null. */
export function systemErrorCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

/** Turns what the system threw into a problem; anything that is no system error is given back unchanged. */
export function asFileProblem(thrown: unknown, access: 'read' | 'write', details: FileProblemDetails = {}): unknown {
  if (thrown instanceof FileProblem) return thrown;
  const code = codesOfSystemErrors[systemErrorCode(thrown) ?? ''];
  if (code === undefined) return thrown;
  const written = access === 'write' && code === 'not_readable' ? 'not_writable' : code;
  return new FileProblem(written, details, thrown);
}

/** Throws `cancelled` when the person has stopped the work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new FileProblem('cancelled');
}
