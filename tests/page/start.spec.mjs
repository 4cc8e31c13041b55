// Where the simulation cannot be started the page says so, can be read, and can try again.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const { slug, title } = stages[0];
const script = '**/scalewalk-app-*.js*';
const module = '**/scalewalk-app-*_bg.wasm*';

const missing = (route) => route.fulfill({ status: 404, body: 'Nothing here.' });
const offline = (route) => route.abort();
const cut = async (route) => {
  const response = await route.fetch();
  const body = await response.body();
  await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
};

for (const [what, pattern, answer] of [
  ['a script that is missing', script, missing],
  ['a script that is cut short', script, cut],
  ['a module that is missing', module, missing],
  ['a module that is cut short', module, cut],
  ['a module that does not come', module, offline],
]) {
  test(`${what} is told, and can be loaded again`, async ({ stage, page }) => {
    await page.route(pattern, answer);
    await page.goto(`${slug}/`);
    const notice = page.getByRole('alert');
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(notice).toContainText('could not be loaded');
    await expect(page.locator('#static h1')).toHaveText(title);
    await again.click();
    // Whoever goes by keyboard has lost nothing.
    await expect(again).toBeFocused();
    await expect(notice).toHaveCount(1);
    await page.unroute(pattern);
    await again.click();
    await stage.running();
    await expect(notice).toHaveCount(0);
    await expect(page.locator('#static')).toHaveCount(0);
    stage.forgive(/./s);
  });
}

test('a host that does not know the type of WebAssembly does as well', async ({ stage, page }) => {
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await stage.open(slug);
  stage.forgive(/MIME type/);
});

test('a browser without WebAssembly is told of', async ({ stage, page }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(`${slug}/`);
  await expect(page.getByRole('alert')).toContainText('WebAssembly');
  await expect(page.locator('#static h1')).toHaveText(title);
  stage.forgive(/./s);
});
