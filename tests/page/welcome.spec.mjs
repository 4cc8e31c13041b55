// The start page: what this is, a map, and the way on to where the reader was.
import { expect, test, under } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const goOn = (page) => page.locator('#go-on');

for (const prefix of ['', under]) {
  test(`the start page at /${prefix} leads to every stage`, async ({ stage, page }) => {
    await page.goto(`/${prefix}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('scale');
    const way = page.locator('.way li');
    await expect(way).toHaveCount(stages.length);
    for (const [i, { slug, title }] of stages.entries()) {
      const link = way.nth(i).getByRole('link');
      await expect(link).toContainText(title);
      expect(await link.evaluate((a) => new URL(a.href).pathname)).toBe(`/${prefix}${slug}/`);
      await expect(way.nth(i).locator('.min')).toHaveText(/^\d+ min$/);
    }
    await expect(goOn(page)).toBeHidden();
    // Nothing is simulated where nothing is shown.
    await expect(page.locator('html[data-running]')).toHaveCount(0);
    await page.locator('.begin .primary').click();
    await stage.running();
    expect(stage.slug()).toBe(stages[0].slug);
  });
}

test('parameters of others leave the start page alone', async ({ stage, page }) => {
  await page.goto('/?utm_source=x&ref=y');
  await expect(page.locator('.way li')).toHaveCount(stages.length);
  expect(new URL(page.url()).pathname).toBe('/');
});

test('it goes on where its reader was, and forgets it', async ({ stage, page }) => {
  await stage.open('cache');
  await stage.slider('users').first().press('ArrowRight');
  await expect.poll(() => new URL(page.url()).searchParams.get('users')).not.toBeNull();
  const left = page.url();
  await page.locator('header .mark').click();
  await expect(page.locator('.way li')).toHaveCount(stages.length);
  await expect(goOn(page)).toContainText(stages.find(({ slug }) => slug === 'cache').title);
  await expect(page.locator('.way [aria-current=step]')).toHaveCount(1);
  await goOn(page).click();
  await stage.running();
  expect(page.url()).toBe(left);
  await page.goto('/');
  await page.getByRole('button', { name: 'Forget what I did here' }).click();
  await expect(goOn(page)).toBeHidden();
  await expect(page.getByRole('status')).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('scalewalk.')))).toEqual([]);
  await page.reload();
  await expect(goOn(page)).toBeHidden();
});

test('a stage tells its version, how to cite it and where to report, and forgets', async ({ stage, page }) => {
  await stage.open('cache', { query: 'users=3000000&theme=dark&utm_source=x' });
  const about = page.locator('footer.about');
  await expect(about).toContainText(/Version \d+\.\d+\.\d+, build [0-9a-f]{16}/);
  await about.getByText('Cite this').click();
  const citation = about.locator('pre');
  await expect(citation).toContainText(/cache\/\?v=2&users=3000000 \(\d{4}-\d\d-\d\d\)/);
  await expect(citation).not.toContainText('utm_source');
  const report = await about.getByRole('link', { name: 'Report a mistake' }).getAttribute('href');
  expect(decodeURIComponent(report)).toContain('cache/?v=2&users=3000000');
  await page.evaluate(() => localStorage.setItem('of another page', '1'));
  await about.getByRole('button', { name: 'Forget what I did here' }).click();
  await expect(page.locator('.way li')).toHaveCount(stages.length);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['of another page']);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the start page leads to the stages', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('.way li')).toHaveCount(stages.length);
    await page.locator('.way li a').nth(5).click();
    await expect(page.locator('#static h1')).toHaveText(stages[5].title);
  });
});
