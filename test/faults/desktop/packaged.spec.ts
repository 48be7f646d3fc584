import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build } from 'electron-builder';
import { resolveElectronRuntime } from '../../../scripts/electron-runtime/runtime.ts';
import { consoleConfiguration } from '../../../scripts/package/console-configuration.ts';
import { fuses } from '../../../scripts/package/fuses.ts';
import { expect, test } from '../../support/electron.ts';
import { madeFolder } from '../../support/made-folder.ts';
import { saw } from '../drill.ts';

const elsewhere = process.platform !== 'linux';
const root = path.resolve(import.meta.dirname, '..', '..', '..');

test('C15.19: the fuses are read back from the packaged application, and hold when it is asked to be something else', async () => {
  test.skip(elsewhere, 'packages for Linux are made on Linux');
  const runtime = await resolveElectronRuntime(() => undefined);
  const output = madeFolder('packaged');
  await build({
    projectDir: root,
    linux: ['dir'],
    publish: 'never',
    config: { extends: path.join(root, 'electron-builder.yml'), electronVersion: runtime.version, electronDist: path.dirname(runtime.path), ...consoleConfiguration(process.env, false), directories: { output } },
  });
  const folder = path.join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  const program = ['quarterdeck', 'Quarterdeck'].map((name) => path.join(folder, name)).find((file) => existsSync(file))!;
  const wire = await getCurrentFuseWire(program);
  const told: string[] = [];
  for (const option of Object.values(FuseV1Options).filter((each) => typeof each === 'number')) {
    const state = wire[option];
    // An older Electron than the one that is shipped has fewer fuses.
    if (state === undefined) continue;
    expect(state, FuseV1Options[option]).toBe(fuses[option] ? FuseState.ENABLE : FuseState.DISABLE);
    told.push(`${FuseV1Options[option]} ${fuses[option] ? 'on' : 'off'}`);
  }
  expect(told.length).toBeGreaterThanOrEqual(7);
  saw(`${runtime.kind} ${runtime.version}: ${told.join(', ')}`);

  const asNode = spawnSync(program, ['-e', 'console.log("ran as", "Node")'], { env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1', HOME: output }, encoding: 'utf8', timeout: 10_000, killSignal: 'SIGKILL' });
  expect(asNode.stdout).not.toContain('ran as Node');
  const inspected = spawnSync(program, ['--no-sandbox', '--inspect-brk=127.0.0.1:0', '--version'], { env: { PATH: process.env['PATH'], HOME: output, NODE_OPTIONS: '--require /nowhere.js' }, encoding: 'utf8', timeout: 10_000, killSignal: 'SIGKILL' });
  expect(inspected.stderr).not.toMatch(/Debugger listening|Cannot find module/u);
  saw('it does not run as Node, takes no NODE_OPTIONS, and opens no inspector');
});
