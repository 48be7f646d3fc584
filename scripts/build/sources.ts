import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sourceFolders = ['electron', 'renderer', 'server', 'shared', 'resources'];
const sourceFiles = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.json'];
const stamp = path.join('out', '.sources');

/** A digest of all source files' names, sizes and times; it changes when a file is added, edited or removed. */
function digestSources(root: string): string {
  const hash = createHash('sha256');
  for (const file of [...sourceFiles, ...sourceFolders.flatMap((folder) => listFolder(root, folder))]) {
    const status = statSync(path.join(root, file), { throwIfNoEntry: false });
    hash.update(`${file}\0${status?.size ?? -1}\0${status?.mtimeMs ?? -1}\n`);
  }
  return hash.digest('hex');
}

function listFolder(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

/** True when `out/` of the repository at `root` was built from its sources as they are now. */
export function buildIsCurrent(root: string): boolean {
  const file = path.join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === digestSources(root);
}

/** Runs `build`, then notes which sources it was made from (as they were when it began). */
export async function recordBuild(root: string, build: () => Promise<void>): Promise<void> {
  const digest = digestSources(root);
  await build();
  writeFileSync(path.join(root, stamp), digest);
}
