import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FileProblemReport } from '#shared/file-problems.ts';

const child = fileURLToPath(new URL('./inspecting-child.ts', import.meta.url));

export interface MeasuredInspection {
  readonly problem: FileProblemReport | null;
  readonly rowCount: number | null;
  /** Processor time, which does not depend on what else the machine does. */
  readonly cpuMilliseconds: number;
  /** Largest resident memory of the process, in bytes. */
  readonly peakMemory: number;
}

/** Inspects a file in a process of its own and measures time and memory; the process is ended after 60 seconds. */
export function inspectMeasured(path: string): Promise<MeasuredInspection> {
  return new Promise((resolve, reject) => {
    const started = fork(child, [path], { execArgv: ['--max-old-space-size=192', '--max-semi-space-size=4'], timeout: 60_000, killSignal: 'SIGKILL' });
    let answer: MeasuredInspection | null = null;
    started.on('message', (message) => { answer = message as MeasuredInspection; });
    started.on('exit', (code, signal) => {
      if (answer === null) reject(new Error(`The process ended without an answer (${code ?? signal}).`));
      else resolve(answer);
    });
  });
}
