// Everything can be reached and used from the keyboard.
import { expect, test, under } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const [first, second] = stages;

for (const prefix of ['', under]) {
  test(`arrow keys walk between the stages at /${prefix}`, async ({ stage, page }) => {
    await stage.open(first.slug, { prefix });
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(second.title);
    await expect(page).toHaveTitle(`${second.number}. ${second.title} | Scalewalk`);
    expect(new URL(page.url()).pathname).toBe(`/${prefix}${second.slug}/`);
    await page.reload();
    await stage.running();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(first.title);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(second.title);
  });
}

test('arrow keys in a slider move the slider, not the stage', async ({ stage, page }) => {
  await stage.open(first.slug);
  const slider = page.locator('input[type=range][data-param]').first();
  const before = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(slider).not.toHaveValue(before);
  expect(stage.slug()).toBe(first.slug);
});

for (const { slug } of stages) {
  test(`Tab reaches the rail, the play button and every slider of ${slug}`, async ({ stage, page }) => {
    await stage.open(slug);
    await page.evaluate(() => {
      for (const [index, element] of document.querySelectorAll('*').entries()) element.dataset.place = index;
    });
    const wanted = await page.evaluate(() => {
      const visible = (element) => element.checkVisibility({ visibilityProperty: true });
      return {
        rail: document.querySelector('nav[aria-label="Stages"] a')?.dataset.place,
        play: document.querySelector('button.playb')?.dataset.place,
        sliders: [...document.querySelectorAll('input[type=range]')].filter(visible).map((slider) => slider.dataset.place),
      };
    });
    const reached = new Set();
    // Until it comes round; the last stage has more than 120 places.
    for (let press = 0; press < 200; press += 1) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => document.activeElement?.dataset.place);
      if (reached.has(place)) break;
      reached.add(place);
    }
    expect(reached).toContain(wanted.rail);
    expect(reached).toContain(wanted.play);
    expect(wanted.sliders.length).toBeGreaterThan(0);
    for (const slider of wanted.sliders) expect(reached).toContain(slider);
  });
}

