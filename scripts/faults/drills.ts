import path from 'node:path';

import { type PlaywrightReport, type Tally, tallyPlaywright, tallyVitest, type VitestReport } from '../test/tally.ts';

/** A fault that is brought about on purpose: `npm run test:faults -- NAME`. */
export interface Drill {
  name: string;
  /** What must hold meanwhile, for --help. */
  about: string;
  /** It is ended after so many minutes, and counts as failed. */
  minutes: number;
  /** Path of the program for Node, and its arguments; `reportFile` is where it writes its report. */
  command(reportFile: string): string[];
  /** Variables that make the program write its report. */
  environment(reportFile: string): NodeJS.ProcessEnv;
  /** Counts the tests of the report. */
  tally(report: unknown): Tally;
  /** The tests of the report that were skipped, by name; the name says why. */
  skipped(report: unknown): string[];
}

const root = path.resolve(import.meta.dirname, '..', '..');

type SkippedTests = { testResults: { assertionResults: { status: string; fullName: string }[] }[] };

/** A drill of the server: `test/faults/NAME.test.ts`, in vitest's project `faults`. */
function server(name: string, minutes: number, about: string): Drill {
  return {
    name,
    about,
    minutes,
    command: (reportFile) => [
      path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project=faults',
      '--disable-console-intercept',
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      path.join('test', 'faults', `${name}.test.ts`),
    ],
    environment: () => ({}),
    tally: (report) => tallyVitest(report as VitestReport),
    skipped: (report) =>
      (report as SkippedTests).testResults.flatMap((file) => file.assertionResults.filter(({ status }) => !['passed', 'failed'].includes(status)).map(({ fullName }) => fullName)),
  };
}

type Suite = { title: string; suites?: Suite[]; specs?: { title: string; tests: { status: string; annotations: { type: string; description?: string }[] }[] }[] };

/** A drill of the running application: `test/faults/desktop/NAME.spec.ts`, run by Playwright. */
export function desktop(name: string, minutes: number, about: string): Drill {
  return {
    name,
    about,
    minutes,
    command: () => [
      path.join(root, 'scripts', 'end-to-end.ts'),
      '--config=test/faults/desktop/playwright.config.ts',
      '--reporter=list,json',
      path.join('test', 'faults', 'desktop', `${name}.spec.ts`),
    ],
    environment: (reportFile) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile, QUARTERDECK_FAULTS: 'full' }),
    tally: (report) => tallyPlaywright(report as PlaywrightReport),
    skipped: (report) => (report as { suites: Suite[] }).suites.flatMap(skippedSpecs),
  };
}

function skippedSpecs(suite: Suite): string[] {
  const here = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.filter(({ status }) => status === 'skipped').map(({ annotations }) => `${title} (${annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given'})`),
  );
  return [...here, ...(suite.suites ?? []).flatMap(skippedSpecs)];
}

/** All drills, in the order in which they run. */
export const drills: Drill[] = [
  server('killed', 60, 'kill -9 at random moments of apply and undo: all or nothing, whole chain, one result for one key'),
  server('power-cut', 15, 'the power of a disk fails: no acknowledged write is lost'),
  server('disk-full', 15, 'a full disk: 507 for writes, reading goes on, recovery without a restart'),
  server('contention', 15, 'while a large plan is applied: applying again, reading, and changes that are made once'),
  server('postgres', 20, 'PostgreSQL: a pool of two, backends terminated in mid-apply, rivals, lost transactions, sleeping locks'),
  server('mass-change', 25, 'empty, cut, shifted and misread files, and a little ten times a day: nobody goes without the hold'),
  server('fuzz', 40, '50,000 requests made from the contract, valid or nearly: every answer as declared, no internal error'),
  server('load', 30, 'a thousand event streams, minutes of load, slow and strange senders'),
  server('superadmins', 25, 'U6, U7: superadmins who take each other away at once never leave nobody'),
  server('lost-updates', 15, 'fifty writers with right, stale and missing versions; edits between plan and apply'),
  desktop('hostile-files', 20, 'hostile files in the running console: a clear error within 5 s below 300 MB, and the window answers'),
  desktop('killed-console', 25, 'kill -9 of each process of the console in import, apply and export: all or nothing, nothing half, nothing lost'),
  desktop('hostile-texts', 15, 'markup, turned, hidden and piled-up texts on every screen, in both languages: inert and legible'),
  desktop('keychain', 10, 'the five states of the keychain with a real keyring, as they are shown in both languages'),
  desktop('secrets', 10, 'tokens and passwords in no byte on disk, also after every process has crashed'),
  desktop('packaged', 10, 'the fuses of the packaged application, read back and tried'),
];
