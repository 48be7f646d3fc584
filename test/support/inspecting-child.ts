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
const peakMemory = process.resourceUsage().maxRSS * 1_024;
process.send?.({ problem, rowCount, cpuMilliseconds: (process.cpuUsage().user + process.cpuUsage().system) / 1_000, peakMemory });
process.disconnect();
