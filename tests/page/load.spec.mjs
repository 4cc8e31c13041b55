// Each stage has an address of its own that survives a reload, at the root of a host and deep below it.
import { expect, test, under } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

for (const { slug, number, title } of stages) {
  for (const prefix of ['', under]) {
    test(`${slug} loads and reloads at /${prefix}${slug}/`, async ({ stage, page }) => {
      await stage.open(slug, { prefix });
      await page.reload();
      await stage.running();
      expect(new URL(page.url()).pathname).toBe(`/${prefix}${slug}/`);
      await expect(page).toHaveTitle(`${number}. ${title} | Scalewalk`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.locator('#static')).toHaveCount(0);
      await expect(stage.plate.first()).toBeVisible();
    });
  }
}

for (const prefix of ['', under]) {
  test(`the start page runs at /${prefix}`, async ({ stage, page }) => {
    await page.goto(prefix || '/');
    await stage.running();
    await expect(stage.rail.getByRole('link').first()).toBeVisible();
  });
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a stage says what it is about', async ({ page }) => {
    const { slug, number, title } = stages[0];
    await page.goto(`${slug}/`);
    await expect(page).toHaveTitle(`${number}. ${title} | Scalewalk`);
    await expect(page.locator('#static h1')).toHaveText(title);
    await expect(page.locator('#static .pain')).not.toBeEmpty();
    const loaded = await page.locator('link[rel=stylesheet]').count();
    expect(loaded).toBeGreaterThan(0);
  });
});

test('a folder address without its slash leads to the stage', async ({ stage, page }) => {
  await page.goto(`${stages[0].slug}?embed=1`);
  await stage.running();
  expect(new URL(page.url()).pathname).toBe(`/${stages[0].slug}/`);
});
