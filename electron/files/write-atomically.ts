import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asFileProblem, throwIfCancelled } from './file-problem.ts';
import type { Writing } from './table.ts';

const bufferedBytes = 262_144;

/** A name for a file that is not finished, hidden beside the one it will become. */
export function unfinishedBeside(destination: string): string {
  return join(dirname(destination), `.${basename(destination).slice(0, 100)}.${randomBytes(6).toString('hex')}.part`);
}

/**
 * Writes a file under a temporary name in the same folder, makes sure it is on the disk, then gives it its name: at
 * every moment there is either the old file or the whole new one. Nothing is left behind by a failure or a cancel.
 * Exports hold personal data, so only the person may read the file.
 * @throws FileProblem `storage_full`, `not_writable`, `not_found` (no such folder), `cancelled`
 */
export async function writeAtomically(
  destination: string, chunks: AsyncIterable<Uint8Array>, { signal, unfinished = unfinishedBeside(destination) }: Pick<Writing, 'signal' | 'unfinished'> = {},
): Promise<{ size: number }> {
  const fileName = basename(destination);
  let handle: FileHandle | null = null;
  try {
    throwIfCancelled(signal);
    handle = await open(unfinished, 'wx', 0o600);
    const size = await writeChunks(handle, chunks, signal);
    await handle.sync();
    await handle.close();
    handle = null;
    throwIfCancelled(signal);
    await rename(unfinished, destination);
    await syncFolder(dirname(destination));
    return { size };
  } catch (thrown) {
    await handle?.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw asFileProblem(thrown, 'write', { fileName });
  }
}

async function writeChunks(handle: FileHandle, chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number> {
  let size = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    if (waitingBytes === 0) return;
    await handle.writev(waiting);
    waiting = [];
    waitingBytes = 0;
  };
  for await (const chunk of chunks) {
    throwIfCancelled(signal);
    waiting.push(chunk);
    waitingBytes += chunk.length;
    size += chunk.length;
    if (waitingBytes >= bufferedBytes) await flush();
  }
  await flush();
  return size;
}

/** Makes the new name itself durable, where the system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
