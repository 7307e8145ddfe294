import { defineConfig } from '@playwright/test';

/** Journeys start their own desktop on a temporary data folder, so they need no shared server. */
export default defineConfig({
  testDir: 'tests/journeys',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each journey has a desktop, a data folder and a browser of its own; much of its time is waiting, so three share two cores.
  workers: 3,
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      // Containers give Chromium no user namespaces; what is opened here is our own page.
      args: ['--no-sandbox'],
    },
  },
});
