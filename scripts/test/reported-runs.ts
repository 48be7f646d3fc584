import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { addTallies, closingLine, type Tally } from './tally.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A stage of the tests or a drill of faults: a program that writes a report. */
type Named = { name: string; about: string };

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The report that a program wrote; null when it wrote none. */
export const readReport = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/**
 * Runs one after the other, going on after a failing one, each with a report file and a folder for temporary files of
 * its own. Ends with the line `N passed, N failed` and sets the exit code of the process.
 *
 * @param before what was counted already.
 */
export async function runReported<Item extends Named>(
  items: readonly Item[],
  before: () => Promise<Tally[]>,
  run: (item: Item, reportFile: string, environment: NodeJS.ProcessEnv) => Promise<Tally>,
): Promise<void> {
  const reports = mkdtempSync(path.join(tmpdir(), 'quarterdeck-reports-'));
  try {
    const tallies = await before();
    for (const item of items) {
      const began = performance.now();
      say(`\n── ${item.name}: ${item.about}`);
      const temporary = temporaryFolder();
      const tally = await run(item, path.join(reports, `${item.name}.json`), temporary.environment).finally(temporary.remove);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      // Only the last line of all has the plain form; a reader of the log takes that one for the result.
      say(`── ${item.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s (${closingLine(tally)})`);
      tallies.push(tally);
    }
    const sum = addTallies(tallies);
    say(`\n${closingLine(sum)}`);
    process.exitCode = sum.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
