// Labels over the picture, and those of the header, keep apart at every width, whatever is broken. A paused, seeded page is
// resized in place. SCALEWALK_ALL_WIDTHS=1 tries all widths, and each machine's menu by itself; more than half an hour.
import { expect, test } from './lib/stage.mjs';
import { labelFaults } from './lib/labels.mjs';
import { stages } from './lib/stages.mjs';

const all = Boolean(process.env.SCALEWALK_ALL_WIDTHS);
const widths = all
  ? [320, 360, 390, 430, 540, 640, 768, 900, 1024, 1150, 1280, 1440, 1680, 1920, 2560]
  : [320, 640, 1024, 1150, 1440];

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ timeout: all ? 3_600_000 : 120_000 });

for (const { slug } of stages) {
  test(`${slug}: labels keep apart at every width, also after each fault`, async ({ stage, page }) => {
    const wrong = [];
    const look = async (when) => {
      // There and back again, since each change of the picture's form takes a while.
      for (const width of widths) {
        await stage.resize(width);
        wrong.push(...(await page.evaluate(labelFaults)).map((fault) => `${width} px, ${when}: ${fault}`));
      }
      widths.reverse();
    };
    // Half a minute of the system in one second of the reader's.
    await stage.open(slug, { query: 'seed=7&speed=30' });
    await stage.runFor(300);
    await look('whole');
    const breaks = await stage.breaks({ each: all });
    expect(breaks.length, 'something can be broken').toBeGreaterThan(0);
    for (const { what, press } of breaks) {
      await stage.restart();
      await press();
      await stage.runFor(300);
      await look(what);
    }
    expect(wrong).toEqual([]);
  });
}

test('what has no room is told where its machine is pointed at, and in its menu', async ({ stage, page }) => {
  await stage.open('millions', { query: 'seed=7' });
  await stage.runFor(300);
  await stage.resize(1024);
  const machine = page.locator('.node:has([data-no-room]) > .node-hit').first();
  const told = () => machine.evaluate((hit) => getComputedStyle(hit, '::after').content);
  expect(await told()).toBe('none');
  await machine.hover();
  expect(await told()).not.toBe('none');
  await machine.click();
  const [, words] = (await machine.getAttribute('aria-label')).split(/: (.*)/);
  expect(words).not.toBe('');
  await expect(page.locator('.node-menu')).toContainText(words);
});
