// The keys of the help: each does what it says, on any keyboard, and is nobody else's.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const slug = 'load-balancer';
const at = stages.findIndex((stage) => stage.slug === slug);
const [before, after] = [stages[at - 1], stages[at + 1]];

/** What each key does, by its place; the argument presses it. A key that does nothing fails each of these. */
const effects = {
  Space: async ({ stage, press }) => {
    await expect(stage.play).toHaveAccessibleName(/pause/i);
    await press();
    await expect(stage.play).toHaveAccessibleName(/play/i);
  },
  ArrowRight: async ({ stage, press }) => {
    await press();
    await expect.poll(() => stage.slug()).toBe(after.slug);
  },
  ArrowLeft: async ({ stage, press }) => {
    await press();
    await expect.poll(() => stage.slug()).toBe(before.slug);
  },
  Enter: walkOn,
  KeyN: walkOn,
  KeyB: async ({ page, press }) => {
    await walk(page);
    await page.locator('.walk .on').click();
    await expect(page.locator('.walk .step')).toContainText('2 of');
    await page.locator('.walk .on').evaluate((button) => button.blur());
    await press();
    await expect(page.locator('.walk .step')).toContainText('1 of');
  },
  KeyW: async ({ page, press }) => {
    await expect(page.locator('.walk')).toHaveCount(0);
    await press();
    await expect(page.locator('.walk')).toBeVisible();
  },
  Period: async ({ stage, page, press }) => {
    await stage.play.click();
    await stage.play.evaluate((button) => button.blur());
    const clock = page.locator('.clock');
    await page.waitForTimeout(300);
    const then = await clock.textContent();
    await expect(async () => {
      await press();
      expect(await clock.textContent()).not.toBe(then);
    }).toPass();
  },
  BracketLeft: (tools) => speed(tools, 'slower'),
  BracketRight: (tools) => speed(tools, 'faster'),
  KeyZ: async ({ stage, page, press }) => {
    await move(stage, page);
    await press();
    await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '3');
  },
  'Shift+KeyZ': async ({ stage, page, press }) => {
    await move(stage, page);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '3');
    await page.evaluate(() => document.activeElement.blur());
    await press();
    await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '4');
  },
  KeyT: async ({ page, press }) => {
    await expect(page.locator('html[data-theme]')).toHaveCount(0);
    await press();
    await expect(page.locator('html[data-theme=light]')).toHaveCount(1);
  },
  KeyF: async ({ page, press }) => {
    const on = () => page.evaluate(() => document.fullscreenElement === document.documentElement);
    await press();
    await expect.poll(on).toBe(true);
    await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
    await press();
    await expect.poll(on).toBe(false);
    await expect(page.getByRole('button', { name: 'Full screen', exact: true })).toBeVisible();
  },
  'Shift+Slash': async ({ page, press }) => {
    await expect(page.locator('dialog.help')).toBeHidden();
    await press();
    await expect(page.locator('dialog.help')).toBeVisible();
  },
};

async function walk(page) {
  await page.getByRole('button', { name: 'Walk one request' }).click();
  await expect(page.locator('.walk .step')).toContainText('1 of');
  await page.evaluate(() => document.activeElement.blur());
}

async function walkOn({ page, press }) {
  await walk(page);
  await press();
  await expect(page.locator('.walk .step')).toContainText('2 of');
}

async function speed({ page, press }, way) {
  const slider = page.getByRole('slider', { name: 'Speed' });
  const then = Number(await slider.inputValue());
  await press();
  await expect(slider).toHaveValue(String(way === 'faster' ? then + 1 : then - 1));
}

async function move(stage, page) {
  await stage.slider('web.servers').focus();
  await page.keyboard.press('ArrowRight');
  await expect(stage.slider('web.servers')).toHaveAttribute('aria-valuetext', '4');
  await page.evaluate(() => document.activeElement.blur());
}

/** A key event as a keyboard would send it that has something else written on its keys. */
function send(page, init, target = 'body') {
  return page.evaluate(([init, target]) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    document.querySelector(target).dispatchEvent(event);
    return event.defaultPrevented;
  }, [init, target]);
}

test('the help names every key, and each does what it says', async ({ stage, page }) => {
  test.setTimeout(180_000);
  await stage.open(slug);
  await page.keyboard.press('Shift+Slash');
  const rows = await page.locator('dialog.help kbd').evaluateAll((keys) => keys.map((key) => ({
    name: `${key.dataset.shift !== undefined ? 'Shift+' : ''}${key.dataset.code}`,
    text: key.textContent,
    said: key.closest('div').querySelector('dd').textContent,
  })));
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(effects).sort());
  for (const { name, text, said } of rows) {
    expect(text, name).not.toBe('');
    expect(said, name).not.toBe('');
    await test.step(`${text}: ${said}`, async () => {
      await stage.open(slug);
      await effects[name]({ stage, page, press: () => page.keyboard.press(name) });
    });
  }
});

