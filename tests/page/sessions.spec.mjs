// The pool of web servers that follows its load, and the sessions that machines hold and lose.
import { test, expect } from './lib/stage.mjs';

const web = '.node-hit[data-node^="web-"]';

test('the picture, the slider and the chart follow the pool', async ({ stage, page }) => {
  await stage.open('stateless', { query: 'users=300000&web.cores=1&wave=90&wave.period=60&auto.cooldown=0&speed=20' });
  const servers = page.locator(web);
  const seen = new Set();
  await expect(async () => {
    seen.add(await servers.count());
    expect(seen.size).toBeGreaterThan(2);
  }).toPass({ timeout: 40_000, intervals: [200] });
  await stage.play.click();
  const count = await servers.count();
  await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', new RegExp(`^${count}\\b`));
  // What the pool does by itself is no setting of the reader's.
  expect(page.url()).not.toContain('web.servers');
});

test('a dead server loses the sessions that it held, and a store keeps them', async ({ stage, page }) => {
  await stage.open('stateless', { query: 'session.mode=sticky&auto.scale=off&speed=1' });
  const first = page.locator('.node-hit[data-node="web-1"]');
  await expect(first).toHaveAccessibleName(/[1-9][\d\s]* sessions$/);
  await stage.faults.getByRole('button', { name: 'Kill web 1' }).click();
  await expect(first).toHaveAccessibleName(/sessions lost$/);
  await expect(page.locator('.node-sessions.lost')).toHaveText(/[1-9].* lost/);
  await page.getByLabel('in a shared store').check({ force: true });
  await expect(page.locator('.node-hit[data-node="sessions"]')).toHaveAccessibleName(/[1-9][\d\s]* sessions$/);
  await expect(page.locator('.node-sessions')).toHaveCount(1);
});
