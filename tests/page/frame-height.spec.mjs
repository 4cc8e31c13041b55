// Hosts make a frame as high as its document. That ends only where the document's height follows from the frame's width alone.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

/** How hosts look at the height. The document element is as high as its frame at least: who asks it lets go of that first. */
const looks = {
  'the body': ({ contentDocument: { body } }) => body.scrollHeight,
  'the document element': (frame) => {
    frame.style.height = '0';
    return frame.contentDocument.documentElement.scrollHeight;
  },
  'its box': ({ contentDocument: { documentElement } }) => Math.ceil(documentElement.getBoundingClientRect().height),
};
const WIDTHS = [320, 480, 700, 767, 768, 900, 1023, 1024, 1300];
/** A frame may be this much higher on its way, as a share of the heights between which it is. */
const ABOVE = 1.1;

/** Puts into the host what follows the height of the frame, and notes the most that it ever was. */
function follow(look) {
  const frame = document.querySelector('iframe');
  const height = new Function('frame', `return (${look})(frame)`);
  const next = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  window.most = 0;
  const note = () => {
    window.most = Math.max(window.most, frame.contentDocument?.body?.scrollHeight ?? 0);
    requestAnimationFrame(note);
  };
  note();
  /** The heights that the frame is given at this width, until it is at rest or the host loses patience. */
  window.settle = async (width) => {
    frame.style.width = `${width}px`;
    window.most = 0;
    const heights = [];
    while (heights.length < 8 && (heights.length < 2 || heights.at(-1) !== heights.at(-2))) {
      await next();
      heights.push(height(frame));
      frame.style.height = `${heights.at(-1)}px`;
    }
    return { heights, most: window.most };
  };
}

for (const [what, look] of Object.entries(looks)) {
  test(`a host that follows ${what} comes to rest, at one height for each width`, async ({ stage, page }) => {
    test.slow();
    await page.setViewportSize({ width: 1400, height: 900 });
    const inside = await openHost(page, stage, 'load-balancer/?embed=1', { frame: 'width="320" height="150"' });
    await stage.running(inside);
    await page.evaluate(`(${follow})(${JSON.stringify(String(look))})`);
    const known = {};
    let last = 0;
    for (const width of [...WIDTHS, ...WIDTHS.toReversed(), 1300, 320, 700, 1300]) {
      const { heights, most } = await page.evaluate((width) => window.settle(width), width);
      expect(heights.length, `${width} px: ${heights}`).toBeLessThanOrEqual(3);
      known[width] ??= heights.at(-1);
      expect(heights.at(-1), `at ${width} px, as before`).toBe(known[width]);
      expect(most, `on the way to ${width} px`).toBeLessThanOrEqual(Math.max(last, heights.at(-1)) * ABOVE);
      last = heights.at(-1);
    }
  });
}

test('while it loads, a frame is at no moment higher than in the end', async ({ stage, page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  for (const width of [360, 700, 1300]) {
    await page.addInitScript(() => {
      window.most = 0;
      const note = () => {
        window.most = Math.max(window.most, document.body?.scrollHeight ?? 0);
        requestAnimationFrame(note);
      };
      note();
    });
    const inside = await openHost(page, stage, 'load-balancer/?embed=1', { frame: `width="${width}" height="1000"` });
    await stage.running(inside);
    await page.waitForTimeout(500);
    const [most, last] = await inside.locator('html').evaluate(() => [window.most, document.body.scrollHeight]);
    expect(most, `at ${width} px`).toBeLessThanOrEqual(last * ABOVE);
  }
});

test('the height of the frame itself makes no difference', async ({ stage, page }) => {
  for (const width of [390, 844, 1280]) {
    const heights = [];
    for (const height of [200, 390, 619, 1400]) {
      await page.setViewportSize({ width, height });
      if (heights.length === 0) await stage.open('load-balancer', { query: 'embed=1' });
      await page.waitForTimeout(300);
      heights.push(await page.evaluate(() => document.body.scrollHeight));
    }
    expect(new Set(heights).size, `${width} px: ${heights}`).toBe(1);
  }
});

for (const { slug } of stages) {
  test(`neither a run nor a fault changes the height of ${slug}`, async ({ stage, page }) => {
    for (const width of [390, 1000]) {
      await page.setViewportSize({ width, height: 700 });
      // A minute of the system in two seconds of the reader's.
      await stage.open(slug, { query: 'embed=1&speed=30' });
      await page.waitForTimeout(500);
      /** The heights there have been, and during what. */
      await page.evaluate(() => {
        window.heights = {};
        window.now = 'before';
        const note = () => {
          window.heights[document.body.scrollHeight] ??= window.now;
          requestAnimationFrame(note);
        };
        note();
      });
      const during = (what, time) => page.evaluate((what) => { window.now = what; }, what).then(() => page.waitForTimeout(time));
      await stage.play.click();
      await during('the run', 3_000);
      // What is done to the system besides, such as to add a shard, changes what it is.
      const buttons = stage.faults.locator('button[data-fault]');
      for (let i = 0; i < await buttons.count(); i += 1) {
        // Some that are disabled by then do nothing.
        await buttons.nth(i).evaluate((button) => button.click());
        await during(await buttons.nth(i).textContent(), 300);
      }
      await during('the end', 1_000);
      const heights = await page.evaluate(() => window.heights);
      expect(Object.keys(heights), `${width} px: ${JSON.stringify(heights)}`).toHaveLength(1);
    }
  });
}
