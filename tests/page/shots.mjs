// Pictures of every stage for people to look at.
//   node tests/page/shots.mjs [folder] [stage …]
// The folder is target/shots unless another is given. The page is the one at SCALEWALK_URL, or the one this script
// has `cargo xtask serve` build and serve.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from './lib/chromium.mjs';
import { stages } from './lib/stages.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [folder = join(root, 'target', 'shots'), ...only] = process.argv.slice(2);
const sizes = [[360, 780], [768, 1024], [1280, 800], [1920, 1080]];

/** Starts the server on any free port; resolves to its address and the way to stop it. */
function serve() {
  const server = spawn('cargo', ['xtask', 'serve', '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`cargo xtask serve ended with ${code}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      console.log(line);
      const address = line.match(/Scalewalk is at (http\S+)/)?.[1];
      if (address) resolve({ address, stop: () => server.removeAllListeners('exit').kill() });
    });
  });
}

async function shoot(browser, address, { slug, number }, [width, height], colorScheme) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on('pageerror', (error) => console.error(`${slug}: ${error}`));
  await page.goto(new URL(`${slug}/`, address).href);
  await page.locator('html[data-running]').waitFor({ state: 'attached' });
  await page.waitForTimeout(3000);
  const path = join(folder, `${String(number).padStart(2, '0')}-${slug}-${width}-${colorScheme}.png`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
  console.log(path);
}

const server = process.env.SCALEWALK_URL ? { address: process.env.SCALEWALK_URL, stop() {} } : await serve();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(launch);
try {
  const jobs = stages.filter(({ slug }) => only.length === 0 || only.includes(slug)).flatMap((stage) =>
    sizes.flatMap((size) => ['light', 'dark'].map((scheme) => [stage, size, scheme])));
  for (const [stage, size, scheme] of jobs) await shoot(browser, server.address, stage, size, scheme);
} finally {
  await browser.close();
  server.stop();
}
