import { basename } from 'node:path';
import type { FileEncoding } from '#shared/file-inspection.ts';
import { byteChunks, type Reading } from './byte-chunks.ts';
import { chunkDecoder } from './encodings.ts';
import { FileProblem } from './file-problem.ts';

const lineFeed = 0x0A;

/**
 * A text file's content in chunks, of any size. Text that is not valid in the encoding is a problem with the number of
 * the line it stands near; it is never replaced silently.
 */
export async function* textChunks(path: string, encoding: FileEncoding, reading: Reading = {}): AsyncGenerator<string> {
  const decoder = chunkDecoder(encoding);
  const fileName = basename(path);
  let line = 1;
  for await (const chunk of byteChunks(path, reading)) {
    let text: string;
    try {
      text = decoder.decode(chunk);
    } catch (cause) {
      throw new FileProblem('not_in_this_encoding', { fileName, encoding, line: line + linesBeforeFault(chunk, encoding) }, cause);
    }
    line += lineFeedsIn(chunk);
    if (text !== '') yield text;
  }
  try {
    const rest = decoder.end();
    if (rest !== '') yield rest;
  } catch (cause) {
    throw new FileProblem('not_in_this_encoding', { fileName, encoding, line }, cause);
  }
}

function lineFeedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

/** Line feeds before the first byte of a chunk that cannot be decoded, found by halving. */
function linesBeforeFault(chunk: Buffer, encoding: FileEncoding): number {
  let good = 0;
  let bad = chunk.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      chunkDecoder(encoding).decode(chunk.subarray(0, middle));
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return lineFeedsIn(chunk.subarray(0, good));
}
