import { describe, expect, it } from 'vitest';

import { addTallies, closingLine, concludeStage, tallyCheck, tallyPlaywright, tallyVitest } from './tally.ts';

const test = (status: string): { status: string } => ({ status });

describe('the sum of all stages', () => {
  it('counts the tests of a vitest report by their result', () => {
    const report = {
      testResults: [
        { status: 'failed', assertionResults: [test('passed'), test('failed'), test('skipped')] },
        { status: 'passed', assertionResults: [test('passed'), test('pending')] },
      ],
    };
    expect(tallyVitest(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a test file that does not load as one failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyVitest(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a flaky end-to-end test as failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } };
    expect(tallyPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('never takes a stage for passed whose process failed', () => {
    expect(concludeStage({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it('never takes a stage for passed in which no test ran or which wrote no report', () => {
    expect(concludeStage({ passed: 0, failed: 0, skipped: 0 }, 0).failed).toBe(1);
    expect(concludeStage(null, 0).failed).toBe(1);
  });

  it('counts the failures that a report names once', () => {
    expect(concludeStage({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  it('counts lint and type check as one test each', () => {
    expect(addTallies([tallyCheck(0), tallyCheck(2)])).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('ends with one line that names skipped tests only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
