import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { cacheFolder } from './cache-folder.ts';

const require = createRequire(import.meta.url);
const packageFolder = path.dirname(require.resolve('electron/package.json'));

/** A download that moves no byte for this long is given up. */
const stallMilliseconds = 15_000;
/** No download is waited for longer than this, however slowly it moves. */
const totalMilliseconds = 10 * 60_000;
/** For this long a failed download is not tried again, so that warm starts do not wait for it. */
const retryAfterMilliseconds = 24 * 60 * 60_000;

/** The Electron version that package.json pins and that is shipped. */
export const officialVersion: string = (require('electron/package.json') as { version: string }).version;

/** Path of the official binary if it is already unpacked, else null. */
export async function installedOfficial(): Promise<string | null> {
  try {
    const relative = await readFile(path.join(packageFolder, 'path.txt'), 'utf8');
    const version = await readFile(path.join(packageFolder, 'dist', 'version'), 'utf8');
    const executable = path.join(packageFolder, 'dist', relative);
    return version.replace(/^v/, '') === officialVersion && existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

/**
 * Downloads and unpacks the official binary through the `electron` package's own code, which
 * verifies its checksum and honours its mirror and proxy settings.
 * Throws when the network does not deliver within the limits above.
 */
export async function downloadOfficial(): Promise<string> {
  await fetchIntoCache();
  await runInstaller();
  const executable = await installedOfficial();
  if (executable === null) throw new Error('the downloaded archive held no Electron binary');
  return executable;
}

interface ElectronGet {
  downloadArtifact(details: Record<string, unknown>): Promise<string>;
  initializeProxy(): void;
}

async function fetchIntoCache(): Promise<void> {
  const fromElectron = createRequire(path.join(packageFolder, 'index.js'));
  const get = (await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)) as ElectronGet;
  if (process.env['HTTPS_PROXY'] ?? process.env['https_proxy']) get.initializeProxy();
  const abort = new AbortController();
  const giveUp = (reason: string) => () => abort.abort(new Error(reason));
  const total = setTimeout(giveUp('took longer than ten minutes'), totalMilliseconds);
  const stall = setTimeout(giveUp('no answer within fifteen seconds'), stallMilliseconds);
  try {
    await get.downloadArtifact({
      version: officialVersion,
      artifactName: 'electron',
      cacheRoot: process.env['electron_config_cache'],
      checksums: require('electron/checksums.json'),
      platform: process.platform,
      arch: process.arch,
      downloadOptions: { signal: abort.signal, getProgressCallback: () => void stall.refresh() },
    });
  } finally {
    clearTimeout(total);
    clearTimeout(stall);
  }
}

function runInstaller(): Promise<void> {
  return new Promise((resolve, reject) => {
    const installer = spawn(process.execPath, [path.join(packageFolder, 'install.js')], {
      stdio: ['ignore', 2, 2],
      timeout: totalMilliseconds,
    });
    installer.on('error', reject);
    installer.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Electron's installer ended with code ${code}`));
    });
  });
}

interface RememberedFailure {
  at: number;
  message: string;
}

function failureFile(): string {
  return path.join(cacheFolder(), `electron-${officialVersion}-unreachable.json`);
}

/** Why the official download failed less than a day ago, or null when it may be tried (again). */
export async function recentFailure(now: number): Promise<string | null> {
  try {
    const failure = JSON.parse(await readFile(failureFile(), 'utf8')) as RememberedFailure;
    const age = now - failure.at;
    return age >= 0 && age < retryAfterMilliseconds ? failure.message : null;
  } catch {
    return null;
  }
}

/** Remembers (or, with null, forgets) that the official download failed. */
export async function rememberFailure(now: number, message: string | null): Promise<void> {
  if (message === null) return rm(failureFile(), { force: true });
  await mkdir(cacheFolder(), { recursive: true });
  await writeFile(failureFile(), JSON.stringify({ at: now, message } satisfies RememberedFailure));
}
