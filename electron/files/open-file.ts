import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { asFileProblem, FileProblem } from './file-problem.ts';

export interface OpenedFile {
  readonly handle: FileHandle;
  /** Bytes. */
  readonly size: number;
}

/**
 * Opens a regular file for reading. Directories, pipes, sockets and devices are refused before they are opened, and
 * opening never waits (a pipe put in the file's place in between would otherwise block for ever).
 * The caller closes the handle.
 */
export async function openRegularFile(path: string): Promise<OpenedFile> {
  const details = { fileName: basename(path) };
  try {
    const before = await stat(path);
    if (!before.isFile()) throw new FileProblem('not_a_file', details);
    // Windows has no such flag, and no named pipes in the file system either.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const opened = await handle.stat();
      if (!opened.isFile()) throw new FileProblem('not_a_file', details);
      return { handle, size: opened.size };
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  } catch (thrown) {
    throw asFileProblem(thrown, 'read', details);
  }
}

/** The first bytes of a file, at most `length`, and the file's size. */
export async function readHead(path: string, length: number): Promise<{ bytes: Uint8Array; size: number }> {
  const { handle, size } = await openRegularFile(path);
  try {
    const buffer = Buffer.alloc(Math.min(length, size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: buffer.subarray(0, filled), size };
  } catch (thrown) {
    throw asFileProblem(thrown, 'read', { fileName: basename(path) });
  } finally {
    await handle.close();
  }
}
