// A translator in the browser puts elements of its own where texts were. The page goes on.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

/** What translators do, once, to every text of the page, and in the two ways in which it can be done. */
function translate(page, inPlace = true) {
  return page.evaluate((inPlace) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.data.trim() && !text.parentElement.closest('[translate=no], script, style, font')) texts.push(text);
    }
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.append(`«${text.data}»`);
      outer.append(inner);
      if (inPlace) {
        text.replaceWith(outer);
      } else {
        text.before(outer);
        text.remove();
      }
    }
    return texts.length;
  }, inPlace);
}

const words = (locator) => locator.evaluate((element) => element.textContent);

for (const inPlace of [true, false]) {
  test(`figures, words and announcements go on, texts ${inPlace ? 'replaced' : 'taken away'}`, async ({ stage, page }) => {
    await stage.open('load-balancer', { query: 'speed=1' });
    expect(await translate(page, inPlace)).toBeGreaterThan(100);
    // Each is said once, by its stand-in.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^«[^«»]+»$/);
    const clock = page.locator('.clock');
    const then = await words(clock);
    await expect.poll(() => words(clock)).not.toBe(then);
    // What changes by itself.
    const value = page.locator('.node', { has: page.locator('[data-node=web-1]') }).locator('.node-value');
    await expect(value).toHaveText(/^\d+\s%$/);
    const head = page.locator('.charts .ch b').first();
    await expect(head).toHaveText(/^[\d.\s]+\/s$/);
    // What a reader changes.
    const slider = stage.slider('web.servers');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('output[for=set-web-servers]').first()).toHaveText('4');
    await page.locator('.speed input').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('.speed output')).toHaveText(/^2\s×$/);
    await page.keyboard.press('z');
    await expect(page.locator('div[role=status] p').last()).toHaveText(/^Taken back: /);
    await expect(page.locator('figcaption span')).not.toContainText('«');
    // What breaks.
    await stage.faults.locator('[data-node=web-2]').first().click();
    await expect(stage.faults.locator('[data-node=web-2]').first()).toHaveText(/^Repair[^«»]*$/);
    await expect(page.locator('.node', { has: page.locator('[data-node=web-2]') })).toContainText(/slow/);
    // Again, and again what was written in between.
    expect(await translate(page, inPlace)).toBeGreaterThan(5);
    await stage.faults.locator('[data-node=web-2]').first().click();
    await expect(stage.faults.locator('[data-node=web-2]').first()).not.toContainText('Repair');
  });

  test(`a walk and the next stage are told in full, texts ${inPlace ? 'replaced' : 'taken away'}`, async ({ stage, page }) => {
    const [first, second] = stages;
    // As it is told where nobody translates.
    const told = async (after) => {
      await stage.open(first.slug);
      await page.getByRole('button', { name: /walk one request/i }).click();
      const sentences = [];
      const hops = await page.locator('.waterfall li').count();
      for (let hop = 1; hop < hops; hop += 1) {
        await after();
        await page.locator('.walk .on').click();
        await expect(page.locator('.walk .step')).toHaveText(new RegExp(`\\b${hop + 1} of ${hops}`));
        sentences.push((await words(page.locator('.sentence'))).replace(/[«»]/g, ''));
      }
      return sentences;
    };
    const plain = await told(async () => {});
    const translated = await told(() => translate(page, inPlace));
    expect(translated).toEqual(plain);
    await translate(page, inPlace);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(second.title);
    await expect(page.locator('.prose > p').first()).toBeVisible();
    await expect(page.locator('body')).not.toContainText(first.title.repeat(2));
    const pains = await page.locator('.pain').allTextContents();
    expect(pains).toHaveLength(1);
    expect(pains[0]).not.toContain('«');
  });
}

for (const { slug } of stages) {
  test(`nothing of ${slug} is left behind or doubled when it is left translated`, async ({ stage, page }) => {
    await stage.open(slug);
    await translate(page);
    await page.waitForTimeout(1_000);
    await translate(page);
    const to = stages.find((stage) => stage.slug !== slug && stage.number === (slug === stages.at(-1).slug ? 1 : stages.length));
    await page.evaluate(() => document.activeElement.blur());
    await page.getByRole('link', { name: to.short }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(to.title);
    // What is on both stages may stay translated: buttons, and the names of machines that are kept.
    await expect(page.locator('h1, .eyebrow, .pain, .prose').filter({ hasText: '«' })).toHaveCount(0);
    await expect(page.locator('.node-name').filter({ hasText: /«.*«|».+/ })).toHaveCount(0);
  });
}

test('who asks for the original gets it', async ({ stage, page }) => {
  await stage.open(stages[0].slug);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.evaluate((heading) => {
    window.original = heading.firstChild;
    window.font = document.createElement('font');
    window.font.append('translated');
    window.original.replaceWith(window.font);
  });
  await expect(heading).toHaveText('translated');
  await heading.evaluate(() => window.font.replaceWith(window.original));
  await expect(heading).toHaveText(stages[0].title);
});
