// Nothing is cut off to the side, on a phone as on a wide screen.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

for (const { slug } of stages) {
  test(`${slug} never scrolls sideways`, async ({ stage, page }) => {
    await stage.open(slug);
    for (const width of [360, 768, 1280, 1920]) {
      await stage.resize(width, 800);
      const wide = await page.evaluate(() => {
        const html = document.documentElement;
        if (html.scrollWidth <= html.clientWidth) return [];
        const outside = (element) => element.getBoundingClientRect().right > html.clientWidth + 0.5;
        return [...document.body.querySelectorAll('*')].filter(outside)
          .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`).slice(0, 8);
      });
      expect(wide, `elements beyond the right edge at ${width} px`).toEqual([]);
      const sideways = await page.evaluate(() => {
        scrollBy(100, 0);
        return scrollX;
      });
      expect(sideways, `sideways scroll at ${width} px`).toBe(0);
    }
  });
}

for (const { slug } of stages) {
  test(`${slug} goes on while the window changes its form`, async ({ stage, page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await stage.open(slug);
    for (const [width, columns] of [[390, 0], [1280, 1], [390, 0]]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(page.locator('.stagecol')).toHaveCount(columns);
      await stage.running();
    }
    // The fixture tells of anything that went wrong; this, that time goes on.
    const time = page.locator('.clock').first();
    const before = await time.textContent();
    await expect(time).not.toHaveText(before);
  });
}

for (const width of [320, 390, 700, 1280]) {
  test(`every machine is there to be pressed, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await stage.open('load-balancer');
    const machines = page.locator('.node-hit');
    expect(await machines.count()).toBeGreaterThan(5);
    for (const machine of await machines.all()) await expect(machine).toBeVisible();
  });
}

for (const width of [320, 390, 768, 1024, 1280, 1440]) {
  test(`the time bar has room for all that it offers while something is broken, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 800 });
    // Slowed down, it offers real time.
    await stage.open('load-balancer', { query: 'speed=0.02' });
    await stage.faults.getByRole('button').first().click();
    await expect(page.getByRole('button', { name: 'Watch at real time' })).toBeVisible();
    const boxes = await page.locator('.time').locator('button, .clock, .speed input, .speed output').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility()).map((one) => ({ what: one.getAttribute('aria-label') ?? one.textContent, ...one.getBoundingClientRect().toJSON() })));
    for (const [i, a] of boxes.entries()) {
      expect(a.left, a.what).toBeGreaterThanOrEqual(8);
      expect(a.right, a.what).toBeLessThanOrEqual(width - 8);
      for (const b of boxes.slice(0, i)) {
        const apart = a.left >= b.right - 1 || b.left >= a.right - 1 || a.top >= b.bottom - 1 || b.top >= a.bottom - 1;
        expect(apart, `${a.what} and ${b.what} are apart`).toBe(true);
      }
    }
  });
}

test('the picture keeps its proportions from stage to stage, and with the trouble of each', async ({ stage, page }) => {
  test.slow();
  await stage.open(stages[0].slug);
  const wrong = [];
  const look = async (where) => {
    // Machines glide for a while, and the canvas follows its box with the next frame.
    await page.waitForTimeout(150);
    const [drawn, shown] = await page.locator('.plate canvas').first().evaluate((canvas) => {
      const { width, height } = canvas.getBoundingClientRect();
      return [canvas.width / canvas.height, width / height];
    });
    if (Math.abs(drawn / shown - 1) > 0.01) wrong.push(`${where}: drawn ${drawn}, shown ${shown}`);
  };
  for (const { slug } of stages) {
    await look(slug);
    const change = page.locator('.change button');
    if (await change.count()) {
      await change.click();
      await look(`${slug}, the other system`);
    }
    if (slug !== stages.at(-1).slug) await page.locator('.ways a').last().click();
  }
  expect(wrong).toEqual([]);
});

for (const width of [390, 1000]) {
  test(`what follows the picture stays where it is while servers come and go, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await stage.open('stateless', { query: 'speed=30' });
    const below = () => page.locator('figure.plate figcaption, .legend').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top + scrollY)));
    const servers = () => page.locator('.node-hit[data-node^="web"]').count();
    const before = { below: await below(), servers: await servers() };
    await expect.poll(servers, { timeout: 20_000 }).not.toBe(before.servers);
    expect(await below()).toEqual(before.below);
  });
}
