// axe finds nothing, in either theme, on a desk or in a hand.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs axe; returns a line for each finding. */
async function findings(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${help}: ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim()}`));
}

for (const { slug } of stages) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing on ${slug}, ${width} px, light or dark`, async ({ stage, page }) => {
      // High enough for the whole picture: what lies under the bar at the foot can be scrolled out of it.
      await page.setViewportSize({ width, height: width < 800 ? 1800 : 1000 });
      await page.emulateMedia({ colorScheme: 'light' });
      await stage.open(slug);
      expect(await findings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findings(page)).toEqual([]);
    });
  }
}

test('axe finds nothing on an embedded stage', async ({ stage, page }) => {
  await stage.open(stages[0].slug, { query: 'embed=1' });
  expect(await findings(page)).toEqual([]);
});
