import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '#shared/canonical.ts';
import { AppError } from '#shared/errors.ts';

/** Signs cursors on their way out and checks them on their way in (api.md, Lists). */
export type Cursors = {
  seal(operationId: string, input: Readonly<Record<string, unknown>>, position: string): string;
  /** @throws AppError `invalid_input` for a cursor that was altered or made for another list, filter or sort. */
  open(operationId: string, input: Readonly<Record<string, unknown>>, cursor: string): string;
};

/**
 * A cursor is the position and a code (HMAC-SHA-256) over it, the operation and the input without cursor and limit.
 *
 * @param key the same on every process of the installation.
 */
export function createCursors(key: Uint8Array): Cursors {
  const codeOf = (operationId: string, input: Readonly<Record<string, unknown>>, position: string): Buffer => {
    const { cursor: _cursor, limit: _limit, ...filter } = input;
    return createHmac('sha256', key).update(canonicalJson([operationId, filter, position])).digest();
  };
  return {
    seal: (operationId, input, position) => `${Buffer.from(position).toString('base64url')}.${codeOf(operationId, input, position).toString('base64url')}`,
    open: (operationId, input, cursor) => {
      const [body = '', code = ''] = cursor.split('.');
      const position = Buffer.from(body, 'base64url').toString();
      const given = Buffer.from(code, 'base64url');
      const wanted = codeOf(operationId, input, position);
      if (given.length === wanted.length && timingSafeEqual(given, wanted)) return position;
      throw new AppError('invalid_input', 'The cursor is not one of this list with this filter and sort. Begin without one.', {
        errors: [{ path: 'cursor', message: 'Not a cursor of this list' }],
      });
    },
  };
}