test('in the picture one key leads to the machines, and arrow keys from one to the next', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const machines = page.locator('.node-hit');
  expect(await machines.count()).toBeGreaterThan(3);
  await expect(page.locator('.node-hit[tabindex="0"]')).toHaveCount(1);
  const at = (node) => page.locator(`.node-hit[data-node="${node}"]`);
  await at('web-1').focus();
  await page.keyboard.press('ArrowDown');
  await expect(at('web-2')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(at('database')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(at('database')).toBeFocused();
  expect(stage.slug()).toBe('load-balancer');
  // Back from elsewhere, Tab leads to the same machine again.
  await page.keyboard.press('Shift+Tab');
  await expect(at('database')).not.toBeFocused();
  await page.keyboard.press('Tab');
  await expect(at('database')).toBeFocused();
});

test('a machine is killed and repaired from the keyboard', async ({ stage, page }) => {
  await stage.open('load-balancer');
  const machine = page.locator('.node-hit[data-node="web-2"]');
  await machine.focus();
  await page.keyboard.press('Enter');
  const items = page.getByRole('menu').getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(items.first()).toHaveText(/kill/i);
  await page.keyboard.press('Enter');
  await expect(machine).toBeFocused();
  await expect(machine).toHaveAccessibleName(/down/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(machine).toBeFocused();
});

test('the play button plays and pauses from the keyboard', async ({ stage, page }) => {
  await stage.open(first.slug);
  await expect(stage.play).toHaveAccessibleName(/pause/i);
  await stage.play.focus();
  await page.keyboard.press('Enter');
  await expect(stage.play).toHaveAccessibleName(/play/i);
  await page.keyboard.press('Enter');
  await expect(stage.play).toHaveAccessibleName(/pause/i);
});

/** What has the focus, and whether the time bar or the window's edge hides it. */
const focused = (page) => page.evaluate(() => {
  const { activeElement: element } = document;
  const { top, bottom, height } = element.getBoundingClientRect();
  const foot = document.querySelector('.time').getBoundingClientRect().top;
  return { what: `${element.tagName} ${element.textContent.trim().slice(0, 40)}`, hidden: height > 0 && (bottom < 0 || top >= foot) };
});

test('who goes on from the end of the text begins at the top of the next stage', async ({ stage, page }) => {
  await stage.open(first.slug);
  await page.locator('.next-end').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(second.title);
  await expect(page.locator('h1')).toBeFocused();
  // The header stays, and so does who is there.
  const next = page.locator('.ways a').last();
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(stages[2].title);
  await expect(next).toBeFocused();
});

test('a button that goes when it is pressed leaves the focus where the reader goes on', async ({ stage, page }) => {
  await stage.open('load-balancer', { query: 'speed=0.05' });
  const press = async (button) => {
    await button.focus();
    await page.keyboard.press('Enter');
  };
  await press(page.getByRole('button', { name: 'See the trouble' }));
  await expect(page.getByRole('button', { name: 'Make the change' })).toBeFocused();
  await press(page.getByRole('button', { name: 'Make the change' }));
  await expect(page.getByRole('button', { name: 'See the trouble' })).toBeFocused();
  await stage.slider('users').press('ArrowRight');
  await press(page.getByRole('button', { name: 'Back to the defaults' }));
  await expect(page.locator('.controls :focus')).toHaveCount(1);
  await press(page.getByRole('button', { name: 'Follow this request' }));
  await expect(page.locator('.walk .on')).toBeFocused();
  expect(await focused(page)).toMatchObject({ hidden: false });
  while (await page.locator('.walk').count()) await page.keyboard.press('Enter');
  await expect(page.locator('.follow')).toBeFocused();
});

test('the menu of a machine and the list of stages close behind who leaves them', async ({ stage, page }) => {
  await page.setViewportSize({ width: 768, height: 1000 });
  await stage.open('load-balancer');
  const menu = page.locator('.node-menu');
  const machine = page.locator('.node-hit[data-node="web-1"]');
  await machine.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  for (let i = 0; i < 6 && await menu.count(); i += 1) await page.keyboard.press('Tab');
  await expect(menu).toHaveCount(0);
  await machine.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(machine).toBeFocused();
  const list = page.locator('details.rail-now');
  await list.locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(list).not.toHaveAttribute('open');
  await expect(list.locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await expect(list).not.toHaveAttribute('open');
});

test('the help opens at its top, where no key changes anything', async ({ stage, page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await stage.open(first.slug);
  await page.keyboard.press('?');
  await expect(page.locator('#help-title')).toBeFocused();
  await expect(page.locator('#help-title')).toBeInViewport();
  await page.keyboard.press('Space');
  await expect(page.locator('dialog.help input')).toBeChecked();
});

for (const size of [{ width: 1280, height: 800 }, { width: 640, height: 400 }]) {
  test(`what Tab reaches is not under the time bar, ${size.width} × ${size.height}`, async ({ stage, page }) => {
    test.slow();
    await page.setViewportSize(size);
    await stage.open('load-balancer');
    await stage.play.click();
    await page.evaluate(() => document.activeElement.blur());
    const hidden = new Set();
    for (let i = 0; i < 90; i += 1) {
      await page.keyboard.press('Tab');
      const { what, hidden: isHidden } = await focused(page);
      if (isHidden && await page.evaluate(() => !document.activeElement.closest('.time'))) hidden.add(what);
    }
    expect([...hidden]).toEqual([]);
  });
}

for (const slug of ['load-balancer', 'data-centers']) {
  test(`the machines of ${slug} that keys lead to are seen, from wherever on the page`, async ({ stage, page }) => {
    await stage.open(slug, { query: 'speed=1' });
    const machine = page.locator('.node-hit[tabindex="0"]');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.keyboard.press('Tab');
    await machine.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'End', 'Home']) {
      await page.keyboard.press(key);
      await expect(page.locator('.node-hit:focus')).toBeInViewport({ ratio: 0.9 });
    }
  });
}
