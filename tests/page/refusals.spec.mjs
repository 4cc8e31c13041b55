// What the simulation refuses is said where it was asked, and to screen readers; nothing says "done" that was not.
import { expect, test } from './lib/stage.mjs';

test('an act that is not possible says why beside its button, and leaves no mark', async ({ stage, page }) => {
  await stage.open('replication');
  const marks = await page.locator('.timeline .event').count();
  await stage.faults.locator('button[data-act=recover-log]').click();
  await expect(stage.faults.locator('.refused')).toContainText('lost writes');
  await expect(page.locator('[role=status]')).toContainText('not possible');
  expect(await page.locator('.timeline .event').count()).toBe(marks);
  // Something that is done takes its place.
  await stage.faults.locator('button[data-fault]').first().click();
  await expect(page.locator('.refused')).toHaveCount(0);
  await expect(page.locator('[role=status] p').last()).not.toContainText('not possible');
});

test('what is not possible is called what its button is called', async ({ stage }) => {
  await stage.open('message-queue', { query: 'before=1' });
  const button = stage.faults.locator('button[data-act=crash-worker]');
  await button.click();
  await expect(stage.faults.locator('.refused')).toContainText(`“${(await button.textContent()).trim()}” is not possible`);
});

test('an address that asks for too much together is told of, whatever its order', async ({ stage, page }) => {
  for (const query of ['users=1e8&requests=1000', 'requests=1000&users=1e8']) {
    await stage.open('load-balancer', { query });
    await expect(page.getByRole('alert')).toContainText('requests a second');
  }
});

test('a slider that asks for too much together stays where it was, and says so', async ({ stage, page }) => {
  await stage.open('load-balancer', { query: 'requests=900' });
  const slider = stage.slider('users');
  const before = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press('End');
  await expect(page.locator('.ctl', { has: slider }).locator('.refused')).toContainText('requests a second');
  await expect(slider).toHaveValue(before);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.refused')).toHaveCount(0);
  await expect(slider).not.toHaveValue(before);
});
