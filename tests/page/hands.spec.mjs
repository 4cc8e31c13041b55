// On phones: what is pressed is large enough, what is meant is in sight, and what a mouse is told without a press is told at all.
import { expect, test } from './lib/stage.mjs';

const phones = [[390, 844], [320, 640], [844, 390]];

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

/** What of a walk lies under something else, or outside: the machine that is meant, the sentence, the way on. */
async function outOfSight() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let frames = 0; frames < 3; frames += 1) await frame();
  const { to } = document.querySelector('.walk').dataset;
  // In the world a client is no one's in particular.
  const machine = document.querySelector(`.node-hit[data-node="${to}"], [data-client="${to}"]`);
  const parts = { ...(machine && { [to]: machine }), on: document.querySelector('.walk .on'), step: document.querySelector('.walk .sentence p') };
  const covered = (what) => {
    const { x, y, width, height } = what.getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    return there !== what && !what.contains(there) && !(what.closest('.plate') && there?.closest('.plate-box'));
  };
  return Object.keys(parts).filter((name) => covered(parts[name]));
}

for (const [width, height] of phones) {
  test.describe(`${width} × ${height}`, () => {
    test.use({ viewport: { width, height }, contextOptions: { reducedMotion: 'reduce' } });

    for (const slug of ['load-balancer', 'message-queue', 'data-centers']) {
      test(`each step of a walk through ${slug} is in sight with its machine and the way on`, async ({ stage, page }) => {
        await stage.open(slug);
        await page.getByRole('button', { name: 'Walk one request' }).tap();
        const hops = Number((await page.locator('.walk .step').textContent()).match(/of (\d+)/)[1]);
        for (let hop = 1; hop <= hops; hop += 1) {
          await expect(page.locator('.walk .step')).toContainText(`${hop} of`);
          expect(await page.evaluate(outOfSight), `step ${hop}`).toEqual([]);
          await page.locator('.walk .on').tap();
        }
      });
    }

    for (const slug of ['load-balancer', 'sharding', 'millions']) {
      test(`whatever can be pressed on ${slug} is large enough`, async ({ stage, page }) => {
        await stage.open(slug);
        const small = await page.evaluate(() => {
          const all = document.querySelectorAll('a[href], button, input, select, summary, [role=slider], [role=switch]');
          return [...all].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip')).flatMap((one) => {
            const rects = [...one.getClientRects()];
            const [wide, high] = [Math.max(...rects.map((r) => r.width)), Math.max(...rects.map((r) => r.height))];
            const name = `${one.localName}.${one.className} ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 30)}`;
            return wide < 23.9 || high < 23.9 ? [`${name}: ${wide.toFixed(1)} × ${high.toFixed(1)}`] : [];
          });
        });
        expect(small).toEqual([]);
      });
    }

    test('the header has room for fingers, and stays within the screen', async ({ stage, page }) => {
      await stage.open('load-balancer');
      for (const one of await page.locator('.ways a').all()) {
        const box = await one.boundingBox();
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(32);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });

    test('the help says what fingers do, and can always be closed', async ({ stage, page }) => {
      await stage.open('load-balancer');
      await page.getByRole('button', { name: 'Help' }).tap();
      const help = page.getByRole('dialog');
      await expect(help.getByRole('heading', { name: 'With a finger' })).toBeInViewport();
      for (const to of [0, 10_000]) {
        await help.evaluate((dialog, to) => { dialog.scrollTop = to; }, to);
        await expect(help.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
      }
      await help.getByRole('button', { name: 'Close' }).tap();
      await expect(help).toBeHidden();
    });

    test('what a setting means can be read', async ({ stage, page }) => {
      await stage.open('load-balancer');
      const explained = page.locator('.explains');
      await expect(explained.first()).toBeHidden();
      await page.getByRole('button', { name: 'What the settings mean' }).tap();
      for (const one of await explained.all()) {
        await expect(one).toBeVisible();
        await expect(one).not.toBeEmpty();
      }
      for (const control of await page.locator('input[data-param], .controls .switch, .seg').all()) await expect(control).toHaveAccessibleDescription(/\w/);
    });

    test('the time bar leaves the screen to the page, and says what is undone', async ({ stage, page }) => {
      await stage.open('load-balancer');
      await stage.slider('web.servers').press('ArrowRight');
      const undo = page.getByRole('button', { name: /^Undo/ });
      await expect(undo).toBeInViewport();
      const box = await page.locator('.time').boundingBox();
      expect(box.height / height).toBeLessThanOrEqual(0.155);
      await undo.tap();
      const words = page.getByText(/^Taken back: .*servers 4/i).and(page.locator('.turned'));
      await expect(words).toBeInViewport({ ratio: 1 });
      expect(await words.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    });
  });
}

test('who is not on a touch screen is not told of fingers', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ baseURL, hasTouch: false, isMobile: false });
  await page.goto('load-balancer/');
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'With a finger' })).toBeHidden();
  await page.close();
});

test('undo has its place in a low window', async ({ stage, page }) => {
  for (const [width, height] of [[640, 400], [700, 360]]) {
    await page.setViewportSize({ width, height });
    await stage.open('load-balancer');
    await stage.slider('web.servers').press('ArrowRight');
    const undo = page.getByRole('button', { name: /^Undo/ });
    await expect(undo).toBeInViewport({ ratio: 1 });
    await undo.tap();
    await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '3');
  }
});

test('what the challenge does elsewhere is brought into sight, or said beside the button', async ({ stage, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await stage.open('millions', { query: 'v=2&level=1&web.servers=6' });
  const challenge = page.locator('.challenge');
  const link = challenge.getByRole('link', { name: 'Link to this design' });
  await link.scrollIntoViewIfNeeded();
  await page.evaluate(() => { window.same = true; });
  await link.tap();
  await expect(challenge).toContainText('The link is copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^http.*\/millions\/\?v=2&level=1&.*web\.servers=6/);
  expect(await page.evaluate(() => window.same), 'the page is still the same').toBe(true);
  await challenge.getByRole('button', { name: 'Watch it' }).tap();
  await expect(page.locator('.plate-box')).toBeInViewport({ ratio: 0.5 });
  await expect(challenge).toContainText('The picture shows it from the start');
});
