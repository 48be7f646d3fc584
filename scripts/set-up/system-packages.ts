import { spawnSync } from 'node:child_process';

import { consoleNeeds, displayNeed, inspectMachine, isCommand, type SystemNeed, testNeeds } from './system-needs.ts';
import { hasDisplay } from './display.ts';

/**
 * Makes sure that the operating system has what the console (and, for `tests`, its tests) need.
 * On Debian and Ubuntu as root the missing packages are installed; elsewhere they are named. Throws when
 * something is still missing without which nothing starts. Only Linux lacks anything.
 */
export function ensureSystemPackages(purpose: 'console' | 'tests', log: (line: string) => void): void {
  if (process.platform !== 'linux') return;
  const needs = [...consoleNeeds, ...(hasDisplay() ? [] : [displayNeed]), ...(purpose === 'tests' ? testNeeds : [])];
  const missing = findMissing(needs);
  if (missing.length === 0) return;
  const packages = missing.map(choosePackage);
  if (isCommand('apt-get') && process.getuid?.() === 0) {
    log(`Installing ${packages.join(', ')} with apt-get …`);
    install(log, missing);
  }
  report(findMissing(needs), log);
}

function findMissing(needs: SystemNeed[]): SystemNeed[] {
  const machine = inspectMachine();
  return needs.filter((need) => !need.isPresent(machine));
}

/** The first of the need's packages that this release of the distribution knows. */
function choosePackage(need: SystemNeed): string {
  const known = need.debianPackages.find((name) => isInstallable(name));
  return known ?? need.debianPackages.at(-1) ?? need.name;
}

function isInstallable(name: string): boolean {
  const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /Candidate: (?!\(none\))/.test(policy.stdout ?? '');
}

function install(log: (line: string) => void, missing: SystemNeed[]): void {
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-qq'];
  runApt(log, [...options, 'update']);
  // Names are chosen after the update: before it an untouched machine knows none.
  runApt(log, [...options, 'install', '-y', '--no-install-recommends', ...missing.map(choosePackage)]);
}

function runApt(log: (line: string) => void, parameters: string[]): void {
  const done = spawnSync('apt-get', parameters, {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status !== 0) log(`apt-get ${parameters.at(3) ?? ''} ended with code ${done.status ?? 'none'}.`);
}

function report(missing: SystemNeed[], log: (line: string) => void): void {
  if (missing.length === 0) return;
  const names = missing.map((need) => need.name).join(', ');
  const advice = isCommand('apt-get')
    ? `Install them with: sudo apt-get install ${missing.map(choosePackage).join(' ')}`
    : `Install the packages of your distribution that bring them (on Debian: ${missing.map(choosePackage).join(' ')}).`;
  if (missing.some((need) => need.necessary)) throw new Error(`This machine lacks ${names}. ${advice}`);
  log(`This machine lacks ${names}; what needs them is skipped or looks plainer. ${advice}`);
}
