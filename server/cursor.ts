import { AppError } from '#shared/errors.ts';
import type { KeysetPosition } from './db/keyset.ts';

/**
 * Cursors as handlers see them: the position as plain text. The HTTP layer signs them on the way out, bound to the
 * operation and its filter, and checks them on the way in, so that a handler only ever gets one that it made.
 */
export function toCursor(position: KeysetPosition | undefined): string | null {
  return position ? JSON.stringify([position.sort, position.values]) : null;
}

/** @throws AppError `invalid_input` for a text that `toCursor` did not make. */
export function fromCursor(cursor: string | undefined): KeysetPosition | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [sort, values] = JSON.parse(cursor) as [string, KeysetPosition['values']];
    if (typeof sort === 'string' && Array.isArray(values)) return { sort, values };
  } catch {
    // Answered below: whoever sent it, it is no cursor.
  }
  throw new AppError('invalid_input', 'This is not a cursor of this list.', { errors: [{ path: 'cursor', message: 'Not a cursor of this list' }] });
}
