import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { controlFile, debianVersion } from './debian-control.ts';
import { debianToolsAreHere, makeDebianPackage } from './debian.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const folder = temporaryFolder();
const trial = { version: '1.2.0', electron: '33.2.1', trial: true };
const release = { version: '1.2.0', electron: '45.4.1', trial: false };

const tell = (...parameters: string[]): string => spawnSync('dpkg-deb', parameters, { encoding: 'utf8' }).stdout;

/** An application as electron-builder leaves it, without what makes it large. */
function unpacked(): string {
  const application = folder.path('linux-unpacked');
  mkdirSync(path.join(application, 'resources'), { recursive: true });
  for (const name of ['quarterdeck', 'chrome-sandbox']) {
    writeFileSync(path.join(application, name), '#!/bin/sh\n');
    chmodSync(path.join(application, name), 0o700);
  }
  writeFileSync(path.join(application, 'resources', 'app.asar'), 'x', { mode: 0o600 });
  return application;
}

describe('a Debian package', () => {
  it.skipIf(!debianToolsAreHere())('has the application, its command, menu entry, kind of file, links and icons, owned by root and readable by all', () => {
    const file = makeDebianPackage(root, unpacked(), folder.path('.'), release);
    const lines = tell('-c', file).trim().split('\n');
    expect(lines.filter((line) => !line.includes('root/root'))).toEqual([]);
    const listed = Object.fromEntries(lines.map((line) => [line.split(/\s+/)[5]!, line.split(/\s+/)[0]!]));
    expect(listed).toMatchObject({
      './opt/Quarterdeck/quarterdeck': '-rwxr-xr-x',
      './opt/Quarterdeck/chrome-sandbox': '-rwxr-xr-x',
      './opt/Quarterdeck/resources/app.asar': '-rw-r--r--',
      './usr/bin/quarterdeck': 'lrwxrwxrwx',
      './usr/share/applications/quarterdeck.desktop': '-rw-r--r--',
      './usr/share/mime/packages/quarterdeck.xml': '-rw-r--r--',
      './usr/share/icons/hicolor/48x48/apps/quarterdeck.png': '-rw-r--r--',
      './usr/share/icons/hicolor/scalable/apps/quarterdeck.svg': '-rw-r--r--',
      './usr/share/doc/quarterdeck/copyright': '-rw-r--r--',
    });
    expect(tell('-f', file, 'Package', 'Version')).toBe('Package: quarterdeck\nVersion: 1.2.0\n');
    expect(tell('-f', file, 'Description')).not.toContain('TRIAL');
    const entry = tell('--fsys-tarfile', file);
    expect(entry).toContain('MimeType=application/vnd.quarterdeck.plan+json;x-scheme-handler/quarterdeck;');
    expect(entry).toContain('<glob pattern="*.quarterdeck-plan"/>');
  });

  it('of the fallback runtime says that it is a trial and sorts before the release', () => {
    expect(controlFile(trial, 1)).toContain('TRIAL PACKAGE on Electron 33.2.1');
    expect(debianVersion(trial)).toBe('1.2.0~~trial.electron33.2.1');
    expect(debianVersion({ ...release, version: '1.3.0-beta.1' })).toBe('1.3.0~beta.1');
  });

  it.skipIf(!debianToolsAreHere())('orders its versions as they follow each other', () => {
    const before = (earlier: string, later: string): number | null => spawnSync('dpkg', ['--compare-versions', earlier, 'lt', later]).status;
    expect(before(debianVersion(trial), debianVersion({ ...release, version: '1.2.0-beta.1' }))).toBe(0);
    expect(before(debianVersion({ ...release, version: '1.2.0-beta.1' }), debianVersion(release))).toBe(0);
  });
});
