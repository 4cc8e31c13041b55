// In a frame with `sandbox="allow-scripts"` the page has no origin: it may start no worker and keep nothing. From a host that
// lets others load its files all runs.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';

/** Opens a stage in a sandbox, on a host that says that everybody may load its files. */
async function sandboxed(page, stage, address) {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  const inside = await openHost(page, stage, address, { frame: 'sandbox="allow-scripts" width="1200" height="800"' });
  await stage.running(inside);
  const refused = await inside.locator('html').evaluate(() => {
    const fails = (act) => {
      try {
        act();
        return false;
      } catch {
        return true;
      }
    };
    return [fails(() => localStorage), fails(() => new Worker(document.querySelector('meta[name=scalewalk-worker]').content))];
  });
  expect(refused, 'neither storage nor workers').toEqual([true, true]);
  return inside;
}

test('in a sandbox a claim is run between the frames, tells how far it is, and gives its verdict', async ({ stage, page }) => {
  const inside = await sandboxed(page, stage, 'load-balancer/?embed=1&speed=1');
  await inside.locator('button.playb').click();
  // One that takes some seconds there: the first is over before anybody has looked.
  const claim = inside.locator('.claim[data-claim="lb.add-server"]');
  await claim.locator('button.run').click();
  await expect(claim.locator('.running')).toContainText(/\d+ of \d+/);
  // The picture goes on meanwhile.
  const clock = inside.locator('.clock').first();
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before);
  await expect(claim.locator('.running')).toBeVisible();
  await expect(claim.locator('.holds')).toContainText(/holds/i, { timeout: 50_000 });
});

test('in a sandbox a claim can be stopped, and run again', async ({ stage, page }) => {
  const inside = await sandboxed(page, stage, 'single-server/?embed=1');
  const claim = inside.locator('.claim').first();
  const run = claim.locator('button.run');
  await run.click();
  await expect(claim.locator('.running')).toContainText(/\d+ of \d+/);
  await run.click();
  await expect(claim.locator('.running')).toHaveCount(0);
  // Nothing of it is left: no frame is asked for any more.
  const frames = await inside.locator('html').evaluate(async () => {
    const request = window.requestAnimationFrame;
    let asked = 0;
    window.requestAnimationFrame = (frame) => {
      asked += 1;
      return request(frame);
    };
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return asked;
  });
  expect(frames).toBeLessThanOrEqual(1);
  await expect(claim.locator('.holds')).toHaveCount(0);
  await run.click();
  await expect(claim.locator('.holds')).toContainText(/holds/i, { timeout: 50_000 });
});

test('in a sandbox an experiment, a rung of the ladder and a level of the challenge are run, too', async ({ stage, page }) => {
  test.slow();
  const inside = await sandboxed(page, stage, 'database/?embed=1');
  await inside.locator('.store-choice button').first().click();
  await expect(inside.locator('.tryit .try-keys button').first()).toBeVisible({ timeout: 50_000 });
  await page.goto('about:blank');
  const last = await sandboxed(page, stage, 'millions/?embed=1');
  const rung = last.locator('.ladder tr[data-stage="single-server"] button');
  await rung.click();
  await expect(last.locator('.ladder tr[data-stage="single-server"] small')).toContainText(/\d/, { timeout: 50_000 });
  const challenge = last.locator('.challenge');
  await challenge.locator('.levels button').first().click();
  await challenge.getByRole('button', { name: 'Score it' }).click();
  await expect(challenge.locator('.result')).toBeVisible({ timeout: 100_000 });
});
