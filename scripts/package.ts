import path from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'electron-builder';

import { bundle } from './build/bundle.ts';
import { resolveElectronRuntime } from './electron-runtime/runtime.ts';

const usage = `Usage: npm run package [-- --target NAME]

Builds the application for this machine's platform into dist/, as electron-builder.yml says.

  --target NAME  what to make: dir (default), deb, AppImage, nsis, dmg
  --help         this text

The installers other than dir need tools that electron-builder downloads.`;

const root = path.resolve(import.meta.dirname, '..');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

async function packageFor(target: string): Promise<void> {
  const runtime = await resolveElectronRuntime(log);
  await bundle();
  const platform = { linux: 'linux', win32: 'win', darwin: 'mac' }[process.platform as 'linux' | 'win32' | 'darwin'];
  const files = await build({
    projectDir: root,
    [platform]: [target],
    publish: 'never',
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      electronVersion: runtime.version,
      electronDist: path.dirname(runtime.path),
    },
  });
  if (runtime.kind === 'fallback') log('Built on the fallback Electron: a trial of the packaging, not to be shipped.');
  for (const file of files) process.stdout.write(`${file}\n`);
}

const { values } = parseArgs({
  options: { target: { type: 'string', default: 'dir' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) process.stdout.write(`${usage}\n`);
else await packageFor(values.target);
