// What a learner does: move a slider, break a machine, follow a request, run a claim, go on to the next stage.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const balancer = 'load-balancer';

test('a slider changes the system, its words and the address, and a reload keeps it', async ({ stage, page }) => {
  await stage.open(balancer);
  const slider = stage.slider('web.servers');
  await expect(slider).toHaveAttribute('aria-valuetext', '3');
  await slider.focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '7');
  await expect(page.locator('.node-hit[data-node^="web-"]')).toHaveCount(7);
  await expect(page).toHaveURL(/web\.servers=7/);
  await page.reload();
  await stage.running();
  await expect(page.locator('.node-hit[data-node^="web-"]')).toHaveCount(7);
});

test('a dead server is shown, loses requests, and serves again when repaired', async ({ stage, page }) => {
  await stage.open(balancer, { query: 'speed=1' });
  const machine = page.locator('.node-hit[data-node="web-3"]');
  await machine.click();
  await page.getByRole('menuitem', { name: /kill/i }).click();
  await expect(machine).toHaveAccessibleName(/down/);
  await expect(page.locator('.node', { has: machine }).locator('.node-lost')).toContainText(/refused|cut off/);
  await machine.click();
  await page.getByRole('menuitem', { name: /repair/i }).click();
  await expect(machine).toHaveAccessibleName(/%/, { timeout: 15_000 });
});

test('fault buttons break and repair', async ({ stage, page }) => {
  await stage.open('single-server', { query: 'speed=1' });
  await stage.faults.getByRole('button', { name: /kill/i }).click();
  await expect(page.locator('.node-hit[data-node="web-1"]')).toHaveAccessibleName(/down/);
  await stage.faults.getByRole('button', { name: /repair/i }).click();
  await expect(page.locator('.node-hit[data-node="web-1"]')).toHaveAccessibleName(/%/, { timeout: 15_000 });
});

for (const { slug } of stages) {
  test(`every walk of ${slug} can be followed to its end and back`, async ({ stage, page }) => {
    await stage.open(slug);
    await page.getByRole('button', { name: 'Walk one request' }).click();
    const walks = page.locator('.walks button');
    for (let index = 0; index < await walks.count(); index += 1) {
      await walks.nth(index).click();
      const rows = page.locator('.waterfall li');
      const hops = await rows.count();
      expect(hops).toBeGreaterThan(0);
      const on = page.locator('.walk .on');
      for (let hop = 1; hop < hops; hop += 1) {
        await expect(page.locator('.walk .step')).toContainText(`${hop} of ${hops}`);
        await on.click();
      }
      await expect(page.locator('.walk-end .total')).toContainText(/\d+(\.\d+)?\s*m?s/);
      await page.getByRole('button', { name: 'One step back' }).click({ trial: hops === 1 });
    }
    await page.getByRole('button', { name: 'All traffic' }).first().click();
    await expect(page.locator('.walk')).toHaveCount(0);
  });

  test(`the first claim of ${slug} can be run, and holds`, async ({ stage, page }) => {
    await stage.open(slug);
    const claim = page.locator('.claim').first();
    await claim.getByRole('button', { name: 'Run it' }).click();
    await expect(claim.locator('.holds')).toContainText(/holds/i, { timeout: 50_000 });
    await expect(claim.locator('.holds')).not.toContainText(/does not/i);
  });
}

test('a rule is broken and kept again with its switch, and its misfortune is mended', async ({ stage, page }) => {
  await stage.open('millions');
  const box = (rule) => page.locator(`.claim[data-claim="millions.rule-${rule}"]`);
  const kept = box('sharding').getByRole('switch');
  await expect(kept).toBeChecked();
  const shards = stage.slider('shard.count');
  const before = await shards.inputValue();
  await kept.click();
  await expect(kept).not.toBeChecked();
  await expect(shards).toHaveAttribute('aria-valuetext', '1');
  // Its rows move to one shard, which cannot bear the load: 190 ms are 300 and more.
  const harm = /99 of 100 within ([3-9]\d\d\sms|\d(\.\d+)?\ss)/;
  await expect(box('sharding').locator('.rule')).toContainText(harm, { timeout: 45_000 });
  await kept.click();
  await expect(kept).toBeChecked();
  await expect(shards).toHaveValue(before);
  await expect(box('sharding').locator('.rule')).not.toContainText('failed');

  const server = page.locator('.node-hit[data-node="web-1"]');
  await box('stateless').getByRole('button', { name: /^Kill/ }).click();
  await expect(server).toHaveAccessibleName(/down/);
  await box('stateless').getByRole('button', { name: /^Repair/ }).click();
  await expect(server).not.toHaveAccessibleName(/down/);
});

test('a claim can be stopped, and one that cannot be run can be tried again', async ({ stage, page }) => {
  await stage.open('single-server');
  const claim = page.locator('.claim').first();
  const run = claim.locator('button.run');
  await page.route('**/worker-*.js', (route) => route.abort());
  await run.click();
  await expect(claim.getByRole('alert')).toContainText('could not be run');
  await page.unroute('**/worker-*.js');
  // It never comes, so that there is time to stop.
  await page.route('**/worker-*.js', () => {});
  await run.click();
  await expect(claim.locator('.running')).toContainText('on its way');
  await run.click();
  await expect(claim.locator('.running')).toHaveCount(0);
  await page.unroute('**/worker-*.js');
  await run.click();
  await expect(claim.locator('.holds')).toContainText(/holds/i, { timeout: 50_000 });
  stage.forgive(/Failed to load resource/);
});

