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
    for (let press = 0; press < 120; press += 1) {
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
