import { spawn } from 'node:child_process';
import path from 'node:path';

import { resolveElectronRuntime } from './electron-runtime/runtime.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';
import { readReport, runReported, say } from './test/reported-runs.ts';
import { type Stage, stages } from './test/stages.ts';
import { concludeStage, type Tally, tallyCheck } from './test/tally.ts';

const usage = `Usage: npm test [-- STAGE…]

Sets up everything that is missing and runs all stages, or the named ones, going on after a failing one.
Ends with one line: N passed, N failed. Exit code 1 when anything failed.

Stages:
${stages.map((stage) => `  ${stage.name.padEnd(14)}${stage.about}`).join('\n')}`;

const root = path.resolve(import.meta.dirname, '..');

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

async function runStage(stage: Stage, reportFile: string, environment: NodeJS.ProcessEnv): Promise<Tally> {
  const exitCode = await runProgram(stage, reportFile, environment);
  if (stage.tally === null) return tallyCheck(exitCode);
  const report = readReport(reportFile);
  return concludeStage(report === null ? null : stage.tally(report), exitCode);
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

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
if (names.includes('--help') || names.includes('-h')) say(usage);
else if (unknown.length > 0) {
  process.stderr.write(`There is no stage ${unknown.join(', ')}.\n\n${usage}\n`);
  process.exitCode = 2;
} else await runReported(names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name)), async () => [await setUp()], runStage);
