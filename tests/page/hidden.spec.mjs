// No clock goes on while nobody can see the page: in a hidden tab, and in a frame that is scrolled away.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';

const AWAY_MS = 6_000;
/** What may pass besides, in seconds: a frame or two, and what the test itself takes on a busy machine. */
const MORE_S = 3;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a browser does when a tab is hidden: it calls no frames, and tells. One without a screen hides no tab. */
test.beforeEach(({ page }) => page.addInitScript(() => {
  const request = window.requestAnimationFrame.bind(window);
  let held = null;
  window.requestAnimationFrame = (frame) => (held ? held.push(frame) : request(frame));
  window.hide = (hidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: hidden ? 'hidden' : 'visible' });
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    const waiting = held ?? [];
    held = hidden ? [] : null;
    document.dispatchEvent(new Event('visibilitychange'));
    if (!hidden) waiting.forEach(request);
  };
}));

/** Seconds of a clock such as `1:02.3`. */
const seconds = async (clock) => (await clock.textContent()).split(':').reduce((sum, part) => 60 * sum + Number.parseFloat(part), 0);

async function search(within) {
  await within.locator('.tryit').getByRole('button', { name: 'Start the clock' }).click();
  const clock = within.locator('.tryit .clock');
  await expect.poll(() => seconds(clock), { timeout: 30_000 }).toBeGreaterThan(1);
  return clock;
}

test('the clock of a search for a fault stands in a hidden tab, and goes on after it', async ({ stage, page }) => {
  await stage.open('observability');
  const clock = await search(page);
  const before = await seconds(clock);
  await page.evaluate(() => window.hide(true));
  await wait(AWAY_MS);
  await page.evaluate(() => window.hide(false));
  await wait(1_000);
  const after = await seconds(clock);
  expect(after - before).toBeLessThan(MORE_S);
  await expect.poll(() => seconds(clock)).toBeGreaterThan(after);
});

test('the clock of a search for a fault stands in a frame that is scrolled away', async ({ stage, page }) => {
  const inside = await openHost(page, stage, 'observability/?embed=1', {
    frame: 'width="1200" height="3600"', after: '<div style="height:9000px"></div>',
  });
  await stage.running(inside);
  const clock = await search(inside);
  const before = await seconds(clock);
  await page.evaluate(() => scrollTo(0, 9000));
  await wait(AWAY_MS);
  await page.evaluate(() => scrollTo(0, 0));
  await wait(1_000);
  const after = await seconds(clock);
  expect(after - before).toBeLessThan(MORE_S);
  await expect.poll(() => seconds(clock)).toBeGreaterThan(after);
});

test('the run, and the speed that it is said to have, know nothing of the time in a hidden tab', async ({ stage, page }) => {
  await stage.open('load-balancer', { query: 'speed=1' });
  const clock = page.locator('.time .clock');
  await wait(2_000);
  for (let times = 0; times < 6; times += 1) {
    const before = await seconds(clock);
    await page.evaluate(() => window.hide(true));
    await wait(2_000);
    await page.evaluate(() => window.hide(false));
    await wait(300);
    expect(await seconds(clock) - before).toBeLessThan(1.5);
  }
});
