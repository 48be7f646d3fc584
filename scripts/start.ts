import { spawn } from 'node:child_process';
import path from 'node:path';

import { bundle, bundleIfNeeded } from './build/bundle.ts';
import { resolveElectronRuntime } from './electron-runtime/runtime.ts';
import { openDisplay } from './set-up/display.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';

const usage = `Usage: npm start [-- --rebuild] [-- arguments of the application]

Sets up everything that is missing (packages, libraries, Electron), builds if a source has changed,
and opens the console on its local connection. On a Linux without a display it starts under Xvfb.

  --rebuild   build even if nothing has changed
  --help      this text

Environment: see npm run electron-runtime -- --help.`;

const root = path.resolve(import.meta.dirname, '..');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

async function start(parameters: string[]): Promise<void> {
  ensureSystemPackages('console', log);
  const rebuild = parameters.includes('--rebuild');
  const runtime = await resolveElectronRuntime(log);
  if (rebuild) await bundle();
  else await bundleIfNeeded(log);
  const display = await openDisplay(log);
  const rest = parameters.filter((parameter) => parameter !== '--rebuild');
  log(`Starting Quarterdeck on Electron ${runtime.version} …`);
  const console = spawn(runtime.path, [...runtime.switches, root, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...display.environment },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => console.kill(signal));
  console.on('error', fail);
  console.on('exit', (code, signal) => {
    display.stop();
    process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
  });
}

function fail(error: unknown): void {
  log(`Quarterdeck cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

const parameters = process.argv.slice(2);
if (parameters.includes('--help') || parameters.includes('-h')) process.stdout.write(`${usage}\n`);
else await start(parameters).catch(fail);
