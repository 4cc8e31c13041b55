// While nothing moves the page asks for no frames; and whatever changes the picture has it drawn.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const slug = 'load-balancer';

/** Counts the frames that are asked for, in every document that is opened. */
test.beforeEach(({ page }) => page.addInitScript(() => {
  const request = window.requestAnimationFrame.bind(window);
  window.asked = 0;
  window.requestAnimationFrame = (frame) => {
    window.asked += 1;
    return request(frame);
  };
}));

const asked = (within) => within.locator('html').evaluate(() => window.asked);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the page is at rest: a second without a frame. */
async function rest(within) {
  await expect(async () => {
    const before = await asked(within);
    await wait(1_000);
    expect(await asked(within) - before).toBe(0);
  }).toPass({ timeout: 30_000 });
}

/** Stands for what is drawn: a hash of it, since a test that fails prints it. */
const picture = (within) => within.locator('.plate').evaluate((plate) => {
  const drawn = [...plate.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join();
  return [...drawn].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
});

/** Whatever changes the picture of a page that is paused; what has the curve measured anew stands last. */
const wakers = {
  'the colours that the system wishes': (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'more contrast': (page) => page.emulateMedia({ contrast: 'more' }),
  'another theme': (page) => page.evaluate(() => { document.documentElement.dataset.theme = 'projector'; }),
  'another width': (page) => page.setViewportSize({ width: 1100, height: 800 }),
  'another form': (page) => page.setViewportSize({ width: 500, height: 800 }),
  'a step': (page) => page.keyboard.press('.'),
  'another moment': (page) => page.locator('.scrub').evaluate((scrub) => {
    scrub.value = '300';
    scrub.dispatchEvent(new Event('input', { bubbles: true }));
  }),
  'the speed, at which dots become streams': (page) => page.locator('.speed input').fill('0'),
  'a fault': (page) => page.locator('.faults button').first().click(),
  'to begin anew': (page) => page.getByRole('button', { name: 'Start again' }).click(),
  'one request': (page) => page.getByRole('button', { name: 'Walk one request' }).click(),
  'a slider': (page) => page.locator('input[data-param="web.servers"]').press('ArrowRight'),
  'the next stage': (page) => page.locator('.ways a').last().click(),
};

test('a page that is paused draws whatever changes its picture, and is at rest again', async ({ stage, page }) => {
  test.setTimeout(120_000);
  await stage.open(slug, { query: 'speed=1' });
  await wait(1_000);
  await stage.play.click();
  await rest(page);
  for (const [what, wake] of Object.entries(wakers)) {
    await test.step(what, async () => {
      const before = await picture(page);
      await wake(page);
      await expect(async () => expect(await picture(page), what).not.toBe(before)).toPass({ timeout: 5_000 });
      await rest(page);
    });
  }
});

test('a frame that is paused draws another density of pixels, and is at rest again', async ({ stage, page }) => {
  const inside = await openHost(page, stage, `${slug}/?embed=1`, { frame: 'width="800" height="600"' });
  await stage.running(inside);
  await rest(inside);
  const pixels = () => inside.locator('.plate canvas').first().evaluate(({ width, clientWidth }) => width / clientWidth);
  expect(await pixels()).toBeCloseTo(1, 1);
  await page.evaluate(() => { document.querySelector('iframe').style.zoom = 1.5; });
  await expect(async () => expect(await pixels()).toBeCloseTo(1.5, 1)).toPass({ timeout: 5_000 });
  await rest(inside);
});

test('motion that is not wanted any more ends', async ({ stage, page }) => {
  await stage.open('observability', { query: 'speed=1' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await stage.play.click();
  await rest(page);
});

test('a hop of a walk is shown to its end, then nothing moves until the next', async ({ stage, page }) => {
  await stage.open(slug, { query: 'speed=1' });
  await stage.play.click();
  await page.getByRole('button', { name: 'Walk one request' }).click();
  for (let hop = 0; hop < 3; hop += 1) {
    await expect(page.locator('.walk-keys .hint')).toHaveClass(/shown/);
    await rest(page);
    const before = await picture(page);
    await page.locator('.walk .on').click();
    await expect(async () => expect(await picture(page)).not.toBe(before)).toPass({ timeout: 5_000 });
  }
});

test('what stands still shows the figures of the moment, however quickly one came there', async ({ stage, page }) => {
  await stage.open(slug, { query: 'speed=100' });
  await wait(3_000);
  await stage.play.click();
  const words = page.locator('details.told').last();
  await words.locator('summary').click();
  const seek = (...shares) => page.locator('.scrub').evaluate((scrub, shares) => {
    for (const share of shares) {
      scrub.value = String(share);
      scrub.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, shares);
  const told = () => words.innerText();
  await seek(0);
  await wait(1_000);
  const early = await told();
  await seek(1000);
  await wait(1_000);
  expect(await told()).not.toBe(early);
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(resolve); }));
  await seek(800);
  await seek(0);
  await wait(1_000);
  expect(await told()).toBe(early);
});

for (const { slug } of stages) {
  test(`in a frame that nobody has started nothing of ${slug} moves and no curve is measured`, async ({ stage, page }) => {
    await stage.open(slug, { query: 'embed=1' });
    await rest(page);
    const curve = page.locator('section.curves');
    if (await curve.count() === 0) return;
    const points = () => curve.locator('path.dots:not(.old)').first().getAttribute('d');
    expect(await points() ?? '').toBe('');
    await expect(curve.locator('.waits')).toBeVisible();
    await expect(curve.locator('.waits')).toContainText('play');
    await stage.play.click();
    await expect(curve.locator('.waits')).toHaveCount(0);
    await curve.scrollIntoViewIfNeeded();
    await expect(async () => expect(await points() ?? '').not.toBe('')).toPass({ timeout: 30_000 });
  });
}

const begins = {
  'a slider': (page) => page.locator('input[data-param="web.servers"]').press('ArrowRight'),
  'a fault': (page) => page.locator('.faults button').first().click(),
  'a step': (page) => page.keyboard.press('.'),
  'a walk': (page) => page.getByRole('button', { name: 'Walk one request' }).click(),
};

for (const [what, begin] of Object.entries(begins)) {
  test(`in a frame the curve is measured from ${what} on`, async ({ stage, page }) => {
    await stage.open(slug, { query: 'embed=1' });
    await begin(page);
    const curve = page.locator('section.curves');
    await curve.scrollIntoViewIfNeeded();
    await expect(curve).toHaveClass(/refining/, { timeout: 30_000 });
  });
}

test('a curve that is out of sight waits', async ({ stage, page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await stage.open(slug);
  await stage.play.click();
  await rest(page);
  const curve = page.locator('section.curves');
  expect(await curve.locator('path.dots:not(.old)').first().getAttribute('d') ?? '').toBe('');
  await curve.scrollIntoViewIfNeeded();
  await expect(curve).toHaveClass(/refining/, { timeout: 30_000 });
});

test('a frame that is scrolled away stands still, and goes on when it is back', async ({ stage, page }) => {
  const inside = await openHost(page, stage, `${slug}/?embed=1&speed=1`, {
    frame: 'width="1200" height="700"', after: '<div style="height:3000px"></div>',
  });
  await stage.running(inside);
  await inside.locator('button.playb').click();
  const clock = inside.locator('.clock').first();
  await page.evaluate(() => scrollTo(0, 3000));
  await wait(500);
  const away = await clock.textContent();
  await rest(inside);
  expect(await clock.textContent()).toBe(away);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(clock).not.toHaveText(away);
});
