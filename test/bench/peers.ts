import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { say } from './measuring.ts';

/** Programs that a bench measures beside ours and that the project itself does not use; got at the first run. */

/** The exact version of a package of the npm registry, in a folder of its own; answers where it can be imported from. */
export function npmPeer(name: string, version: string): string {
  const folder = path.join(tmpdir(), `quarterdeck-peer-${name}-${version}`);
  const main = path.join(folder, 'node_modules', name);
  if (existsSync(main)) return main;
  say(`installing ${name} ${version} for comparison …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`]);
  return main;
}

/** Debian's Python with one of its packages. */
export function pythonWith(module: string, debianPackage: string): string {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', `import ${module}`]).status === 0) return python;
  say(`installing ${debianPackage} for comparison …`);
  run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', 'update']);
  run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', debianPackage]);
  return python;
}

function run(command: string, parameters: string[]): void {
  const ran = spawnSync(command, parameters, { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (ran.error) throw ran.error;
  if (ran.status !== 0) throw new Error(`${command} ${parameters[0] ?? ''} ended with ${ran.status ?? 'a signal'}`);
}
