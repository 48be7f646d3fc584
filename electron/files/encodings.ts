import type { FileEncoding } from '#shared/file-inspection.ts';
import { decodeWindows1252, encodeWindows1252 } from './windows-1252.ts';

export interface DetectedEncoding {
  readonly encoding: FileEncoding;
  readonly hasByteOrderMark: boolean;
}

const marks: readonly { readonly encoding: FileEncoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xEF, 0xBB, 0xBF] },
  { encoding: 'utf-16le', bytes: [0xFF, 0xFE] },
  { encoding: 'utf-16be', bytes: [0xFE, 0xFF] },
];

/** The byte order mark that writes an encoding; empty for Windows-1252, which has none. */
export function byteOrderMark(encoding: FileEncoding): Buffer {
  return Buffer.from(marks.find((mark) => mark.encoding === encoding)?.bytes ?? []);
}

/**
 * Finds the encoding of a file from its first bytes (M1): byte order mark, the pattern of NUL bytes that UTF-16 leaves
 * in text of Latin letters, UTF-8 when all of it is valid, else Windows-1252, in which everything is valid.
 * `whole` says that the head is the whole file; otherwise its last character may be cut in two.
 */
export function detectEncoding(head: Uint8Array, whole: boolean): DetectedEncoding {
  for (const { encoding, bytes } of marks) {
    if (bytes.every((byte, index) => head[index] === byte)) return { encoding, hasByteOrderMark: true };
  }
  const wide = utf16ByNulPattern(head);
  if (wide !== null) return { encoding: wide, hasByteOrderMark: false };
  return { encoding: isUtf8(head, whole) ? 'utf-8' : 'windows-1252', hasByteOrderMark: false };
}

function utf16ByNulPattern(head: Uint8Array): FileEncoding | null {
  const pairs = Math.min(head.length >> 1, 4_096);
  if (pairs < 2) return null;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) evenNuls += 1;
    if (head[pair * 2 + 1] === 0) oddNuls += 1;
  }
  // Delimiters, line ends and digits are Latin in every script, so a fair share of the pairs has its NUL.
  if (oddNuls > pairs * 0.3 && evenNuls < pairs * 0.02) return 'utf-16le';
  if (evenNuls > pairs * 0.3 && oddNuls < pairs * 0.02) return 'utf-16be';
  return null;
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

/** Decodes chunks of bytes into text. */
export interface ChunkDecoder {
  /** Text of a chunk; a character cut by the end of the chunk comes with the next. Throws when it is not valid. */
  decode(chunk: Uint8Array): string;
  /** What is left at the end. Throws when the last character is cut. */
  end(): string;
}

/** A decoder for an encoding; a byte order mark at the beginning is removed. */
export function chunkDecoder(encoding: FileEncoding): ChunkDecoder {
  if (encoding === 'windows-1252') return { decode: decodeWindows1252, end: () => '' };
  if (encoding === 'utf-16be') return bigEndianDecoder();
  const decoder = new TextDecoder(encoding, { fatal: true });
  return { decode: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

/** Swaps the bytes of UTF-16 BE: not every build of the runtime can decode it. */
function bigEndianDecoder(): ChunkDecoder {
  const little = new TextDecoder('utf-16le', { fatal: true });
  let carried: number | null = null;
  return {
    decode(chunk) {
      const bytes = Buffer.concat(carried === null ? [chunk] : [Uint8Array.of(carried), chunk]);
      const even = bytes.length - (bytes.length % 2);
      carried = even < bytes.length ? bytes[even] ?? null : null;
      return little.decode(bytes.subarray(0, even).swap16(), { stream: true });
    },
    end() {
      if (carried !== null) throw new TypeError('The last character is incomplete.');
      return little.decode();
    },
  };
}

/** Bytes of text in an encoding, without a byte order mark. Windows-1252 writes `?` for characters it lacks. */
export function encodeText(text: string, encoding: FileEncoding): Buffer {
  switch (encoding) {
    case 'utf-8': return Buffer.from(text, 'utf8');
    case 'utf-16le': return Buffer.from(text, 'utf16le');
    case 'utf-16be': return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1252': return encodeWindows1252(text);
  }
}
