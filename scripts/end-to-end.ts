import { spawn } from 'node:child_process';
import path from 'node:path';

import { bundleIfNeeded } from './build/bundle.ts';
import { resolveElectronRuntime } from './electron-runtime/runtime.ts';
import { openDisplay } from './set-up/display.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';

const usage = `Usage: npm run test:e2e [-- arguments of Playwright, e.g. a file or --grep TEXT]

Sets up what is missing, builds if a source has changed, and runs the end-to-end tests on the running
application. On a Linux without a display they run under Xvfb.`;

const playwright = path.resolve(import.meta.dirname, '..', 'node_modules', '@playwright', 'test', 'cli.js');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs Playwright with `parameters` and answers its exit code. */
async function runEndToEnd(parameters: string[]): Promise<number> {
  ensureSystemPackages('tests', log);
  await resolveElectronRuntime(log);
  await bundleIfNeeded(log);
  const display = await openDisplay(log);
  try {
    return await new Promise((resolve, reject) => {
      const tests = spawn(process.execPath, [playwright, 'test', ...parameters], {
        stdio: 'inherit',
        env: { ...process.env, ...display.environment },
      });
      tests.on('error', reject);
      tests.on('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    display.stop();
  }
}

const parameters = process.argv.slice(2);
if (parameters.includes('--help') || parameters.includes('-h')) process.stdout.write(`${usage}\n`);
else process.exitCode = await runEndToEnd(parameters);
