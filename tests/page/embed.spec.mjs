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

test('a frame has ways back and on, and one to the whole page as it is set', async ({ stage, page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await stage.open('load-balancer', { query: 'embed=1&theme=dark' });
  const ways = page.locator('.frame-ways');
  await ways.getByRole('link', { name: /^Next/ }).click();
  await expect.poll(() => stage.slug()).toBe('replication');
  await ways.getByRole('link', { name: /^Back/ }).click();
  await expect.poll(() => stage.slug()).toBe('load-balancer');
  await stage.slider('web.servers').press('ArrowRight');
  const whole = page.getByRole('link', { name: 'Open the whole page' });
  await expect(whole).toHaveAttribute('href', /web\.servers=4/);
  await expect(whole).toHaveAttribute('href', /theme=dark/);
  await expect(whole).not.toHaveAttribute('href', /embed/);
  await expect(whole).toHaveAttribute('rel', 'noopener');
  const [opened] = await Promise.all([page.waitForEvent('popup'), whole.click()]);
  await expect(opened.getByRole('banner')).toBeVisible();
  await expect(opened.locator('input[data-param="web.servers"]')).toHaveAttribute('aria-valuetext', '4');
});

test('in a frame arrow keys turn no stage, and the help does not say so', async ({ stage, page }) => {
  await stage.open('load-balancer', { query: 'embed=1' });
  for (const focus of ['', '.playb', '.run']) {
    if (focus) await page.locator(focus).first().focus();
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await page.waitForTimeout(200);
    expect(stage.slug(), `with the focus at "${focus}"`).toBe('load-balancer');
  }
  await page.keyboard.press('Shift+Slash');
  await expect(page.locator('dialog.help kbd').first()).toBeVisible();
  await expect(page.locator('dialog.help kbd[data-code^=Arrow]')).toHaveCount(0);
});

for (const [asked, kept, scheme, paper] of [
  ['light', null, 'dark', 'rgb(248, 244, 234)'],
  ['dark', null, 'light', 'rgb(16, 20, 27)'],
  ['projector', 'dark', 'dark', 'rgb(255, 255, 255)'],
  ['system', 'light', 'dark', 'rgb(16, 20, 27)'],
  ['', 'dark', 'light', 'rgb(16, 20, 27)'],
]) {
  test(`before the program is there the theme is the one asked for: ${asked || 'none'}, kept: ${kept}, the system ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.addInitScript((kept) => kept && localStorage.setItem('scalewalk.theme', kept), kept);
    // It never comes.
    await page.route('**/*.wasm', () => {});
    await page.goto(`${slug}/?embed=1&theme=${asked}`, { waitUntil: 'commit' });
    await expect(page.locator('#static h1')).toBeVisible();
    await expect(page.locator('html')).toHaveCSS('background-color', paper);
  });
}
