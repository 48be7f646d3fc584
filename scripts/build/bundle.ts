import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { build } from 'electron-vite';

import { builtChunks, writeConsolePapers } from '../licences/shipment-papers.ts';
import { takeChunks } from '../licences/shipped-packages.ts';
import { buildIsCurrent, recordBuild } from './sources.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * Bundles main, preload and renderer into `out/`, with the licences and the bill of materials of what is in them.
 * Throws when a part does not build or contains what must not be shipped.
 */
export async function bundle(): Promise<void> {
  await recordBuild(root, async () => {
    await build({ root, logLevel: 'warn' });
    const chunks = takeChunks(root);
    writeFileSync(path.join(root, 'out', builtChunks), JSON.stringify(chunks));
    writeConsolePapers(root, chunks);
  });
}

/** Bundles only if a source has changed since the last time. */
export async function bundleIfNeeded(log: (line: string) => void): Promise<void> {
  if (buildIsCurrent(root)) return;
  log('Building …');
  await bundle();
}
