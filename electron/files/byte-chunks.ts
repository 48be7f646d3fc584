import { basename } from 'node:path';
import { asFileProblem, FileProblem, throwIfCancelled } from './file-problem.ts';
import { openRegularFile } from './open-file.ts';

const chunkBytes = 65_536;

export interface Reading {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes of the file have been read, and of how many. */
  readonly onBytes?: ((read: number, size: number) => void) | undefined;
}

/**
 * A file's bytes in chunks. The chunk handed out is overwritten by the next one. A file that is longer or shorter at
 * the end than at the beginning is a problem: what was read of it cannot be trusted.
 */
export async function* byteChunks(path: string, reading: Reading = {}): AsyncGenerator<Buffer> {
  const { handle, size } = await openRegularFile(path);
  try {
    const buffer = Buffer.alloc(chunkBytes);
    let position = 0;
    for (;;) {
      throwIfCancelled(reading.signal);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      reading.onBytes?.(position, size);
      yield buffer.subarray(0, bytesRead);
    }
    if (position !== size) throw new FileProblem('changed_while_reading', { fileName: basename(path) });
  } catch (thrown) {
    throw asFileProblem(thrown, 'read', { fileName: basename(path) });
  } finally {
    await handle.close();
  }
}
