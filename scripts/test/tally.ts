/** How many tests of a stage passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  testResults: {
    status: string;
    assertionResults: { status: string }[];
  }[];
}

/** The part of Playwright's JSON report that is read. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function addTallies(tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    nothing,
  );
}

/** Counts tests; a file that failed without a failing test (it did not load) counts as one failure. */
export function tallyVitest(report: VitestReport): Tally {
  return addTallies(
    report.testResults.map((file) => {
      const count = (status: string): number => file.assertionResults.filter((test) => test.status === status).length;
      const passed = count('passed');
      const failed = count('failed');
      const brokenFile = file.status === 'failed' && failed === 0 ? 1 : 0;
      return { passed, failed: failed + brokenFile, skipped: file.assertionResults.length - passed - failed };
    }),
  );
}

/** A flaky test counts as failed: there are no retries to make one. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * What a stage counts, given its report (null when it wrote none) and how its process ended. A stage whose
 * process failed, or in which no test ran, never counts as all passed.
 */
export function concludeStage(tally: Tally | null, exitCode: number): Tally {
  if (tally === null) return { ...nothing, failed: 1 };
  const ran = tally.passed + tally.failed + tally.skipped;
  const hiddenFailure = tally.failed === 0 && (exitCode !== 0 || ran === 0);
  return hiddenFailure ? { ...tally, failed: 1 } : tally;
}

/** A check without tests of its own counts as one test. */
export function tallyCheck(exitCode: number): Tally {
  return exitCode === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/** The closing line: `N passed, N failed`, and `, N skipped` if any were. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`;
}
