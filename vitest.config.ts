import { configDefaults, defineConfig } from 'vitest/config';

const exclude = [...configDefaults.exclude, 'out/**', 'dist/**'];

/** Tests that start a server, a database cluster or hold properties over many random worlds. */
const longTimeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    exclude,
    // Costs nothing until a test asks for PostgreSQL, then one cluster serves the whole run.
    globalSetup: ['test/support/postgres.ts'],
    // The machine that checks the project has two cores; more workers only make timings noisy.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['electron/**/*.test.ts', 'server/**/*.test.ts', 'shared/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'],
          environment: 'jsdom',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        // The drills run here with few rounds, and in `faults` with many.
        test: { name: 'api', include: ['test/api/**/*.test.ts', 'test/faults/*.test.ts'], environment: 'node', ...longTimeouts },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/*.test.ts'],
          environment: 'node',
          env: { QUARTERDECK_FAULTS: 'full' },
          fileParallelism: false,
          // The runner of the drills knows how long each may take.
          testTimeout: 60 * 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'matrix', include: ['test/matrix/**/*.test.ts'], environment: 'node', ...longTimeouts },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], environment: 'node', ...longTimeouts },
      },
    ],
  },
});
