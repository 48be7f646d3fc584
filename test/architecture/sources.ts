import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './cruise.ts';

/** A file of ours. */
export interface SourceFile {
  /** Path from the root, with slashes. */
  path: string;
  text: string;
}

function listSources(folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs|cjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(root, file).replaceAll(path.sep, '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

/** All code of the project, tests included. */
export const sources: SourceFile[] = listSources(['electron', 'renderer', 'server', 'shared', 'scripts', 'test']);

export const tests: SourceFile[] = sources.filter((file) => /\.(test|spec)\.tsx?$/.test(file.path));
