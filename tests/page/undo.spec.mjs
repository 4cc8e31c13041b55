// The last change is taken back and done again: settings and faults, by name.
import { expect, test } from './lib/stage.mjs';

const slug = 'load-balancer';

/** The two buttons, and what a screen reader was told. */
const tools = (page) => ({
  undo: page.getByRole('button', { name: /^Undo/ }),
  redo: page.getByRole('button', { name: /^Redo/ }),
  said: page.locator('div[role=status]'),
});

const text = (slider) => slider.getAttribute('aria-valuetext');

test('before anything is changed there is nothing to take back', async ({ stage, page }) => {
  await stage.open(slug);
  const { undo, redo, said } = tools(page);
  await expect(undo).toHaveAccessibleName('Undo');
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(redo).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('z');
  await expect(said).toContainText('Nothing to undo.');
  await page.keyboard.press('Shift+z');
  await expect(said).toContainText('Nothing to redo.');
});

test('a slider that is dragged is one change, however long the drag', async ({ stage, page }) => {
  await stage.open(slug);
  const { undo, redo, said } = tools(page);
  const slider = stage.slider('users');
  await slider.scrollIntoViewIfNeeded();
  const first = await text(slider);
  const box = await slider.boundingBox();
  const to = (share) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2, { steps: 4 });
  await to(0.3);
  await page.mouse.down();
  await to(0.5);
  // A pause in the midst of it is no end.
  await page.waitForTimeout(1_300);
  await to(0.8);
  await page.mouse.up();
  const last = await text(slider);
  expect(last).not.toBe(first);
  await expect(undo).toHaveAccessibleName(/^Undo: .*users/i);
  const name = (await undo.getAttribute('aria-label')).replace('Undo: ', '');
  await undo.click();
  await expect(slider).toHaveAttribute('aria-valuetext', first);
  await expect(said).toContainText(`Taken back: ${name}.`);
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(redo).toHaveAccessibleName(`Redo: ${name}`);
  await redo.click();
  await expect(slider).toHaveAttribute('aria-valuetext', last);
  await expect(said).toContainText(`Done again: ${name}.`);
  // The address follows.
  await expect(page).toHaveURL(/users=/);
  await undo.click();
  await expect(page).not.toHaveURL(/users=/);
});

test('keys in a row are one change, and after a pause another; a number in the text is taken back as well', async ({ stage, page }) => {
  await stage.open(slug);
  const { undo } = tools(page);
  const slider = stage.slider('web.servers');
  await slider.focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(1_200);
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '7');
  await undo.click();
  await expect(slider).toHaveAttribute('aria-valuetext', '6');
  await undo.click();
  await expect(slider).toHaveAttribute('aria-valuetext', '3');
  const drag = page.locator('.drag').first();
  const then = await drag.getAttribute('aria-valuenow');
  await drag.focus();
  await page.keyboard.press('ArrowRight');
  await expect(drag).not.toHaveAttribute('aria-valuenow', then);
  await page.keyboard.press('z');
  await expect(drag).toHaveAttribute('aria-valuenow', then);
});

test('what was dragged away and back is no change', async ({ stage, page }) => {
  await stage.open(slug);
  const slider = stage.slider('web.servers');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', '3');
  await expect(tools(page).undo).toHaveAttribute('aria-disabled', 'true');
});

test('a setting of both systems is one change', async ({ stage, page }) => {
  await stage.open('scaling');
  const { undo } = tools(page);
  const slider = stage.slider('users');
  const first = await text(slider);
  await slider.focus();
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/users=/);
  await undo.click();
  await expect(slider).toHaveAttribute('aria-valuetext', first);
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(page).not.toHaveURL(/users=/);
});

test('back to the defaults is one change', async ({ stage, page }) => {
  await stage.open(slug);
  const { undo } = tools(page);
  for (const [param, key] of [['web.servers', 'End'], ['users', 'PageUp']]) {
    await stage.slider(param).focus();
    await page.keyboard.press(key);
  }
  const both = () => Promise.all(['web.servers', 'users'].map((param) => text(stage.slider(param))));
  const set = await both();
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '3');
  await expect(undo).toHaveAccessibleName('Undo: Back to the defaults');
  await undo.click();
  await expect.poll(both).toEqual(set);
});

test('a rule that is broken is whole again at once', async ({ stage, page }) => {
  await stage.open('millions');
  const { undo, redo } = tools(page);
  // Five settings in one.
  const rule = page.locator('.claim[data-claim="millions.rule-data-centers"] .switch');
  await rule.click();
  await expect(rule).toHaveAttribute('aria-checked', 'false');
  await undo.click();
  await expect(rule).toHaveAttribute('aria-checked', 'true');
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(page).not.toHaveURL(/dc\.count|cores/);
  await redo.click();
  await expect(rule).toHaveAttribute('aria-checked', 'false');
});

test('a machine that was killed is repaired, and killed again; and one that was repaired is killed', async ({ stage, page }) => {
  await stage.open(slug, { query: 'speed=1' });
  const { undo, redo, said } = tools(page);
  const machine = page.locator('.node-hit[data-node="web-3"]');
  const choose = async (what) => {
    await machine.click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await choose(/kill/i);
  await expect(machine).toHaveAccessibleName(/down/);
  await expect(undo).toHaveAccessibleName('Undo: web 3 is down');
  await undo.click();
  await expect(machine).not.toHaveAccessibleName(/down/);
  await expect(said).toContainText('Taken back: web 3 is down.');
  await redo.click();
  await expect(machine).toHaveAccessibleName(/down/);
  await choose(/repair/i);
  await expect(machine).not.toHaveAccessibleName(/down/);
  await undo.click();
  await expect(machine).toHaveAccessibleName(/down/);
});

test('what cannot be undone is passed over, by name', async ({ stage, page }) => {
  await stage.open('cdn');
  const { undo } = tools(page);
  const slider = stage.slider('cdn.ttl');
  const first = await text(slider);
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  const name = await undo.getAttribute('aria-label');
  expect(name).toMatch(/^Undo: \S/);
  await stage.faults.locator('[data-act=purge]').click();
  await expect(undo).toHaveAccessibleName(name);
  await page.keyboard.press('z');
  await expect(slider).toHaveAttribute('aria-valuetext', first);
  await expect(tools(page).said).toContainText(`Taken back: ${name.replace('Undo: ', '')}.`);
});

test('another stage has changes of its own', async ({ stage, page }) => {
  await stage.open(slug);
  await stage.slider('web.servers').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tools(page).undo).toHaveAccessibleName(/^Undo: /);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => stage.slug()).not.toBe(slug);
  await expect(tools(page).undo).toHaveAttribute('aria-disabled', 'true');
});

test('who goes back before a change has nothing to take back there', async ({ stage, page }) => {
  await stage.open(slug, { query: 'speed=1' });
  await page.waitForTimeout(1_500);
  const slider = stage.slider('web.servers');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(500);
  const moment = page.getByRole('slider', { name: 'Moment of the run' });
  await moment.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '3');
  await expect(tools(page).undo).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '4');
  await expect(tools(page).undo).toHaveAccessibleName(/^Undo: /);
});

for (const width of [320, 390, 768]) {
  test(`the time bar has room for what can be taken back, ${width} pixels wide`, async ({ stage, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await stage.open(slug);
    await page.locator('.drag').first().focus();
    await page.keyboard.press('ArrowRight');
    const { undo } = tools(page);
    await expect(undo).toBeInViewport({ ratio: 1 });
    await undo.click();
    await expect(tools(page).redo).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
