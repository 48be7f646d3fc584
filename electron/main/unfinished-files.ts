import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { JsonFile } from '../api/json-file.ts';
import { unfinishedBeside } from '../files/write-atomically.ts';

export const unfinishedFilesSchema = z.array(z.string());

/**
 * The files that are being written for the person, by the hidden names they have until they are whole. When their
 * process is killed in the middle, nobody but us knows that they are of no use (M21).
 */
export type UnfinishedFiles = {
  /** Lends `write` a hidden name beside the destination; whatever has that name afterwards is removed. */
  during<Result>(destination: string, write: (unfinished: string) => Promise<Result>): Promise<Result>;
  /** Removes what an earlier run left behind. */
  clear(): Promise<void>;
};

export function createUnfinishedFiles(stored: JsonFile<string[]>): UnfinishedFiles {
  async function remove(path: string): Promise<void> {
    try {
      await rm(path, { force: true });
    } catch {
      // A folder that is away at the moment, or a process that still holds the file: the next start tries again.
      return;
    }
    await stored.write(stored.read().filter((each) => each !== path));
  }
  return {
    async during(destination, write) {
      const unfinished = unfinishedBeside(destination);
      await stored.write([...stored.read(), unfinished]);
      try {
        return await write(unfinished);
      } finally {
        await remove(unfinished);
      }
    },
    async clear() {
      for (const path of stored.read()) await remove(path);
    },
  };
}
