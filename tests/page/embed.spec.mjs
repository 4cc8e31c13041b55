// In a frame: paused, without a header, and taking neither focus nor scroll.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const [{ slug }] = stages;

test('an embedded stage opens paused and without a header', async ({ stage, page }) => {
  await stage.open(slug, { query: 'embed=1' });
  await expect(stage.plate.first()).toBeVisible();
  await expect(page.getByRole('banner')).toHaveCount(0);
  await expect(stage.rail).toHaveCount(0);
  await expect(stage.play).toHaveAccessibleName(/play/i);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
});

test('an embedded stage leaves the host its focus and its place', async ({ stage, page, baseURL }) => {
  const frame = new URL(`${slug}/?embed=1`, baseURL);
  await page.route('**/host.html', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
      <input aria-label="Answer"><div style="height: 300px"></div>
      <iframe title="Scalewalk" src="${frame}" width="800" height="600"></iframe>
      <div style="height: 3000px"></div>`,
  }));
  await page.goto('host.html', { waitUntil: 'commit' });
  await page.getByLabel('Answer').focus();
  const inside = page.frameLocator('iframe');
  await stage.running(inside);
  await page.waitForTimeout(500);
  await expect(page.getByLabel('Answer')).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await expect(inside.locator('button.playb')).toHaveAccessibleName(/play/i);
  const [content, box] = await inside.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(content).toBeLessThanOrEqual(box);
});
