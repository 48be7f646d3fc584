import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';

/**
 * The version in an `If-Match` header, `"3"` or `3` (api.md, Writes).
 *
 * @throws AppError `precondition_required` without one, `invalid_input` when it is no version.
 */
export function versionFromIfMatch(header: string | undefined): number {
  if (header === undefined || header === '') {
    throw new AppError('precondition_required', 'Send the version of the record that you saw as If-Match.');
  }
  const version = /^(?:W\/)?"(\d{1,15})"$|^(\d{1,15})$/.exec(header.trim());
  if (!version) throw new AppError('invalid_input', 'If-Match must be one version, such as "3".', { errors: [{ path: 'If-Match', message: 'Not a version' }] });
  return Number(version[1] ?? version[2]);
}

/** Where an answer has the version of the one record it is about: at the top, or in `user`. */
export type VersionReader = (output: unknown) => number | undefined;

/** How to read the ETag from an operation's answers; undefined for those that are not about one record. */
export function createVersionReader(output: z.ZodType): VersionReader | undefined {
  const shape = shapeOf(output);
  if (shape?.['version']) return (answer) => (answer as { version: number }).version;
  if (shapeOf(shape?.['user'])?.['version']) return (answer) => (answer as { user: { version: number } }).user.version;
  return undefined;
}

function shapeOf(schema: z.ZodType | undefined): Record<string, z.ZodType> | undefined {
  const definition = schema?.def as { type: string; shape?: Record<string, z.ZodType> } | undefined;
  return definition?.type === 'object' ? definition.shape : undefined;
}
