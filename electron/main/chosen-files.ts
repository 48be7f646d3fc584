import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { ChosenFile, ChosenFor } from '#shared/ipc.ts';
import { asFileProblem, FileProblem } from '../files/file-problem.ts';
import { asAppError } from './work/workshop.ts';
import type { ChosenSource } from './work/bring-rows.ts';

export type KnownFile = ChosenSource & { purpose: ChosenFor };

/** Files that the person chose, dropped or handed over. The page knows them by opaque handles and never names a path. */
export type ChosenFiles = {
  /** @throws AppError for folders, pipes, devices and what cannot be read */
  register(path: string, purpose: ChosenFor): Promise<ChosenFile>;
  /** @throws AppError `not_found` for a handle that was not given out, or was released */
  find(handle: string): KnownFile;
  /** Keeps what an inspection found, for the plan that is made from the file. */
  inspected(handle: string, headers: readonly (string | null)[], rowCount: number | null): void;
  release(handle: string): void;
};

const mostHandles = 200;

export function createChosenFiles(): ChosenFiles {
  const files = new Map<string, KnownFile>();

  function find(handle: string): KnownFile {
    const file = files.get(handle);
    if (file === undefined) throw new AppError('not_found', 'This file was not chosen, or was released');
    return file;
  }

  return {
    async register(chosen, purpose) {
      const size = await regularFileSize(chosen);
      const handle = randomBytes(18).toString('base64url');
      files.set(handle, { path: chosen, name: path.basename(chosen), purpose, headers: [], rowCount: null });
      const oldest = files.keys().next();
      if (files.size > mostHandles && oldest.done !== true) files.delete(oldest.value);
      return { handle, name: path.basename(chosen), size };
    },
    find,
    inspected: (handle, headers, rowCount) => void files.set(handle, { ...find(handle), headers, rowCount }),
    release: (handle) => void files.delete(handle),
  };
}

async function regularFileSize(chosen: string): Promise<number> {
  const details = { fileName: path.basename(chosen) };
  try {
    if (!path.isAbsolute(chosen) || chosen.includes('\0')) throw new FileProblem('not_found', details);
    const found = await stat(chosen);
    if (!found.isFile()) throw new FileProblem('not_a_file', details);
    return found.size;
  } catch (error) {
    throw asAppError(asFileProblem(error, 'read', details));
  }
}
