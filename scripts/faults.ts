import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Drill, drills } from './faults/drills.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';
import { addTallies, closingLine, concludeStage, type Tally } from './test/tally.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

// A drill is one file and one row of scripts/faults/drills.ts:
//
// - of the server: test/faults/NAME.test.ts (vitest, project `faults`), row `server(NAME, MINUTES, ABOUT)`. The same
//   file runs in `npm test` with few rounds: it takes their number from `rounds(quick, full)` of test/faults/drill.ts.
// - of the desktop: test/faults/desktop/NAME.spec.ts (Playwright), row `desktop(NAME, MINUTES, ABOUT)`.
//
// A drill prints what it saw with `saw()` of test/faults/drill.ts. What a machine cannot do is skipped, and the name
// of the skipped test (or Playwright's reason) says why.

const usage = `Usage: npm run test:faults [-- DRILL…]

Brings about faults on purpose, all of them or the named ones, going on after a failing one. Prints what was seen.
Ends with one line: N passed, N failed. Exit code 1 when anything failed.

Drills:
${drills.map((drill) => `  ${drill.name.padEnd(18)}${drill.about}`).join('\n')}`;

const root = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The drill that runs, in a process group of its own: with it end the servers that it has started. */
let running: ChildProcess | undefined;

function endRunning(): void {
  if (running?.pid === undefined || running.exitCode !== null) return;
  if (process.platform === 'win32') running.kill('SIGKILL');
  else process.kill(-running.pid, 'SIGKILL');
}

/** Runs the drill's program, its output going through, and answers its exit code. */
function runProgram(drill: Drill, reportFile: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const program = spawn(process.execPath, drill.command(reportFile), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment, ...drill.environment(reportFile) },
      detached: process.platform !== 'win32',
    });
    running = program;
    const timer = setTimeout(() => {
      say(`${drill.name} was ended after ${drill.minutes} minutes.`);
      endRunning();
    }, drill.minutes * 60_000);
    const end = (code: number): void => {
      clearTimeout(timer);
      resolve(code);
    };
    program.on('error', (error) => {
      say(error.message);
      end(1);
    });
    program.on('exit', (code) => end(code ?? 1));
  });
}

async function runDrill(drill: Drill, reports: string): Promise<Tally> {
  const began = performance.now();
  say(`\n── ${drill.name}: ${drill.about}`);
  const reportFile = path.join(reports, `${drill.name}.json`);
  const temporary = temporaryFolder();
  const exitCode = await runProgram(drill, reportFile, temporary.environment).finally(temporary.remove);
  const report: unknown = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null;
  const tally = concludeStage(report === null ? null : drill.tally(report), exitCode);
  for (const name of report === null ? [] : drill.skipped(report)) say(`skipped: ${name}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`── ${drill.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s (${closingLine(tally)})`);
  return tally;
}

async function run(chosen: Drill[]): Promise<void> {
  const reports = mkdtempSync(path.join(tmpdir(), 'quarterdeck-reports-'));
  try {
    ensureSystemPackages('tests', say);
    const tallies: Tally[] = [];
    for (const drill of chosen) tallies.push(await runDrill(drill, reports));
    const sum = addTallies(tallies);
    say(`\n${closingLine(sum)}`);
    process.exitCode = sum.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !drills.some((drill) => drill.name === name));
if (names.includes('--help') || names.includes('-h')) say(usage);
else if (unknown.length > 0) {
  process.stderr.write(`There is no drill ${unknown.join(', ')}.\n\n${usage}\n`);
  process.exitCode = 2;
} else {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      endRunning();
      process.exit(130);
    });
  }
  await run(names.length === 0 ? drills : drills.filter((drill) => names.includes(drill.name)));
}
