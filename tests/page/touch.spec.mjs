// With a finger on a phone: what is open closes, a scroll sets nothing, and nothing breaks under a finger that taps twice.
import { expect, test } from './lib/stage.mjs';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

/** A finger that goes from one place to another. */
async function swipe(page, from, to) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [from]);
  const steps = 12;
  for (let i = 1; i <= steps; i += 1) {
    const at = (key) => from[key] + ((to[key] - from[key]) * i) / steps;
    await touch('touchMove', [{ x: at('x'), y: at('y') }]);
    await page.waitForTimeout(16);
  }
  await touch('touchEnd', []);
  await session.detach();
  await page.waitForTimeout(200);
}

/** The middle of an element that is in sight. */
async function middle(element) {
  const { x, y, width, height } = await element.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

test('two quick taps on a machine break nothing', async ({ stage, page }) => {
  await stage.open('load-balancer');
  for (const machine of ['web-2', 'balancer', 'dns', 'database']) {
    const hit = page.locator(`.node-hit[data-node="${machine}"]`).first();
    await hit.scrollIntoViewIfNeeded();
    const { x, y } = await middle(hit);
    for (const gap of [60, 250]) {
      await page.touchscreen.tap(x, y);
      await page.waitForTimeout(gap);
      await page.touchscreen.tap(x, y);
      await page.waitForTimeout(100);
      await expect(page.locator('.timeline .event'), `${machine}, ${gap} ms`).toHaveCount(0);
      // The second tap closed the menu, or was none for it.
      await page.locator('h1').tap();
      await expect(page.locator('.node-menu')).toHaveCount(0);
    }
  }
  // Who has seen the menu breaks what it says, and there is a mark.
  await page.locator('.node-hit[data-node="web-2"]').tap();
  await page.waitForTimeout(500);
  await page.getByRole('menuitem', { name: /kill/i }).tap();
  await expect(page.locator('.timeline .event')).toHaveCount(1);
});

test('a menu does not lie on its machine, and closes by a tap beside it', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const menu = page.locator('.node-menu');
  for (const machine of ['web-1', 'database', 'dns']) {
    const hit = page.locator(`.node-hit[data-node="${machine}"]`).first();
    await hit.scrollIntoViewIfNeeded();
    const at = await middle(hit);
    await page.touchscreen.tap(at.x, at.y);
    await expect(menu).toBeVisible();
    const box = await menu.boundingBox();
    const within = at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height;
    expect(within, `the menu of ${machine} is under the finger`).toBe(false);
    const heading = page.locator('h1');
    await heading.scrollIntoViewIfNeeded();
    await heading.tap();
    await expect(menu).toHaveCount(0);
  }
});

test('the list of stages closes by a tap beside it, and fits the screen', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const list = page.locator('.rail-now');
  for (const [width, height] of [[390, 844], [844, 390]]) {
    await page.setViewportSize({ width, height });
    const summary = list.locator('summary');
    await page.evaluate(() => scrollTo(0, 0));
    await expect(summary).toBeVisible();
    await summary.tap();
    const entries = list.locator('ol');
    await expect(entries).toBeVisible();
    const box = await entries.boundingBox();
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    await page.touchscreen.tap(20, height / 2);
    await expect(entries).toBeHidden();
  }
});

test('a scroll that begins on a slider or on a number in the text sets nothing', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const address = page.url();
  for (const what of ['.controls input[type=range]', '.drag']) {
    const element = page.locator(what).first();
    await element.evaluate((one) => one.scrollIntoView({ block: 'center' }));
    const value = () => element.evaluate((one) => one.getAttribute('aria-valuetext'));
    const before = await value();
    const box = await element.boundingBox();
    const from = { x: box.x + box.width * 0.85, y: box.y + box.height / 2 };
    const scrolled = await page.evaluate(() => scrollY);
    await swipe(page, from, { x: from.x + 6, y: from.y - 200 });
    expect(await page.evaluate(() => scrollY), `${what}: the page scrolls`).not.toBe(scrolled);
    expect(await value(), what).toBe(before);
    await expect(page.locator('.timeline .event')).toHaveCount(0);
  }
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);
});

test('a finger that goes to the side, or taps, sets what it is on', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const slider = page.locator('.controls input[type=range]').first();
  await slider.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  const value = () => slider.evaluate((one) => one.getAttribute('aria-valuetext'));
  const box = await slider.boundingBox();
  const y = box.y + box.height / 2;
  let before = await value();
  await swipe(page, { x: box.x + box.width * 0.5, y }, { x: box.x + box.width * 0.9, y: y + 2 });
  expect(await value()).not.toBe(before);
  before = await value();
  await page.touchscreen.tap(box.x + box.width * 0.1, y);
  await expect.poll(value).not.toBe(before);
  const number = page.locator('.drag').first();
  await number.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  const said = () => number.evaluate((one) => one.getAttribute('aria-valuetext'));
  const at = await middle(number);
  before = await said();
  // Not over the edge of the screen.
  await swipe(page, at, { x: at.x + (at.x > 195 ? -60 : 60), y: at.y + 2 });
  expect(await said()).not.toBe(before);
});