// What is written on the key at a letter's place: with the capitals locked, and on keyboards without Latin letters.
const cyrillic = { KeyN: 'т', KeyB: 'и', KeyW: 'ц', Period: 'ю', BracketLeft: 'х', BracketRight: 'ъ', KeyZ: 'я', 'Shift+KeyZ': 'Я', KeyT: 'е' };
const greek = { KeyN: 'ν', KeyW: 'ς', KeyZ: 'ζ', 'Shift+KeyZ': 'Ζ', KeyT: 'τ', BracketLeft: 'Dead' };
const german = { BracketLeft: 'ü', BracketRight: '+' };
const capitals = { KeyN: 'N', KeyB: 'B', KeyW: 'W', KeyZ: 'Z', 'Shift+KeyZ': 'z', KeyT: 'T' };

for (const [keyboard, keys] of Object.entries({ cyrillic, greek, german, capitals })) {
  test(`the keys do the same on another keyboard: ${keyboard}`, async ({ stage, page }) => {
    test.setTimeout(120_000);
    for (const [name, key] of Object.entries(keys)) {
      await stage.open(slug);
      const init = { key, code: name.replace('Shift+', ''), shiftKey: name.startsWith('Shift+') };
      await test.step(`${key} at ${name}`, () => effects[name]({ stage, page, press: () => send(page, init) }));
    }
  });
}

test('a Latin letter elsewhere is itself, and a sign of ASCII at the place of a letter is none', async ({ stage, page }) => {
  await stage.open(slug);
  // W and Z on a French keyboard; the semicolon and the comma on Dvorak's.
  await send(page, { key: 'w', code: 'KeyZ' });
  await expect(page.locator('.walk')).toBeVisible();
  await send(page, { key: 'w', code: 'KeyZ' });
  await expect(page.locator('.walk')).toHaveCount(0);
  for (const [key, code] of [['z', 'KeyW'], [';', 'KeyZ'], [',', 'KeyW'], ['y', 'KeyT']]) await send(page, { key, code });
  await page.waitForTimeout(200);
  await expect(page.locator('.walk')).toHaveCount(0);
  await expect(page.locator('html[data-theme]')).toHaveCount(0);
});

/** Nothing of what the keys w, t, z and . do has happened. */
async function untouched(stage, page) {
  await page.waitForTimeout(200);
  await expect(page.locator('.walk')).toHaveCount(0);
  await expect(page.locator('html[data-theme]')).toHaveCount(0);
  await expect(stage.play).toHaveAccessibleName(/pause/i);
  await expect(page.locator('dialog.help')).toBeHidden();
}

test('with a modifier, and while text is composed, a key is not the page’s', async ({ stage, page }) => {
  await stage.open(slug);
  const drag = page.locator('.drag').first();
  const machine = '.node-hit[data-node="web-1"]';
  const value = await drag.getAttribute('aria-valuenow');
  for (const with_ of ['ctrlKey', 'metaKey', 'altKey', 'modifierAltGraph', 'isComposing']) {
    for (const [key, code] of [['w', 'KeyW'], ['t', 'KeyT'], ['.', 'Period'], [' ', 'Space'], ['?', 'Slash'], ['ArrowRight', 'ArrowRight']]) {
      expect(await send(page, { key, code, [with_]: true }), `${with_} ${key}`).toBe(false);
    }
    expect(await send(page, { key: 'ArrowRight', [with_]: true }, '.drag'), with_).toBe(false);
    await page.locator(machine).focus();
    expect(await send(page, { key: 'ArrowDown', [with_]: true }, machine), with_).toBe(false);
    await expect(page.locator(machine)).toBeFocused();
  }
  await page.locator(machine).press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  for (const with_ of ['ctrlKey', 'metaKey', 'altKey', 'modifierAltGraph', 'isComposing']) {
    for (const key of ['Escape', 'ArrowDown', 'End']) {
      expect(await send(page, { key, [with_]: true }, '[role=menuitem]'), `${with_} ${key}`).toBe(false);
    }
  }
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  expect(await drag.getAttribute('aria-valuenow')).toBe(value);
  expect(stage.slug()).toBe(slug);
  await untouched(stage, page);
});

