import path from 'node:path';

import { build } from 'electron-vite';

import { buildIsCurrent, recordBuild } from './sources.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Bundles main, preload and renderer into `out/`. Throws when a part does not build. */
export async function bundle(): Promise<void> {
  await recordBuild(root, () => build({ root, logLevel: 'warn' }));
}

/** Bundles only if a source has changed since the last time. */
export async function bundleIfNeeded(log: (line: string) => void): Promise<void> {
  if (buildIsCurrent(root)) return;
  log('Building …');
  await bundle();
}