test('a private address cannot be reached from the internet', async ({ stage, page }) => {
  await stage.open(balancer);
  await page.locator('.node-hit[data-node="web-2"]').click();
  await page.getByRole('menuitem', { name: /knock/i }).click();
  await expect(page.locator('.walk-end')).toContainText('no route to a private address');
});

test('the next stage opens with the trouble, and one change ends it', async ({ stage, page }) => {
  await stage.open('single-server');
  await page.getByRole('link', { name: /next/i }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(stages[1].title);
  await expect(page.locator('.node-hit[data-node="database"]')).toHaveCount(0);
  await expect(page.locator('.node-hit[data-node="web-1"]')).toHaveAccessibleName(/(9\d|100)\s%/);
  await page.locator('.change .primary').click();
  await expect(page.locator('.node-hit[data-node="database"]')).toHaveCount(1);
});

test('a change of a slider leads to a sketch of the whole curve, which is then refined', async ({ stage, page }) => {
  await stage.open(balancer);
  const curve = page.locator('section.curves');
  await expect(curve).toHaveClass(/refining/, { timeout: 30_000 });
  // What the curve is at each of its changes, from the next change of the settings on.
  await page.evaluate(() => {
    const section = document.querySelector('section.curves');
    const path = (name) => section.querySelector(`path.${name}:not(.old)`).getAttribute('d') ?? '';
    window.curve = [];
    new MutationObserver(() => {
      const state = ['working', 'refining'].find((name) => section.classList.contains(name)) ?? 'refined';
      const pieces = (d) => d.split('M').slice(1);
      // Each whisker is an upright from its one end to the other.
      const lengths = pieces(path('err')).map((d) => {
        const [, from, to] = d.match(/^\S+ (-?[\d.]+)V(-?[\d.]+)/);
        return Math.abs(to - from);
      });
      window.curve.push({
        state,
        dots: pieces(path('dots')).length,
        whiskers: lengths.length,
        length: lengths.reduce((sum, one) => sum + one, 0),
        hint: section.querySelector('.hint').textContent,
      });
    }).observe(section, { attributes: true, subtree: true, attributeFilter: ['class', 'd'] });
  });
  await stage.slider('users').focus();
  await page.keyboard.press('ArrowRight');
  await expect(curve).toHaveClass(/working|refining/);
  await expect(curve).not.toHaveClass(/working|refining/, { timeout: 50_000 });
  const seen = await page.evaluate(() => window.curve);
  const states = seen.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]);
  expect(states.slice(states.lastIndexOf('working'))).toEqual(['working', 'refining', 'refined']);
  const sketch = seen.find(({ state, dots }, i) => state === 'refining' && i > 0 && dots === 40);
  const last = seen.at(-1);
  for (const at of [sketch, last]) expect(at).toMatchObject({ dots: 40, whiskers: 40 });
  expect(sketch.hint).toMatch(/sketch/);
  expect(last.hint).not.toMatch(/sketch/);
  expect(last.length).toBeLessThan(sketch.length);
});

test('a bad address is told, and the page runs with the defaults', async ({ stage, page }) => {
  await stage.open(balancer, { query: 'users=lots&cache.colour=red&colour=red&web.servers=6' });
  const warnings = page.locator('.warnings');
  await expect(warnings).toContainText('users = lots');
  await expect(warnings).toContainText('cache.colour');
  await expect(warnings.locator('li')).toHaveCount(2);
  await expect(page.locator('.node-hit[data-node^="web-"]')).toHaveCount(6);
});

test('the theme follows its switch', async ({ stage, page }) => {
  await stage.open(balancer);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await stage.theme.getByLabel('Ink').check({ force: true });
  expect(await ground()).toBe('rgb(16, 20, 27)');
  await stage.theme.getByLabel('Paper').check({ force: true });
  expect(await ground()).toBe('rgb(248, 244, 234)');
});

test('figures move while traffic runs, and stand still on pause', async ({ stage, page }) => {
  await stage.open(balancer);
  const clock = page.locator('.clock');
  const early = await clock.textContent();
  await expect(clock).not.toHaveText(early ?? '');
  await stage.play.click();
  await expect(stage.play).toHaveAccessibleName(/play/i);
  // The last frame that was under way when the button was pressed may still be shown.
  await page.waitForTimeout(300);
  const still = await clock.textContent();
  await page.waitForTimeout(700);
  expect(await clock.textContent()).toBe(still);
});

test('with reduced motion nothing glides', async ({ stage, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await stage.open(balancer);
  const moves = await page.locator('.node').first().evaluate((node) => getComputedStyle(node).transitionDuration);
  expect(moves.split(', ').every((duration) => parseFloat(duration) === 0)).toBe(true);
});
