import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { serverChunks, writeServerPapers } from '../licences/shipment-papers.ts';
import { readLock, shippedPackages, withDependencies } from '../licences/shipped-packages.ts';

/** The server's own SQLite is Node's; only the hashing of passwords is native. */
const serverNatives = ['@node-rs/argon2'];

const launcher = `#!/bin/sh
# Runs the server on the Node that came with it.
folder=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$folder/bin/node" "$folder/program/server.js" "$@"
`;

interface Manifest {
  version: string;
  devDependencies: { node: string };
}

/**
 * Makes an archive of the bundled server with the Node it runs on and its native modules, for this machine's platform,
 * and answers its path. It runs from any folder; nothing else need be installed.
 */
export function makeServerArchive(root: string, folder: string): string {
  const { version, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  if (process.version !== `v${devDependencies.node}`) throw new Error(`The server is shipped with Node ${devDependencies.node}; this is ${process.version}.`);
  const name = `quarterdeck-server-${version}-${process.platform}-${process.arch}`;
  const stage = mkdtempSync(path.join(tmpdir(), 'quarterdeck-server-'));
  try {
    layOut(root, path.join(stage, name));
    const archive = path.join(folder, `${name}.tar.gz`);
    const made = spawnSync('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', stage, '-czf', archive, name], { stdio: ['ignore', 'ignore', 2] });
    if (made.status !== 0) throw new Error(`tar ended with code ${made.status ?? 'none'}`);
    return archive;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function layOut(root: string, target: string): void {
  const chunks = serverChunks(root);
  for (const { fileName } of chunks) copy(path.join(root, 'out', fileName), path.join(target, 'program', path.relative('main', fileName)));
  writeFileSync(path.join(target, 'program', 'package.json'), '{ "type": "module" }\n');
  const lock = readLock(root);
  for (const location of withDependencies(lock, serverNatives.map((native) => `node_modules/${native}`))) {
    if (existsSync(path.join(root, location))) copy(path.join(root, location), path.join(target, location));
  }
  copy(process.execPath, path.join(target, 'bin', 'node'));
  writeFileSync(path.join(target, 'bin', 'quarterdeck-server'), launcher);
  for (const program of ['node', 'quarterdeck-server']) chmodSync(path.join(target, 'bin', program), 0o755);
  copy(path.join(root, 'resources', 'systemd'), path.join(target, 'systemd'));
  for (const name of ['operations', 'deployment']) copy(path.join(root, 'docs', `${name}.md`), path.join(target, 'docs', `${name}.md`));
  copy(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
  writeServerPapers(root, target, shippedPackages(root, chunks, serverNatives));
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
}
