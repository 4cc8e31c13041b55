import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { launch } from './lib/chromium.mjs';
import { stages } from './lib/stages.mjs';
const [address, folder, ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(launch);
const sizes = [[360, 780], [768, 1024], [1280, 800], [1920, 1080]];
const jobs = stages.filter((s) => !only.length || only.includes(s.slug)).flatMap((s) => sizes.flatMap((z) => ['light', 'dark'].map((c) => [s, z, c])));
async function run() {
  for (;;) {
    const job = jobs.shift();
    if (!job) return;
    const [{ slug, number }, [width, height], colorScheme] = job;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    page.on('pageerror', (e) => console.error(slug, width, String(e)));
    page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) console.error(slug, width, m.text()); });
    await page.goto(`${address}/${slug}/?embed=1`);
    await page.locator('html[data-running]').waitFor({ state: 'attached' });
    await page.locator('.room').first().waitFor({ state: 'detached' });
    await page.waitForFunction(() => !document.querySelector('.curves.working, .curves.refining'), null, { timeout: 90000 }).catch(() => console.error('curve', slug));
    await page.waitForTimeout(900);
    await page.screenshot({ path: `${folder}/${String(number).padStart(2, '0')}-${slug}-${width}-${colorScheme}.png`, fullPage: true });
    await page.close();
  }
}
await Promise.all([run(), run()]);
await browser.close();
