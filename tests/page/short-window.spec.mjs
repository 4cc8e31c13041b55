// Phones on their side and low windows: what sticks to the edges leaves room for the picture, the time bar and text.
import { expect, test } from './lib/stage.mjs';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const [width, height] of [[844, 390], [667, 375], [932, 430], [1024, 600], [1280, 600]]) {
  test(`${width} × ${height} can be used`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height });
    await stage.open('load-balancer', { query: 'seed=7' });
    await stage.resize(width, height);
    const text = await page.locator('h1').boundingBox();
    expect(text.y + text.height, 'the title is in sight').toBeLessThan(height);
    const time = await page.locator('.time').boundingBox();
    expect(time.y + time.height, 'the time bar is in sight').toBeLessThanOrEqual(height);
    expect(time.height, 'it leaves most of the height').toBeLessThanOrEqual(0.16 * height);
    await page.locator('.plate-box').evaluate((box) => box.scrollIntoView({ block: 'start' }));
    const picture = await page.locator('.plate-box').boundingBox();
    expect(picture.width, 'the picture is the wide one').toBeGreaterThanOrEqual(540);
    const seen = Math.min(picture.y + picture.height, time.y) - Math.max(picture.y, 0);
    expect(seen / picture.height, 'the most of the picture is in sight').toBeGreaterThan(0.8);
    // A machine in the middle of it can be pressed, and its menu is on the screen.
    await page.locator('.node-hit[data-node="web-2"]').click();
    const menu = await page.locator('.node-menu').boundingBox();
    expect(menu.y).toBeGreaterThanOrEqual(0);
    expect(menu.y + menu.height).toBeLessThanOrEqual(time.y);
  });
}
