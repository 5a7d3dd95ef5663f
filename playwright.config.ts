import { defineConfig } from '@playwright/test';

/*
 * `npm test` and `yarn test:browser` build the app and find a Chromium
 * (CHROMIUM_PATH) first. The tests start the backend and the example cluster
 * themselves.
 */
const cache = 'node_modules/.cache';

export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list'], ['json', { outputFile: `${cache}/reports/e2e.json` }]],
  outputDir: `${cache}/e2e-test-results`,
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        // Containers and root have no sandbox; only our own pages are opened.
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