// Where text is typed, and where letters look for one of several by its name.
const typed = [
  '<select><option>web 1</option></select>',
  '<select size="3"><option>web 1</option></select>',
  '<input>',
  '<input type="search">',
  '<textarea></textarea>',
  '<p contenteditable tabindex="0">text</p>',
  '<p contenteditable="plaintext-only" tabindex="0">text</p>',
  '<ul role="menu"><li role="menuitem" tabindex="0">web 1</li></ul>',
  '<ul role="listbox" tabindex="0"><li role="option">web 1</li></ul>',
  '<div role="combobox" tabindex="0" aria-expanded="false"></div>',
  '<ul role="tree"><li role="treeitem" tabindex="0">web 1</li></ul>',
  '<table role="grid"><tr><td tabindex="0">web 1</td></tr></table>',
  '<div role="textbox" tabindex="0"></div>',
  '<div role="spinbutton" tabindex="0" aria-valuenow="1"></div>',
];
// And where letters are free.
const free = ['<input type="range">', '<input type="checkbox">', '<input type="radio">', '<button>b</button>', '<p contenteditable="false" tabindex="0">p</p>'];

const put = (page, markup) => page.evaluate((markup) => {
  document.getElementById('put')?.remove();
  const box = document.createElement('div');
  box.id = 'put';
  box.innerHTML = markup;
  document.body.append(box);
  [...box.querySelectorAll('*')].find((element) => element.tabIndex >= 0).focus();
}, markup);

for (const markup of typed) {
  test(`letters are its own: ${markup}`, async ({ stage, page }) => {
    await stage.open(slug);
    await put(page, markup);
    for (const key of ['w', 't', '.', 'z', '[', 'n', '?']) await page.keyboard.press(key);
    await untouched(stage, page);
  });
}

for (const markup of free) {
  test(`letters do what the help says with the focus in ${markup}`, async ({ stage, page }) => {
    await stage.open(slug);
    await put(page, markup);
    await page.keyboard.press('w');
    await expect(page.locator('.walk')).toBeVisible();
  });
}

test('the choice of a data center takes letters, arrows and the space bar', async ({ stage, page }) => {
  await stage.open('millions');
  const choice = page.locator('.site-select').first();
  await choice.focus();
  for (const key of ['w', 't', '.', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await untouched(stage, page);
  expect(stage.slug()).toBe('millions');
});

test('a menu of a machine keeps letters to itself', async ({ stage, page }) => {
  await stage.open(slug);
  await page.locator('.node-hit[data-node="web-1"]').press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  for (const key of ['w', 't', '.', 'z']) await page.keyboard.press(key);
  await untouched(stage, page);
  await expect(page.getByRole('menu')).toBeVisible();
});

test('a key that is held presses once, and moves sliders on', async ({ stage, page }) => {
  await stage.open(stages[0].slug);
  const hold = async (key) => {
    for (let times = 0; times < 5; times += 1) await page.keyboard.down(key);
    await page.keyboard.up(key);
    await page.waitForTimeout(300);
  };
  await hold('ArrowRight');
  expect(stage.slug()).toBe(stages[1].slug);
  await page.getByRole('banner').getByRole('link', { name: /^Next/ }).focus();
  await hold('Enter');
  expect(stage.slug()).toBe(stages[2].slug);
  await page.evaluate(() => document.activeElement.blur());
  const theme = page.locator('html[data-theme=light]');
  await hold('t');
  await expect(theme).toHaveCount(1);
  const slider = page.locator('input[type=range][data-param]').first();
  await slider.focus();
  const then = Number(await slider.inputValue());
  await hold('ArrowRight');
  await expect(slider).toHaveValue(String(then + 5));
});

test('letters that are turned off do nothing, and the other keys go on', async ({ stage, page }) => {
  await stage.open(slug);
  await page.keyboard.press('Shift+Slash');
  await page.getByLabel('Letter keys').uncheck();
  await page.keyboard.press('Escape');
  for (const key of ['w', 't', '.', '?']) await page.keyboard.press(key);
  await untouched(stage, page);
  await page.keyboard.press('Space');
  await expect(stage.play).toHaveAccessibleName(/play/i);
});

test('where a page may not fill the screen there is neither a button for it nor a key', async ({ stage, page }) => {
  await page.addInitScript(() => Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false }));
  await stage.open(slug);
  await expect(page.getByRole('button', { name: /full screen/i })).toHaveCount(0);
  expect(await send(page, { key: 'f', code: 'KeyF' })).toBe(false);
  await page.keyboard.press('Shift+Slash');
  await expect(page.locator('dialog.help')).not.toContainText(/full screen/i);
});

test('the button fills the screen with the page, also in a frame that may', async ({ stage, page }) => {
  const inside = await openHost(page, stage, `${slug}/?embed=1`, { frame: 'allow="fullscreen" width="1000" height="700"' });
  await stage.running(inside);
  await inside.getByRole('button', { name: 'Full screen', exact: true }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe('iframe');
  await inside.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
});
