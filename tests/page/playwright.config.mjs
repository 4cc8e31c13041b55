// Run by `cargo xtask test` against its own server. By hand: `npx playwright test --config tests/page`.
import { defineConfig } from '@playwright/test';
import { launch } from './lib/chromium.mjs';

const url = process.env.SCALEWALK_URL;
const port = 4173;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: url ?? `http://127.0.0.1:${port}/`,
    launchOptions: launch,
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
  },
  webServer: url ? undefined : {
    command: `cargo xtask serve --port ${port} --under some/deep`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 900_000,
    reuseExistingServer: true,
  },
});
