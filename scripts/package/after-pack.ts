import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { AfterPackContext } from 'electron-builder';

import { licencesFile, materialsFile } from '../licences/shipment-papers.ts';
import { setFuses } from './set-fuses.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The folder of the application that its `resources` are in. */
function contentsOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  return electronPlatformName === 'darwin' ? path.join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents') : appOutDir;
}

/**
 * electron-builder's hook before signing: sets the fuses, puts the papers beside the application, where people and
 * scanners look for them (what About shows is in the archive), and takes Electron's own example out.
 */
export default async function afterPack(context: AfterPackContext): Promise<void> {
  const contents = contentsOf(context);
  const resources = path.join(contents, context.electronPlatformName === 'darwin' ? 'Resources' : 'resources');
  rmSync(path.join(resources, 'default_app.asar'), { force: true });
  for (const paper of [path.join('out', licencesFile), path.join('out', materialsFile), 'LICENSE']) copyFileSync(path.join(root, paper), path.join(contents, path.basename(paper)));
  await setFuses(context);
}
