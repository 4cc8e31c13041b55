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
      // Nobody has changed anything.
      await expect(page.getByRole('button', { name: 'Back to the defaults' })).toHaveCount(0);
      await expect(stage.plate.first()).toBeVisible();
    });
  }
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

test('what runs claims is loaded when one is run', async ({ stage, page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await stage.open(stages[0].slug);
  await page.waitForTimeout(2_000);
  expect(asked.filter((url) => url.includes('worker'))).toEqual([]);
  const claim = page.locator('.claim').first();
  await claim.locator('button.run').click();
  await expect(claim.locator('.holds')).toContainText(/holds/i, { timeout: 50_000 });
  expect(asked.some((url) => /\/worker-\w+\.js$/.test(url))).toBe(true);
});

for (const width of [1280, 390]) {
  test(`each stage has the rest of the code fetched once, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 900 });
    const asked = [];
    page.on('request', (request) => asked.push([request.resourceType(), request.url()]));
    for (const { slug } of stages) {
      await stage.open(slug);
      await page.waitForTimeout(500);
      const rest = asked.splice(0).filter(([, url]) => url.includes('/split_deferred-')).map(([type]) => type);
      expect(rest, slug).toEqual(['fetch']);
    }
  });
}

// What comes later stands above the text only where there are shards and the page is narrow.
const narrow = ['sharding', 'millions'].flatMap((slug) => [320, 600, 700].map((width) => ({ slug, width })));
for (const { slug, width } of [...stages.flatMap(({ slug }) => [{ slug, width: 1280 }, { slug, width: 390 }]), ...narrow]) {
  test(`nothing of ${slug} moves when the rest of the code comes, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 900 });
    let pass;
    const passed = new Promise((resolve) => (pass = resolve));
    await page.route('**/split_deferred-*.wasm', async (route) => {
      await passed;
      await route.continue();
    });
    await page.goto(`${slug}/`);
    await stage.drawn();
    await expect(page.locator('.prose p').first()).toBeVisible();
    const places = () => page.locator('h1, figure.plate, .legend, .prose').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    const before = await places();
    pass();
    await stage.running();
    expect(await places()).toEqual(before);
  });
}

test('the text of the next stage is there before it is asked for', async ({ stage, page }) => {
  const [first, second] = stages;
  const next = page.waitForResponse(`**/${second.slug}/en.txt`);
  await stage.open(first.slug);
  await (await next).finished();
  await page.waitForTimeout(200);
  await page.route(`**/${second.slug}/en.txt`, (route) => route.abort());
  await page.getByRole('link', { name: /next/i }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(second.title);
  await expect(page.locator('.claim').first()).toBeVisible();
});
