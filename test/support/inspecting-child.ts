import { readFileSync } from 'node:fs';
import { FileProblem } from '../../electron/files/file-problem.ts';
import { inspectFile } from '../../electron/files/inspect-file.ts';

/** Inspects the file named on the command line and tells its parent how that went. */
let problem = null;
let rowCount = null;
try {
  rowCount = (await inspectFile(process.argv[2] ?? '')).rowCount;
} catch (thrown) {
  if (!(thrown instanceof FileProblem)) throw thrown;
  problem = thrown.report();
}
process.send?.({ problem, rowCount, cpuMilliseconds: (process.cpuUsage().user + process.cpuUsage().system) / 1_000, peakMemory: peakMemory() });
process.disconnect();

/** Linux counts what the parent held into a child's `maxRSS`; its own largest is in /proc. */
function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024;
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) * 1_024;
}
