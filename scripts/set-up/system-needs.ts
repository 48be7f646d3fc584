import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/** Something of the operating system that the console or its tests use on Linux. */
export interface SystemNeed {
  /** What is looked for, in words for a person. */
  name: string;
  /** Debian and Ubuntu packages that bring it, newest name first. */
  debianPackages: string[];
  /** Without a necessary thing nothing starts; without another one, something is skipped or plainer. */
  necessary: boolean;
  isPresent(machine: LinuxMachine): boolean;
}

/** What is already on this machine: the linker's list of libraries. */
export interface LinuxMachine {
  libraries: ReadonlySet<string>;
}

/** Reads the names of all shared libraries that the dynamic linker finds. */
export function inspectMachine(): LinuxMachine {
  const listing = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  const names = (listing.stdout ?? '').split('\n').map((line) => line.trim().split(' ')[0] ?? '');
  return { libraries: new Set(names) };
}

/** True when `command` is a file in one of the folders of PATH. */
export function isCommand(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, command)));
}

function library(name: string, ...debianPackages: string[]): SystemNeed {
  return { name, debianPackages, necessary: true, isPresent: (machine) => machine.libraries.has(name) };
}

/** What Electron, keytar and a readable screen need. */
export const consoleNeeds: SystemNeed[] = [
  library('libnss3.so', 'libnss3'),
  library('libatk-1.0.so.0', 'libatk1.0-0t64', 'libatk1.0-0'),
  library('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'),
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libcups.so.2', 'libcups2t64', 'libcups2'),
  library('libxkbcommon.so.0', 'libxkbcommon0'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
  {
    name: 'fonts',
    debianPackages: ['fonts-dejavu-core'],
    necessary: false,
    isPresent: () => globSync('/usr/share/fonts/**/*.{ttf,otf,ttc}').length > 0,
  },
  {
    name: 'fonts for names in any script',
    debianPackages: ['fonts-noto-core'],
    necessary: false,
    isPresent: () => globSync('/usr/share/fonts/**/[nN]oto*/*').length > 0,
  },
];

/** A screen in memory, for machines without one. */
export const displayNeed: SystemNeed = {
  name: 'Xvfb',
  debianPackages: ['xvfb'],
  necessary: true,
  isPresent: () => isCommand('Xvfb'),
};

/** What the tests use on top; where it is missing they say so and skip. */
export const testNeeds: SystemNeed[] = [
  {
    name: 'PostgreSQL',
    debianPackages: ['postgresql'],
    necessary: false,
    isPresent: () => isCommand('initdb') || globSync('/usr/lib/postgresql/*/bin/initdb').length > 0,
  },
  {
    name: 'xfs_io (file systems that lose their power)',
    debianPackages: ['xfsprogs'],
    necessary: false,
    isPresent: () => isCommand('xfs_io') || existsSync('/usr/sbin/xfs_io'),
  },
  { name: 'dbus-daemon', debianPackages: ['dbus'], necessary: false, isPresent: () => isCommand('dbus-daemon') },
  {
    name: 'gnome-keyring-daemon',
    debianPackages: ['gnome-keyring'],
    necessary: false,
    isPresent: () => isCommand('gnome-keyring-daemon'),
  },
];
