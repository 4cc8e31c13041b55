// Readers who have set larger type in their browser: labels keep apart, and nothing leaves its machine.
import { launch } from './lib/chromium.mjs';
import { expect, test as base } from './lib/stage.mjs';
import { labelFaults } from './lib/labels.mjs';
import { stages } from './lib/stages.mjs';

const all = Boolean(process.env.SCALEWALK_ALL_WIDTHS);
/** Larger type needs a window wider than the narrowest. */
const least = { 'minimumFontSize=20': 390, 'defaultFontSize=20': 390, 'defaultFontSize=32': 768 };
const widths = all ? [320, 390, 640, 768, 1024, 1150, 1280, 1440, 1920, 2560] : [320, 390, 768, 1024, 1440];
const slugs = all
  ? stages.map(({ slug }) => slug)
  : ['database', 'replication', 'data-centers', 'millions'];

/** A page of a browser of its own, which has the setting. */
const test = base.extend({
  setting: ['', { option: true }],
  page: async ({ playwright, baseURL, setting }, use) => {
    const args = [...launch.args, `--blink-settings=${setting}`];
    const browser = await playwright.chromium.launch({ ...launch, args });
    await use(await browser.newPage({ baseURL, reducedMotion: 'reduce' }));
    await browser.close();
  },
});

for (const setting of Object.keys(least)) {
  test.describe(setting, () => {
    test.use({ setting });
    for (const slug of slugs) {
      test(slug, async ({ stage, page }) => {
        await stage.open(slug, { query: 'seed=7&speed=20' });
        await stage.runFor(500);
        const wrong = [];
        for (const width of widths.filter((width) => width >= least[setting])) {
          await stage.resize(width);
          // A name that has no room at this size is told where its machine is pointed at.
          const faults = (await page.evaluate(labelFaults)).filter((fault) => !fault.endsWith('is left out'));
          wrong.push(...faults.map((fault) => `${width} px: ${fault}`));
        }
        expect(wrong).toEqual([]);
      });
    }
  });
}

// Sideways, nobody should have to scroll: not at the narrowest, with whatever is open or under way.
for (const setting of ['minimumFontSize=20', 'defaultFontSize=32']) {
  test.describe(setting, () => {
    test.use({ setting });
    for (const slug of all ? stages.map(({ slug }) => slug) : ['load-balancer', 'cache', 'observability', 'millions']) {
      test(`${slug} never scrolls sideways`, async ({ stage, page }) => {
        await stage.open(slug, { query: 'seed=7&speed=0.02' });
        const wide = [];
        for (const width of [320, 390, 640, 900]) {
          await stage.resize(width, 800);
          wide.push(...await page.evaluate(tooWide));
        }
        expect(wide).toEqual([]);
      });
    }
  });
}

/** What reaches over the edge of a page that scrolls sideways. Runs in the page. */
function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const outside = (one) => one.getBoundingClientRect().right > clientWidth + 0.5;
  return [...document.body.querySelectorAll('*')].filter(outside)
    .map((one) => `${clientWidth} px: ${one.localName}.${one.getAttribute('class') ?? ''} ${one.textContent.trim().slice(0, 20)}`).slice(0, 8);
}
