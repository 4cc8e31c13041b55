// What a screen reader is told of what keys and buttons do, where nothing else tells it.
import { expect, test } from './lib/stage.mjs';

const slug = 'load-balancer';
const said = (page) => page.locator('[role=status]');
const blur = (page) => page.evaluate(() => document.activeElement.blur());

async function walk(page) {
  await page.getByRole('button', { name: 'Walk one request' }).click();
  await expect(page.locator('.walk .step')).toContainText('1 of');
  await blur(page);
}

test('theme, speed, a step and a new start are said', async ({ stage, page }) => {
  await stage.open(slug);
  await page.keyboard.press('t');
  await expect(said(page)).toContainText('Theme: Paper.');
  await page.keyboard.press(']');
  await expect(said(page)).toContainText(/Speed: .+ (fast|times|time)/);
  await page.keyboard.press('.');
  await expect(said(page)).toContainText(/One event on, at \d/);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(said(page)).toContainText('Started again.');
});

test('the keys of a walk say what they are for outside one, and where it ends', async ({ stage, page }) => {
  await stage.open(slug);
  for (const key of ['n', 'b']) {
    await page.keyboard.press(key);
    await expect(said(page).locator('p')).toHaveText(key === 'n' ? [/step through a walk/] : [/step through a walk/, /step through a walk/]);
  }
  await page.keyboard.press('Enter');
  await expect(said(page).locator('p')).toHaveCount(2);
  await walk(page);
  await page.keyboard.press('b');
  await expect(said(page)).toContainText('first step of the walk');
  const [, hops] = (await page.locator('.walk .step').textContent()).match(/of (\d+)/);
  for (let hop = 1; hop < Number(hops); hop += 1) await page.keyboard.press('n');
  await expect(page.locator('.walk .step')).toContainText(`${hops} of`);
  await page.keyboard.press('n');
  await expect(said(page)).toContainText('last step of the walk');
});

test('Space steps through a walk, and leaves it at its end', async ({ stage, page }) => {
  await stage.open(slug);
  await walk(page);
  await page.keyboard.press('Space');
  await expect(page.locator('.walk .step')).toContainText('2 of');
  for (let press = 0; press < 40 && await page.locator('.walk').count(); press += 1) {
    await blur(page);
    await page.keyboard.press('Space');
  }
  await expect(page.locator('.walk')).toHaveCount(0);
  await expect(said(page)).toContainText('Back to all traffic.');
  await expect(stage.play).toHaveAccessibleName(/pause/i);
});

test('what is taken back in a walk is said, and that the walk is left', async ({ stage, page }) => {
  await stage.open(slug);
  await stage.slider('web.servers').press('ArrowRight');
  await walk(page);
  await page.keyboard.press('z');
  await expect(page.locator('.walk')).toHaveCount(0);
  await expect(said(page)).toContainText('Back to all traffic.');
  await expect(said(page)).toContainText(/Taken back: .*servers/i);
});

test('a claim that is started and stopped says so', async ({ stage, page }) => {
  await stage.open(slug);
  // Some are done before a second press comes.
  await page.locator('.claim button.run').first().evaluate((button) => {
    button.click();
    button.click();
  });
  await expect(said(page)).toContainText('Running.');
  await expect(said(page)).toContainText('Stopped.');
});

test('a switch and a choice in the text take Space and Enter', async ({ stage, page }) => {
  await stage.open(slug);
  const standby = page.getByRole('switch', { name: /standby/i }).and(page.locator('.drag'));
  await expect(standby).toHaveAttribute('aria-checked', 'false');
  await standby.focus();
  await page.keyboard.press('Space');
  await expect(standby).toHaveAttribute('aria-checked', 'true');
  await expect(standby).toHaveText('on');
  await page.keyboard.press('Enter');
  await expect(standby).toHaveAttribute('aria-checked', 'false');
  await expect(stage.play).toHaveAccessibleName(/pause/i);
  const algorithm = page.locator('.drag').nth(1);
  await algorithm.focus();
  await page.keyboard.press('Enter');
  await expect(algorithm).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('Space');
  await expect(algorithm).toHaveAttribute('aria-valuenow', '2');
});

test('a level that is begun and a score that misses are said, with what was missed', async ({ stage, page }) => {
  await stage.open('millions');
  const challenge = page.locator('.challenge');
  await challenge.locator('.levels button').first().click();
  await expect(said(page)).toContainText('Level 1, The launch.');
  await challenge.getByRole('button', { name: 'Score it' }).click();
  await expect(said(page)).toContainText('Running.');
  await expect(challenge.locator('.result')).toBeVisible({ timeout: 55_000 });
  const missed = challenge.locator('.result tr.missed');
  for (const row of await missed.all()) {
    const [measured, asked] = await row.locator('td').allTextContents();
    await expect(said(page)).toContainText(`${measured}, asked for ${asked}`);
    // More than all cannot be left: the last cell says how many times as much it was.
    await expect(row.locator('td').last()).toHaveText(/[\d.]\s×\sthe\slimit|∞/);
  }
  expect(await missed.count()).toBeGreaterThan(0);
});
