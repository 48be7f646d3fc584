import path from 'node:path';

import { type PlaywrightReport, type Tally, tallyPlaywright, tallyVitest, type VitestReport } from './tally.ts';

/** A part of the whole check that can be run alone: `npm test -- NAME`. */
export interface Stage {
  name: string;
  /** What it proves, for --help. */
  about: string;
  /** Path of the program for Node, and its arguments; `reportFile` is where it writes its report. */
  command(reportFile: string): string[];
  /** Variables that make the program write its report. */
  environment(reportFile: string): NodeJS.ProcessEnv;
  /** Counts the tests of the report; null for a check that has none and counts as one test. */
  tally: ((report: unknown) => Tally) | null;
}

const root = path.resolve(import.meta.dirname, '..', '..');
const tool = (...segments: string[]): string => path.join(root, 'node_modules', ...segments);
const script = (name: string): string => path.join(root, 'scripts', name);

function check(name: string, about: string, ...command: string[]): Stage {
  return { name, about, command: () => command, environment: () => ({}), tally: null };
}

function vitest(name: string, about: string, ...projects: string[]): Stage {
  return {
    name,
    about,
    command: (reportFile) => [
      tool('vitest', 'vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    environment: () => ({}),
    tally: (report) => tallyVitest(report as VitestReport),
  };
}

/** All stages, in the order in which they run: the quick ones first. */
export const stages: Stage[] = [
  check('lint', 'oxlint with type-aware rules', tool('oxlint', 'bin', 'oxlint')),
  check('typecheck', 'TypeScript', tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', root),
  vitest('architecture', 'import rules and the shape of the code', 'architecture'),
  vitest('unit', 'tests beside the code: server, console, renderer, scripts', 'unit', 'renderer'),
  vitest('api', 'the server through its HTTP interface, on SQLite and PostgreSQL', 'api'),
  vitest('matrix', 'every operation by every role', 'matrix'),
  check('build', 'the bundles for Electron', script('build.ts')),
  {
    name: 'e2e',
    about: 'the running application',
    command: () => [script('end-to-end.ts'), '--reporter=list,json'],
    environment: (reportFile) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile }),
    tally: (report) => tallyPlaywright(report as PlaywrightReport),
  },
];
