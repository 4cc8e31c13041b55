// The ladder and the challenge: a bar is measured again, a level is played, scored, watched and shared.
import { expect, test } from './lib/stage.mjs';

const home = 'millions';

/** Presses "Score it" and waits for the result. */
async function score(challenge) {
  await challenge.getByRole('button', { name: 'Score it' }).click();
  await expect(challenge.locator('.result')).toBeVisible({ timeout: 55_000 });
}

test('the ladder has a bar and a link for each stage, and one can be measured again', async ({ stage, page }) => {
  await stage.open(home);
  const rows = page.locator('.ladder tbody tr');
  expect(await rows.count()).toBeGreaterThan(8);
  await expect(page.locator('.ladder tr.here')).toHaveAttribute('data-stage', home);
  const first = page.locator('.ladder tr[data-stage="single-server"]');
  await expect(first.getByRole('link')).toHaveAttribute('href', /single-server\/\?v=2&users=\d+&web\.cores=16$/);
  const users = await first.locator('.rung .num').textContent();
  await first.getByRole('button').click();
  await expect(first.locator('small')).toContainText(`${users} again`, { timeout: 55_000 });
});

test('a bar leads to its stage as it was built', async ({ stage, page }) => {
  await stage.open(home);
  await page.locator('.ladder tr[data-stage="database"] a').click();
  await stage.running();
  expect(stage.slug()).toBe('database');
  await expect(stage.slider('db.cores')).toHaveAttribute('aria-valuetext', /16/);
  await expect(page.locator('.warnings li')).toHaveCount(0);
});

test('a level is played, scored, and kept among the tries', async ({ stage, page }) => {
  await stage.open(home);
  const challenge = page.locator('.challenge');
  await challenge.locator('.levels button').first().click();
  await expect(page).toHaveURL(/level=1/);
  // The text is about another system.
  await expect(page.locator('.claim').first()).toBeHidden();
  await expect(page.locator('.node-hit[data-node^="web-"]')).toHaveCount(1);
  await score(challenge);
  await expect(challenge.locator('.verdict')).toHaveText('not met');
  await expect(challenge.locator('.result tr.missed')).not.toHaveCount(0);
  const servers = stage.slider('web.servers');
  await expect(servers).toHaveAttribute('max', '11');
  await servers.focus();
  await page.keyboard.press('End');
  await expect(challenge.locator('.meter')).toHaveClass(/over/);
  await expect(challenge.locator('.result')).toHaveClass(/old/);
  await expect(page.locator('.tries tbody tr')).toHaveCount(1);
  await page.getByRole('button', { name: 'Forget them' }).click();
  await expect(page.locator('.tries')).toHaveCount(0);
});

test('a link holds a design, which wins here as it does elsewhere', async ({ stage, page }) => {
  const design = 'web.servers=6&web.cores=1&lb.interval=1&lb.threshold=2&lb.standby=on';
  await stage.open(home, { query: `v=2&level=1&${design}` });
  const challenge = page.locator('.challenge');
  await expect(challenge.locator('.levels [aria-pressed="true"]')).toContainText('1');
  await score(challenge);
  await expect(challenge.locator('.verdict')).toHaveText('gold');
  await expect(challenge.getByRole('link', { name: 'Link to this design' })).toHaveAttribute('href', /level=1&/);
  await challenge.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.locator('.node-hit[data-node="web-1"]')).toHaveAccessibleName(/down/, { timeout: 30_000 });
});

test('what a level does not allow is named and left out', async ({ stage, page }) => {
  await stage.open(home, { query: 'v=2&level=1&users=5&web.servers=40&level=9' });
  await expect(page.getByText('not allowed at this level')).toHaveCount(2);
  await expect(page.locator('.node-hit[data-node^="web-"]')).toHaveCount(1);
  await stage.open(home, { query: 'level=9' });
  await expect(page.getByText('1 to')).not.toHaveCount(0);
});

test('tries that cannot be read do no harm', async ({ stage, page }) => {
  await page.addInitScript(() => localStorage.setItem('scalewalk.tries', '1 3 x\n\n9 9 9 9 9 ?\nnull'));
  await stage.open(home);
  await expect(page.locator('.challenge')).toBeVisible();
  await expect(page.locator('.tries')).toHaveCount(0);
});
