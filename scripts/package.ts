import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'electron-builder';

import { bundle } from './build/bundle.ts';
import { type ElectronRuntime, resolveElectronRuntime } from './electron-runtime/runtime.ts';
import { consoleConfiguration } from './package/console-configuration.ts';
import { debianToolsAreHere, makeDebianPackage } from './package/debian.ts';
import { makeServerArchive } from './package/server-archive.ts';
import { writeUpdateManifest } from './package/update-manifest.ts';

const usage = `Usage: npm run package [-- WHAT…] [--target NAME…] [--release]

Builds for this machine's platform into dist/ and prints what was made.

  console        the unpacked application and, on Linux, a .deb of it (default)
  server         an archive of the server with the Node it runs on
  --target NAME  also this installer of electron-builder.yml: AppImage, rpm, nsis, dmg, zip. They need
                 tools that electron-builder downloads
  --release      refuses everything that must not be given to people, such as the fallback Electron
  --help         this text

Environment: see docs/packaging.md for signing, notarization and the feed of updates.`;

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const platforms = { linux: 'linux', win32: 'win', darwin: 'mac' } as const;

/** The runtime to package; a release takes the official one or nothing. */
async function runtimeFor(release: boolean): Promise<ElectronRuntime> {
  const runtime = await resolveElectronRuntime(log);
  if (runtime.kind === 'official') return runtime;
  if (release) throw new Error(`A release is made on the official Electron; here is only the fallback ${runtime.version}.`);
  log(`\n*** TRIAL: packaging the fallback Electron ${runtime.version}. It has no security updates; give it to nobody. ***\n`);
  return runtime;
}

async function packageConsole(targets: string[], release: boolean): Promise<string[]> {
  const runtime = await runtimeFor(release);
  const platform = platforms[process.platform as keyof typeof platforms];
  const files = await build({
    projectDir: root,
    [platform]: ['dir', ...targets],
    publish: 'never',
    config: { extends: path.join(root, 'electron-builder.yml'), electronVersion: runtime.version, electronDist: path.dirname(runtime.path), ...consoleConfiguration(process.env, release) },
  });
  const made = files.filter((file) => targets.length > 0 || !file.endsWith('.blockmap'));
  made.push(...(await signedManifestOf(files)));
  if (process.platform === 'linux') made.push(...debianOf(runtime));
  if (runtime.kind === 'fallback') log('\n*** TRIAL: what was made runs on the fallback Electron and is not to be shipped. ***');
  return made;
}

/** C8: consoles take an update only with this signature. The key comes from a file that is not part of the project. */
async function signedManifestOf(files: string[]): Promise<string[]> {
  const keyFile = process.env['QUARTERDECK_UPDATE_PRIVATE_KEY'];
  return keyFile === undefined ? [] : writeUpdateManifest(dist, files, readVersion(), readFileSync(keyFile, 'utf8'));
}

const readVersion = (): string => (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;

function debianOf(runtime: ElectronRuntime): string[] {
  const unpacked = path.join(dist, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  if (!debianToolsAreHere()) {
    log('No .deb: this machine has no dpkg-deb (package dpkg).');
    return [unpacked];
  }
  return [unpacked, makeDebianPackage(root, unpacked, dist, { version: readVersion(), electron: runtime.version, trial: runtime.kind === 'fallback' })];
}

async function packageAll(parts: string[], targets: string[], release: boolean): Promise<void> {
  const unknown = parts.filter((part) => part !== 'console' && part !== 'server');
  if (unknown.length > 0) throw new Error(`There is nothing called ${unknown.join(', ')} to package.`);
  mkdirSync(dist, { recursive: true });
  await bundle();
  const made: string[] = [];
  if (parts.length === 0 || parts.includes('console')) made.push(...(await packageConsole(targets, release)));
  if (parts.includes('server')) made.push(makeServerArchive(root, dist));
  for (const file of made) process.stdout.write(`${file}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { target: { type: 'string', multiple: true, default: [] }, release: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) process.stdout.write(`${usage}\n`);
else {
  try {
    await packageAll(positionals, values.target, values.release);
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
