import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { type Drill, drills } from './faults/drills.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';
import { readReport, runReported, say } from './test/reported-runs.ts';
import { concludeStage, type Tally } from './test/tally.ts';

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

async function runDrill(drill: Drill, reportFile: string, environment: NodeJS.ProcessEnv): Promise<Tally> {
  const exitCode = await runProgram(drill, reportFile, environment);
  const report = readReport(reportFile);
  for (const name of report === null ? [] : drill.skipped(report)) say(`skipped: ${name}`);
  return concludeStage(report === null ? null : drill.tally(report), exitCode);
}

function setUp(): Promise<Tally[]> {
  ensureSystemPackages('tests', say);
  return Promise.resolve([]);
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
  await runReported(names.length === 0 ? drills : drills.filter((drill) => names.includes(drill.name)), setUp, runDrill);
}
