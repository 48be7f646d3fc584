import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { controlFile, copyrightFile, debianArchitecture, debianVersion, type DebianPackage } from './debian-control.ts';

/** Where the console is installed; the AppArmor profile and postinst name it too. */
export const installFolder = 'opt/Quarterdeck';

/** Whether a Debian package can be made here. */
export function debianToolsAreHere(): boolean {
  return spawnSync('dpkg-deb', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Makes a `.deb` of an unpacked application with `dpkg-deb` alone, the same way on every machine, and answers its path.
 * `trial` packages say so in their version and description and are compressed quickly.
 */
export function makeDebianPackage(root: string, unpacked: string, folder: string, about: DebianPackage): string {
  const stage = mkdtempSync(path.join(tmpdir(), 'quarterdeck-deb-'));
  try {
    layOut(root, unpacked, stage);
    const files = listFiles(stage);
    mkdirSync(path.join(stage, 'DEBIAN'));
    writeFileSync(path.join(stage, 'DEBIAN', 'control'), controlFile(about, installedKilobytes(stage, files)));
    writeFileSync(path.join(stage, 'DEBIAN', 'md5sums'), files.map((file) => `${md5(path.join(stage, file))}  ${file}\n`).join(''));
    for (const script of ['postinst', 'postrm']) install(path.join(root, 'resources', 'linux', script), path.join(stage, 'DEBIAN', script), 0o755);
    const target = path.join(folder, `quarterdeck_${debianVersion(about)}_${debianArchitecture()}.deb`);
    const made = spawnSync('dpkg-deb', ['--root-owner-group', ...(about.trial ? ['-Zgzip', '-z1'] : ['-Zxz']), '--build', stage, target], { stdio: ['ignore', 'ignore', 2] });
    if (made.status !== 0) throw new Error(`dpkg-deb ended with code ${made.status ?? 'none'}`);
    return target;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Puts everything where it is installed to. */
function layOut(root: string, unpacked: string, stage: string): void {
  const resources = path.join(root, 'resources');
  const application = path.join(stage, installFolder);
  chmodSync(stage, 0o755);
  mkdirSync(path.dirname(application), { recursive: true });
  cpSync(unpacked, application, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(application, { recursive: true, withFileTypes: true })) readableByAll(path.join(entry.parentPath, entry.name));
  chmodSync(path.join(application, 'chrome-sandbox'), 0o755);
  install(path.join(resources, 'linux', 'quarterdeck-apparmor'), path.join(application, 'resources', 'quarterdeck-apparmor'));
  install(path.join(resources, 'linux', 'quarterdeck.desktop'), path.join(stage, 'usr/share/applications/quarterdeck.desktop'));
  install(path.join(resources, 'linux', 'quarterdeck-mime.xml'), path.join(stage, 'usr/share/mime/packages/quarterdeck.xml'));
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    install(path.join(resources, 'icons', `${size}x${size}.png`), path.join(stage, `usr/share/icons/hicolor/${size}x${size}/apps/quarterdeck.png`));
  }
  install(path.join(resources, 'icons', 'quarterdeck.svg'), path.join(stage, 'usr/share/icons/hicolor/scalable/apps/quarterdeck.svg'));
  mkdirSync(path.join(stage, 'usr/share/doc/quarterdeck'), { recursive: true });
  writeFileSync(path.join(stage, 'usr/share/doc/quarterdeck/copyright'), copyrightFile(), { mode: 0o644 });
  mkdirSync(path.join(stage, 'usr/bin'), { recursive: true });
  symlinkSync(`/${installFolder}/quarterdeck`, path.join(stage, 'usr/bin/quarterdeck'));
}

function install(from: string, to: string, mode = 0o644): void {
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  writeFileSync(to, readFileSync(from));
  chmodSync(to, mode);
}

/** Whatever umask built it, people other than the builder start it. */
function readableByAll(file: string): void {
  const { mode } = lstatSync(file);
  if (lstatSync(file).isSymbolicLink()) return;
  chmodSync(file, statSync(file).isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
}

/** All regular files under `folder`, relative to it. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

const installedKilobytes = (stage: string, files: string[]): number => files.reduce((sum, file) => sum + Math.ceil(statSync(path.join(stage, file)).size / 1_024), 0);

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
