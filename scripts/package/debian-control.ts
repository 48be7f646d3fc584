/** What a Debian package is made of. */
export interface DebianPackage {
  version: string;
  electron: string;
  /** Made on the fallback Electron: to try the packaging, not to be given to anybody. */
  trial: boolean;
}

/** What Electron and keytar load; the second name is the one since the 64-bit change of time. */
const depends = [
  'libasound2 | libasound2t64', 'libatk-bridge2.0-0 | libatk-bridge2.0-0t64', 'libatk1.0-0 | libatk1.0-0t64', 'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)', 'libcups2 | libcups2t64', 'libdrm2', 'libgbm1', 'libglib2.0-0 | libglib2.0-0t64', 'libgtk-3-0 | libgtk-3-0t64',
  'libnss3', 'libsecret-1-0', 'libxkbcommon0', 'xdg-utils',
];
/** A keychain (C3), notifications, and the databases of file kinds and menus. */
const recommends = ['gnome-keyring | kwalletmanager', 'libnotify4', 'shared-mime-info', 'desktop-file-utils', 'fonts-noto-core'];

/** The architecture as Debian calls it. */
export function debianArchitecture(architecture: string = process.arch): string {
  const name = { x64: 'amd64', arm64: 'arm64' }[architecture];
  if (name === undefined) throw new Error(`There is no Debian package for ${architecture}.`);
  return name;
}

/** A preview sorts before its release, and a trial before everything. */
export function debianVersion({ version, electron, trial }: DebianPackage): string {
  return `${version.replace('-', '~')}${trial ? `~~trial.electron${electron}` : ''}`;
}

export function controlFile(about: DebianPackage, installedKilobytes: number): string {
  return [
    'Package: quarterdeck',
    `Version: ${debianVersion(about)}`,
    `Architecture: ${debianArchitecture()}`,
    'Section: admin',
    'Priority: optional',
    'Maintainer: The Quarterdeck authors <authors@quarterdeck.example>',
    `Installed-Size: ${installedKilobytes}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    'Description: Admin console for a workspace platform',
    ' Brings files of people in as reviewed plans, applies them and takes them back.',
    ' Administers servers elsewhere, or the one it brings for this computer.',
    ...(about.trial ? [' .', ` TRIAL PACKAGE on Electron ${about.electron}, without security updates. Not to be shipped.`] : []),
    '',
  ].join('\n');
}

/** Source: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */
export function copyrightFile(): string {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Quarterdeck

Files: *
Copyright: The Quarterdeck authors
License: Apache-2.0

License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.
Comment:
 The works of others that are part of the package, with their licences:
 /opt/Quarterdeck/THIRD-PARTY-LICENSES.txt, /opt/Quarterdeck/LICENSES.chromium.html;
 listed in /opt/Quarterdeck/sbom.cdx.json.
`;
}
