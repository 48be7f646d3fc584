import { parseArgs } from 'node:util';

import { bundle, bundleIfNeeded } from './build/bundle.ts';

const usage = `Usage: npm run build [-- --if-needed]

Bundles the console and the server for Electron into out/.

  --if-needed   only when a source has changed since the last build
  --help        this text`;

const { values } = parseArgs({
  options: { 'if-needed': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help) process.stdout.write(`${usage}\n`);
else if (values['if-needed']) await bundleIfNeeded((line) => process.stdout.write(`${line}\n`));
else await bundle();
