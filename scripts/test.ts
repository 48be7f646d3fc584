import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { resolveElectronRuntime } from './electron-runtime/runtime.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';
import { type Stage, stages } from './test/stages.ts';
import { addTallies, closingLine, concludeStage, type Tally, tallyCheck } from './test/tally.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const usage = `Usage: npm test [-- STAGE…]

Sets up everything that is missing and runs all stages, or the named ones, going on after a failing one.
Ends with one line: N passed, N failed. Exit code 1 when anything failed.

Stages:
${stages.map((stage) => `  ${stage.name.padEnd(14)}${stage.about}`).join('\n')}`;

const root = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** No stage is waited for longer than this. */
const stageMilliseconds = 20 * 60_000;

/** Runs the stage's program, its output going through, and answers its exit code. */
function runProgram(stage: Stage, reportFile: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const program = spawn(process.execPath, stage.command(reportFile), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment, ...stage.environment(reportFile) },
      timeout: stageMilliseconds,
      killSignal: 'SIGKILL',
    });
    program.on('error', (error) => {
      say(error.message);
      resolve(1);
    });
    program.on('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(stage: Stage, reportFile: string): Tally | null {
  if (stage.tally === null || !existsSync(reportFile)) return null;
  return stage.tally(JSON.parse(readFileSync(reportFile, 'utf8')));
}

async function runStage(stage: Stage, reports: string): Promise<Tally> {
  const began = performance.now();
  say(`\n── ${stage.name}: ${stage.about}`);
  const reportFile = path.join(reports, `${stage.name}.json`);
  const temporary = temporaryFolder();
  const exitCode = await runProgram(stage, reportFile, temporary.environment).finally(temporary.remove);
  const tally = stage.tally === null ? tallyCheck(exitCode) : concludeStage(readReport(stage, reportFile), exitCode);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  // Only the last line of all has the plain form; a reader of the log takes that one for the result.
  say(`── ${stage.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s (${closingLine(tally)})`);
  return tally;
}

/** What the stages use beyond the packages. A failure here is reported and counted, and stages still run. */
async function setUp(): Promise<Tally> {
  try {
    ensureSystemPackages('tests', say);
    await resolveElectronRuntime(say);
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    say(`Set-up failed: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function test(chosen: Stage[]): Promise<void> {
  const reports = mkdtempSync(path.join(tmpdir(), 'quarterdeck-reports-'));
  try {
    const tallies = [await setUp()];
    for (const stage of chosen) tallies.push(await runStage(stage, reports));
    const sum = addTallies(tallies);
    say(`\n${closingLine(sum)}`);
    process.exitCode = sum.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
if (names.includes('--help') || names.includes('-h')) say(usage);
else if (unknown.length > 0) {
  process.stderr.write(`There is no stage ${unknown.join(', ')}.\n\n${usage}\n`);
  process.exitCode = 2;
} else await test(names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name)));
