// The door to every script of the project: makes sure that the packages are installed, then runs
// the given file on the pinned Node. Plain JavaScript without dependencies, for any Node from 20 up.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const say = (text) => process.stderr.write(`${text}\n`);

const usage = `Usage: node scripts/bootstrap.mjs FILE [arguments…]

Installs the packages of package-lock.json if they are missing or out of date, then runs FILE
(a script of this repository, or a tool below node_modules) with the Node version that
package.json pins. All arguments after FILE go to it. Messages go to standard error, so that
FILE owns standard output.`;

/** Runs npm in `cwd`; its output goes to our standard error. Throws when npm fails. */
function npm(cwd, argumentsOfNpm) {
  const cli = process.env.npm_execpath;
  const started = cli?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [cli, ...argumentsOfNpm], { cwd, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', argumentsOfNpm, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (started.error) throw started.error;
  if (started.status !== 0) throw new Error(`npm ${argumentsOfNpm[0]} failed (exit code ${started.status})`);
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** True when node_modules holds exactly the versions that the lock file asks for. */
function packagesAreInstalled() {
  const inventory = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(inventory)) return false;
  const installed = readPackages(inventory);
  return Object.entries(readPackages(path.join(root, 'package-lock.json'))).every(
    ([location, wanted]) =>
      location === '' || wanted.optional || installed[location]?.version === wanted.version,
  );
}

function installPackages() {
  say('Installing packages (once; about half a minute) …');
  // Not `npm ci`: it refuses a lock file made where the optional packages of other platforms
  // could not be looked up. `--no-save` keeps to the lock file just as strictly.
  npm(root, ['install', '--no-save', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund']);
}

/** The platform part of the pinned Node's package name, e.g. `linux-x64`. */
function nodePackageName() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${process.arch}`;
}

function pinnedNodePath() {
  const folder = path.join(root, 'node_modules', 'node');
  return path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function worksAs(version, executable) {
  if (!existsSync(executable)) return false;
  const answer = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.trim() === `v${version}`;
}

/** Path of the Node to run on: the pinned one, or the running one when it is new enough. */
function findNode() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules', 'node', 'package.json'), 'utf8'));
  if (process.version === `v${version}`) return process.execPath;
  const executable = pinnedNodePath();
  if (worksAs(version, executable)) return executable;
  say(`Installing Node ${version} …`);
  const failure = installNode();
  if (worksAs(version, executable)) return executable;
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    say(`Node ${version} could not be installed here; going on with ${process.version}.`);
    return process.execPath;
  }
  throw new Error(
    `The project runs on Node 24, which could not be installed (${failure}). Install Node 24 and try again.`,
  );
}

/** Fetches the binary of the `node` package as its own install step would; answers what went wrong. */
function installNode() {
  const folder = path.join(root, 'node_modules', 'node');
  const installed = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  linkNode();
  return installed.status === 0 ? 'no runnable file in its package' : `no package ${nodePackageName()}`;
}

/** npm links the commands of packages before Node's binary is there, so its link is made here. */
function linkNode() {
  const link = path.join(root, 'node_modules', '.bin', 'node');
  if (process.platform === 'win32' || lstatSync(link, { throwIfNoEntry: false })) return;
  symlinkSync(path.join('..', 'node', 'bin', 'node'), link);
}

function run(node, file, argumentsOfFile) {
  const binaries = [path.dirname(node), path.join(root, 'node_modules', '.bin')];
  process.env.PATH = [...binaries, process.env.PATH].join(path.delimiter);
  const child = spawn(node, [path.resolve(root, file), ...argumentsOfFile], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well; passing it on would make it two.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function fail(error) {
  say(`\nSet-up failed: ${error.message}`);
  process.exitCode = 1;
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || file === '--help' || file === '-h') {
  say(usage);
  process.exitCode = file === undefined ? 2 : 0;
} else {
  try {
    if (!packagesAreInstalled()) installPackages();
    run(findNode(), file, rest);
  } catch (error) {
    fail(error);
  }
}
