// The address says what is on the page, and the history leads back to it as it was left. The grammar itself is tested in
// crates/course/src/address.
import { openHost } from './lib/host.mjs';
import { expect, test, under } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const balancer = 'load-balancer';
const after = stages[stages.findIndex(({ slug }) => slug === balancer) + 1];
const query = (page) => new URL(page.url()).searchParams;
const heading = (page) => page.getByRole('heading', { level: 1 });
const next = (page) => page.locator('header .next:not(.back)');

/** Moves a slider with the keyboard, and tells its value then. */
async function move(stage, param, times = 1) {
  const slider = stage.slider(param).first();
  for (let i = 0; i < times; i += 1) await slider.press('ArrowRight');
  return slider.inputValue();
}

test('Back comes to a stage as it was left', async ({ stage, page }) => {
  await stage.open(balancer);
  const moved = await move(stage, 'users', 3);
  await page.waitForTimeout(600);
  const left = page.url();
  await next(page).click();
  await expect(heading(page)).toHaveText(after.title);
  expect(query(page).get('users')).toBeNull();
  await page.goBack();
  await expect(heading(page)).toHaveText(stages.find(({ slug }) => slug === balancer).title);
  expect(page.url()).toBe(left);
  await expect(stage.slider('users').first()).toHaveValue(moved);
  await page.goForward();
  await expect(heading(page)).toHaveText(after.title);
});

test('a slider moved just before the way on belongs to the stage that is left', async ({ stage, page }) => {
  await stage.open(balancer);
  // All of it within one task of the browser, as quick as nobody is.
  const slider = stage.slider('users').first();
  await slider.press('ArrowRight');
  await slider.press('ArrowRight');
  const moved = await slider.inputValue();
  await page.evaluate(() => document.querySelector('header .next:not(.back)').click());
  await expect(heading(page)).toHaveText(after.title);
  await page.waitForTimeout(700);
  expect(query(page).get('users')).toBeNull();
  await page.goBack();
  await expect(stage.slider('users').first()).toHaveValue(moved);
  await page.reload();
  await stage.running();
  await expect(stage.slider('users').first()).toHaveValue(moved);
});

test('a slider moved just before a reload is not lost', async ({ stage, page }) => {
  await stage.open(balancer);
  const moved = await move(stage, 'users', 2);
  await page.reload();
  await stage.running();
  await expect(stage.slider('users').first()).toHaveValue(moved);
});

test('a level of the challenge is a step in the history', async ({ stage, page }) => {
  await stage.open('millions');
  const level = (n) => page.locator('.challenge').getByRole('button', { name: new RegExp(`^${n}`) });
  await level(2).click();
  await expect.poll(() => query(page).get('level')).toBe('2');
  await level(3).click();
  await expect.poll(() => query(page).get('level')).toBe('3');
  await page.goBack();
  expect(query(page).get('level')).toBe('2');
  await expect(level(2)).toHaveAttribute('aria-pressed', 'true');
  await page.locator('header .next.back').click();
  await expect(heading(page)).toHaveText(stages.at(-2).title);
  await page.goBack();
  await expect(heading(page)).toHaveText(stages.at(-1).title);
  await expect(level(2)).toHaveAttribute('aria-pressed', 'true');
});

test('seed, speed and theme stay in the address, and what is the host\'s, too', async ({ stage, page }) => {
  await stage.open(balancer, { query: 'seed=7&speed=0.01&theme=projector&utm_source=x&fbclid=y' });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await move(stage, 'users');
  await expect.poll(() => query(page).get('users')).not.toBeNull();
  const said = Object.fromEntries(query(page));
  expect(said).toMatchObject({ seed: '7', speed: '0.01', theme: 'projector', utm_source: 'x', fbclid: 'y' });
  await next(page).click();
  await expect(heading(page)).toHaveText(after.title);
  const later = Object.fromEntries(query(page));
  expect(later).toEqual({ v: '2', before: '1', seed: '7', theme: 'projector', utm_source: 'x', fbclid: 'y' });
  await page.locator('fieldset.theme input[value=dark]').check({ force: true });
  await expect.poll(() => query(page).get('theme')).toBe('dark');
});

