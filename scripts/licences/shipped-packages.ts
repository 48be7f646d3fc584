import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { nativeModules } from './native-modules.ts';

/** What the bundler notes about each program's file: what it loads and whose code is in it. */
export interface BuiltChunk {
  fileName: string;
  imports: string[];
  /** Folders of packages, as in package-lock.json: `node_modules/zod`. */
  packages: string[];
}

/** A package of which something is shipped. */
export interface ShippedPackage {
  /** Its key in package-lock.json. */
  location: string;
  name: string;
  version: string;
  licence: string;
  integrity: string | null;
}

interface LockedPackage {
  name?: string;
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** The packages of package-lock.json by the folder they are installed in. */
export type Lock = Record<string, LockedPackage>;

export function readLock(root: string): Lock {
  return (JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/** Where a part of the build leaves its notes until the build is done; they are never shipped. */
export const chunkNotes = 'chunks.json';

/** Reads and removes what the parts of the build noted. */
export function takeChunks(root: string): BuiltChunk[] {
  return ['main', 'preload', 'renderer'].flatMap((part) => {
    const file = path.join(root, 'out', part, chunkNotes);
    if (!existsSync(file)) return [];
    const chunks = JSON.parse(readFileSync(file, 'utf8')) as BuiltChunk[];
    rmSync(file);
    return chunks.map((chunk) => ({ ...chunk, fileName: `${part}/${chunk.fileName}`, imports: chunk.imports.map((name) => `${part}/${name}`) }));
  });
}

/** The chunks that some files of the build reach, themselves included. */
export function reachedFrom(chunks: BuiltChunk[], entries: string[]): BuiltChunk[] {
  const reached = new Set<string>();
  const open = [...entries];
  while (open.length > 0) {
    const name = open.pop() ?? '';
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(chunks.find((chunk) => chunk.fileName === name)?.imports ?? []));
  }
  return chunks.filter((chunk) => reached.has(chunk.fileName));
}

/** The folder in the lock in which `dependency` is found from a package, as Node looks for it: the nearest first. */
function locate(lock: Lock, from: string, dependency: string): string | undefined {
  for (let folder = from; folder !== ''; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const nested = `${folder}/node_modules/${dependency}`;
    if (lock[nested] !== undefined) return nested;
  }
  const top = `node_modules/${dependency}`;
  return lock[top] === undefined ? undefined : top;
}

/** Packages of the lock and everything that they need at run time. */
export function withDependencies(lock: Lock, start: string[]): string[] {
  const found = new Set<string>();
  const open = [...start];
  while (open.length > 0) {
    const location = open.pop() ?? '';
    const entry = lock[location];
    if (found.has(location) || entry === undefined) continue;
    found.add(location);
    const names = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
    open.push(...names.flatMap((name) => locate(lock, location, name) ?? []));
  }
  return [...found].toSorted();
}

/** Everything that package.json asks for at run time, wherever it ends up: more than what is shipped. */
export function productionPackages(lock: Lock): string[] {
  const names = Object.keys(lock['']?.dependencies ?? {});
  return withDependencies(lock, names.map((name) => `node_modules/${name}`));
}

function describe(lock: Lock, location: string): ShippedPackage {
  const entry = lock[location];
  if (entry === undefined) throw new Error(`${location} is shipped, but not in package-lock.json`);
  const name = entry.name ?? location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { location, name, version: entry.version, licence: entry.license ?? 'unknown', integrity: entry.integrity ?? null };
}

/** The packages whose code is in some chunks, and the native modules that are shipped beside them on this machine. */
export function shippedPackages(root: string, chunks: BuiltChunk[], natives: readonly string[] = nativeModules): ShippedPackage[] {
  const lock = readLock(root);
  const beside = withDependencies(lock, natives.map((name) => `node_modules/${name}`)).filter((location) => existsSync(path.join(root, location)));
  const locations = new Set([...chunks.flatMap(({ packages }) => packages), ...beside]);
  return [...locations].toSorted().map((location) => describe(lock, location));
}
