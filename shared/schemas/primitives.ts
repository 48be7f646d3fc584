import { z } from 'zod';

/** A UUIDv7 in lower case. */
export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'Not an id').meta({ description: 'UUIDv7' });

/** UTC, ISO 8601, as the server writes it (`2026-11-24T09:30:00.000Z`, the audit log with microseconds). */
export const timestamp = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z$/, 'Not a UTC time').meta({ format: 'date-time' });

/** Grows with every change of its record; sent back as `If-Match`. */
export const version = z.number().int().min(1);

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 in hexadecimal');

const printable = (text: string): boolean => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && text.isWellFormed();

/** One line of text: trimmed, no control characters, at most `max` characters. */
export const line = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => printable(text) && !/[\r\n\t]/.test(text), 'Contains control characters');

/** api.md: at most 100 rows a page, opaque signed cursor. */
export const paging = {
  limit: z.number().int().min(1).max(100).default(100),
  cursor: z.string().max(4096).optional(),
};

/** A page of a list. `total` is exact up to 10,000, then an estimate and marked as one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.object({ count: z.number().int().min(0), exact: z.boolean() }),
  });

/** `field` ascending or `-field` descending. */
export const sortBy = <const Fields extends readonly [string, ...string[]]>(fields: Fields) =>
  z.enum(fields.flatMap((field) => [field, `-${field}`]) as [Fields[number] | `-${Fields[number]}`, ...(Fields[number] | `-${Fields[number]}`)[]]);

export const empty = z.object({});

export const person = z.object({ id, name: z.string() });
