import path from 'node:path';

import { flipFuses, FuseVersion, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

import { fuses } from './fuses.ts';

function executableOf(context: AfterPackContext): string {
  const { executableName, appInfo } = context.packager as { executableName?: string; appInfo: { productFilename: string } };
  const name = executableName ?? appInfo.productFilename;
  const file = { darwin: `${name}.app`, win32: `${name}.exe`, linux: name }[context.electronPlatformName];
  if (file === undefined) throw new Error(`There is no known executable on ${context.electronPlatformName}.`);
  return path.join(context.appOutDir, file);
}

/** Sets all fuses of the packaged executable; before signing. */
export async function setFuses(context: AfterPackContext): Promise<void> {
  const executable = executableOf(context);
  const wire = await getCurrentFuseWire(executable);
  // An older Electron (the fallback) has fewer; one it has not got cannot be set.
  const known = Object.entries(fuses).filter(([option]) => wire[Number(option) as FuseV1Options] !== undefined);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin' && context.arch === 3,
    ...Object.fromEntries(known),
  });
}
