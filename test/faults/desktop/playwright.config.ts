import { defineConfig } from '@playwright/test';

import tests from '../../../playwright.config.ts';

/** Drills of the desktop: like the end-to-end tests, with time for many rounds. */
export default defineConfig({ ...tests, testDir: '.', outputDir: '../../../test-results', timeout: 20 * 60_000 });
