// What the fallback runtime runs when it is started as `electron [options] APP [arguments…]`: finds
// APP, makes this process look like APP's own, and loads it. The official runtime brings its own.
// It is a module, and waits for APP: Electron is not `ready` before APP's first run is through, so
// that APP can do what must be done before.
import { existsSync, readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from 'electron';

const require = createRequire(import.meta.url);

/** Splits the command line into modules to load first, a question to answer, and the app. */
function readCommandLine(words) {
  const preloads = [];
  while (words.length > 0) {
    const word = words.shift();
    if (word === '-v' || word === '--version') return { preloads, question: 'version' };
    if (word === '-r' || word === '--require') preloads.push(words.shift());
    else if (word.startsWith('--require=')) preloads.push(word.slice('--require='.length));
    else if (!word.startsWith('-')) return { preloads, appPath: path.resolve(word) };
  }
  return { preloads };
}

/** Reads the app's package.json when there is one: its entry, module kind, name and version. */
function describeApp(appPath) {
  const manifestPath = path.join(appPath, 'package.json');
  if (!existsSync(manifestPath)) {
    const folder = statSync(appPath).isDirectory() ? appPath : path.dirname(appPath);
    return { folder, entry: require.resolve(appPath), manifest: {} };
  }
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  return { folder: appPath, entry: require.resolve(path.join(appPath, manifest.main ?? 'index.js')), manifest };
}

function takeIdentity({ folder, manifest }) {
  const name = manifest.productName ?? manifest.name;
  if (manifest.version) app.setVersion(manifest.version);
  if (name) {
    app.setName(name);
    app.setPath('userData', path.join(app.getPath('appData'), name));
  }
  app.setAppPath(folder);
}

async function load({ entry, manifest }) {
  const isModule = entry.endsWith('.mjs') || (manifest.type === 'module' && !entry.endsWith('.cjs'));
  if (isModule) await import(pathToFileURL(entry).href);
  else Module._load(entry, Module, true);
}

const request = readCommandLine(process.argv.slice(1));
if (request.question === 'version') {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
if (!request.appPath) {
  process.stderr.write('Usage: electron [options] APP [arguments…]\n');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
for (const preload of request.preloads) require(path.resolve(preload));

const description = describeApp(request.appPath);
takeIdentity(description);
try {
  await load(description);
} catch (error) {
  process.stderr.write(`The application could not be loaded: ${error.stack ?? error}\n`);
  process.exit(1);
}
