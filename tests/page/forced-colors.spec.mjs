// Readers with colours of their own: the page and its picture are in these, and all can still be told apart.
import { expect, test } from './lib/stage.mjs';

test.use({ forcedColors: 'active' });

/** The colours in use that are no system colours; and those of the canvases, by how often they occur. */
const drawn = (page) => page.locator('.plate-box canvas').evaluateAll((canvases) => {
  const count = new Map();
  for (const canvas of canvases) {
    // A copy to read from: the page's own stays as it is.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      // The inside of a line; its edges are mixed with what lies below.
      if (data[at + 3] < 255) continue;
      const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
      count.set(colour, (count.get(colour) ?? 0) + 1);
    }
  }
  return [...count].sort((a, b) => b[1] - a[1]);
});

const system = (page, names) => page.evaluate((names) => {
  const probe = document.createElement('i');
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  const colours = Object.fromEntries(names.map((name) => {
    probe.style.color = name;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return colours;
}, names);

for (const colorScheme of ['light', 'dark']) {
  test(`the picture is drawn in the reader's colours, ${colorScheme}`, async ({ stage, page }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await stage.open('load-balancer', { query: 'theme=projector' });
    const colours = await system(page, ['CanvasText', 'LinkText', 'GrayText', 'Canvas']);
    await expect(async () => {
      const found = (await drawn(page)).slice(0, 12).map(([colour]) => colour);
      for (const name of ['CanvasText', 'LinkText', 'GrayText', 'Canvas']) expect(found, name).toContain(colours[name]);
    }).toPass();
  });
}

test('the picture follows when the colours come and go', async ({ stage, page }) => {
  await page.emulateMedia({ forcedColors: 'none' });
  await stage.open('load-balancer');
  await page.emulateMedia({ forcedColors: 'active' });
  const { LinkText } = await system(page, ['LinkText']);
  const has = async () => (await drawn(page)).slice(0, 12).some(([colour]) => colour === LinkText);
  await expect.poll(has).toBe(true);
  await page.emulateMedia({ forcedColors: 'none' });
  await expect.poll(has).toBe(false);
});

/** An element's picture, as a string. */
const look = async (locator) => (await locator.screenshot({ animations: 'disabled' })).toString('base64');

test('a switch looks another way on and off, and so does a choice', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const control = page.locator('.controls .switch[aria-checked=false]').first();
  const id = await control.getAttribute('data-param');
  const knob = page.locator(`.switch[data-param="${id}"] i`);
  const before = await look(knob);
  await control.click();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  expect(await look(knob)).not.toBe(before);
  const colours = await system(page, ['Highlight', 'HighlightText']);
  const of = (locator, what, pseudo) => locator.evaluate((one, [what, pseudo]) => getComputedStyle(one, pseudo)[what], [what, pseudo]);
  expect(await of(knob, 'backgroundColor')).toBe(colours.Highlight);
  expect(await of(knob, 'backgroundColor', '::after')).toBe(colours.HighlightText);
  const chosen = page.locator('.seg label:has(:checked)').first();
  const other = page.locator('.seg label:not(:has(:checked))').first();
  expect(await of(chosen, 'backgroundColor')).toBe(colours.Highlight);
  expect(await of(other, 'backgroundColor')).not.toBe(colours.Highlight);
});

test('sliders have a track and a thumb', async ({ stage, page, context }) => {
  await stage.open('load-balancer');
  const slider = stage.slider('web.servers').first();
  await slider.scrollIntoViewIfNeeded();
  const png = (await slider.screenshot()).toString('base64');
  // Along the middle of the slider, away from the thumb: ink.
  const reader = await context.newPage();
  const inked = await reader.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const middle = Math.round(image.height / 2);
    const { data } = context.getImageData(0, middle - 3, image.width, 6);
    const ground = context.getImageData(0, 0, 1, 1).data;
    let columns = 0;
    for (let x = 0; x < image.width; x += 1) {
      const differs = [0, 1, 2, 3, 4, 5].some((y) => Math.abs(data[4 * (y * image.width + x)] - ground[0]) > 60);
      columns += differs ? 1 : 0;
    }
    return columns / image.width;
  }, png);
  expect(inked).toBeGreaterThan(0.95);
});

test('only what is chosen among others is underlined', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const line = (pressed) => page.locator(`.mode [aria-pressed=${pressed}]`).evaluate((one) => getComputedStyle(one).borderBottomColor);
  expect(await line(true)).not.toBe(await line(false));
  expect(await line(false)).toBe('rgba(0, 0, 0, 0)');
});

test('focus can be seen', async ({ stage, page }) => {
  await stage.open('load-balancer');
  for (const target of [stage.play, page.locator('.node-hit').first(), stage.slider('web.servers'), page.locator('.drag').first()]) {
    const box = (element) => element.evaluate((one) => getComputedStyle(one).outlineStyle);
    await page.keyboard.press('Tab');
    await target.focus();
    expect(await box(target)).not.toBe('none');
  }
});