test('the trouble that a stage opens with is in its address', async ({ stage, page }) => {
  await stage.open(balancer);
  await next(page).click();
  await expect(heading(page)).toHaveText(after.title);
  const opens = await page.locator('.change .primary').count();
  expect(query(page).get('before')).toBe(opens ? '1' : null);
  await stage.open('cache');
  await page.locator('.change .plain').click();
  await expect.poll(() => query(page).get('before')).toBe('1');
  const users = await stage.slider('users').first().inputValue();
  await page.reload();
  await stage.running();
  await expect(page.locator('.change .primary')).toBeVisible();
  await expect(stage.slider('users').first()).toHaveValue(users);
  await page.locator('.change .primary').click();
  await expect.poll(() => query(page).get('before')).toBeNull();
});

for (const [address, slug, said] of [
  ['cache/?stage=nosuch', 'cache', 'nosuch'],
  [`${balancer}/index.html`, balancer, null],
  [`cache/?user=5`, 'cache', 'user'],
  [`cache/?cache.tll=5`, 'cache', 'cache.ttl'],
  [`cache/?v=99`, 'cache', '99'],
  ['?stage=cdn', 'cdn', null],
  ['?users=5000', 'single-server', null],
  ['index.html?users=5000', 'single-server', null],
  [`${under}?users=5000`, 'single-server', null],
]) {
  test(`/${address} opens ${slug} and says ${said ?? 'nothing'}`, async ({ stage, page }) => {
    await page.goto(`/${address}`);
    await stage.running();
    await expect(heading(page)).toHaveText(stages.find((one) => one.slug === slug).title);
    if (said) await expect(page.locator('.warnings li')).toContainText(said);
    else await expect(page.locator('.warnings')).toHaveCount(0);
  });
}

for (const prefix of ['', under]) {
  test(`a host that leaves the slash off serves the stage at /${prefix}${balancer}`, async ({ stage, page, request, baseURL }) => {
    await page.route(`**/${prefix}${balancer}?*`, async (route) => {
      const page = await request.get(`${new URL(baseURL).origin}/${prefix}${balancer}/`);
      await route.fulfill({ response: page });
    });
    const base = [];
    page.on('request', (asked) => base.push(new URL(asked.url()).pathname));
    await page.goto(`/${prefix}${balancer}?users=2000000`);
    await stage.running();
    await expect(heading(page)).toHaveText(stages.find(({ slug }) => slug === balancer).title);
    await next(page).click();
    await expect(heading(page)).toHaveText(after.title);
    expect(new URL(page.url()).pathname).toBe(`/${prefix}${after.slug}/`);
    // A browser guesses from the page's own base before its scripts run, and may ask one level too high.
    stage.forgive(/404/);
  });
}

test('after a panic a reload comes back to the same state', async ({ stage, page }) => {
  await stage.open(balancer, { query: 'embed=0' });
  const slider = stage.slider('users').first();
  // As in loading.spec: a browser that throws in the middle of a frame leaves what the frame had in hand locked. The last
  // move comes so soon after the first that it still waits to be written.
  await page.evaluate(() => {
    const slider = document.querySelector('input[type=range][data-param=users]');
    for (let i = 0; i < 40; i += 1) {
      slider.valueAsNumber += Number(slider.step || 1);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    CanvasRenderingContext2D.prototype.clearRect = () => {
      throw new Error('the canvas is gone');
    };
  });
  const moved = await slider.inputValue();
  await page.waitForTimeout(100);
  await page.evaluate(() => document.querySelector('button.playb').click());
  await expect(page.getByRole('alert')).toContainText('has stopped');
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await stage.running();
  await expect(slider).toHaveValue(moved);
  stage.forgive(/./s);
});

test('in a frame nothing is added to the host\'s history, and a reload is still a frame', async ({ stage, page }) => {
  const inside = await openHost(page, stage, `${balancer}/?embed=1`, { frame: 'width="1000" height="700"' });
  await stage.running(inside);
  const length = await page.evaluate(() => history.length);
  await inside.locator('h1').click();
  await inside.locator('.frame-ways').getByRole('link', { name: /^Next/ }).click();
  await expect(inside.locator('h1')).toHaveText(after.title);
  await inside.locator('input[data-param=users]').first().press('ArrowRight');
  await page.waitForTimeout(600);
  expect(await page.evaluate(() => history.length)).toBe(length);
  const [child] = page.frames().filter((one) => one !== page.mainFrame());
  const there = new URL(child.url());
  expect(there.pathname).toBe(`/${after.slug}/`);
  expect(there.searchParams.get('embed')).toBe('1');
  await child.evaluate(() => location.reload());
  await child.waitForLoadState();
  await stage.running(inside);
  await expect(inside.locator('h1')).toHaveText(after.title);
  await expect(inside.locator('header.head')).toHaveCount(0);
});
