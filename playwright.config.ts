import { defineConfig } from '@playwright/test';

/** End-to-end tests on the running application. Set-up, build and display are `npm run test:e2e`'s. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: /\.(spec|e2e|test)\.ts$/,
  outputDir: 'test-results',
  // Two applications at once on two cores would measure each other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  reporter: [['list']],
});
