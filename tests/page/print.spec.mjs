// On paper: dark on white in every theme, with the picture, in one column, and without what can only be pressed.
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

/** Width of a sheet of A4 between its margins, in CSS pixels. */
const sheet = 688;

const luminance = (colour) => {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** The darkest and the commonest colour that a canvas is drawn in. */
const inks = (page) => page.locator('.plate-box canvas').first().evaluate((canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const count = new Map();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 255) continue;
    const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
    count.set(colour, (count.get(colour) ?? 0) + 1);
  }
  return [...count].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([colour]) => colour);
});

for (const theme of ['light', 'dark', 'projector']) {
  test(`text is dark on white, theme ${theme}`, async ({ stage, page }) => {
    await stage.open('load-balancer', { query: `theme=${theme}` });
    await page.emulateMedia({ media: 'print' });
    for (const text of ['h1', '.prose p', '.ctl label', '.node-name', '.know p']) {
      const colour = await page.locator(text).first().evaluate((one) => getComputedStyle(one).color);
      expect(1.05 / (luminance(colour) + 0.05), `${text} ${colour}`).toBeGreaterThan(4.5);
    }
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(255, 255, 255)');
  });

  test(`the picture is painted for paper before it is printed, and as it was after, theme ${theme}`, async ({ stage, page }) => {
    await stage.open('load-balancer', { query: `theme=${theme}` });
    await stage.play.click();
    await page.waitForTimeout(500);
    const [before, k] = [await inks(page), await page.locator('.plate-box').evaluate((box) => box.style.getPropertyValue('--k'))];
    const chart = await page.locator('.charts').evaluate((one) => ({ section: one.clientWidth, plot: one.querySelector('.plot').clientWidth }));
    const during = page.evaluate(() => new Promise((resolve) => {
      addEventListener('beforeprint', () => {
        const box = document.querySelector('.plate-box');
        const canvas = box.querySelector('canvas');
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        let [dark, light] = [0, 0];
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] < 255) continue;
          if (data[at] + data[at + 1] + data[at + 2] < 3 * 64) dark += 1;
          if (data[at] + data[at + 1] + data[at + 2] > 3 * 192) light += 1;
        }
        const charts = [...document.querySelectorAll('.charts')].map((one) => [one.style.width, one.querySelector('.plot').clientWidth]);
        resolve({ dark, light, width: box.style.width, pixels: canvas.width, charts });
      }, { once: true });
    }));
    // A real one: the browser tells the page as it does when a reader prints.
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.length).toBeGreaterThan(20_000);
    const { dark, light, width, pixels, charts } = await during;
    // Lines are ink; what is filled is paper.
    expect(dark).toBeGreaterThan(500);
    expect(light).toBeGreaterThan(5 * dark);
    expect(Number.parseFloat(width)).toBeLessThanOrEqual(sheet);
    expect(pixels).toBe(2 * Number.parseFloat(width));
    // Their paths are as wide as on the screen.
    expect(charts).toEqual([[`${chart.section}px`, chart.plot]]);
    // And it is in the file: as images, whose colours are those of paper.
    expect(pdf.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(2);
    await expect.poll(() => inks(page)).toEqual(before);
    await expect.poll(() => page.locator('.plate-box').evaluate((box) => box.style.getPropertyValue('--k'))).toBe(k);
    expect(await page.locator('.plate-box').evaluate((box) => box.style.width)).toBe('');
  });
}

for (const { slug } of stages) {
  test(`${slug} is one column of what can be read`, async ({ stage, page }) => {
    await stage.open(slug);
    await page.setViewportSize({ width: sheet, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    for (const bar of ['.time', '.rail', '.tools', '.ways', 'input[type=range]', '.faults button', '.run', '.next-end', '.mode']) {
      await expect(page.locator(bar).filter({ visible: true }), bar).toHaveCount(0);
    }
    const box = (selector) => page.locator(selector).first().boundingBox();
    const [title, plate, prose] = [await box('h1'), await box('figure.plate'), await box('.prose')];
    expect(title.y).toBeLessThan(plate.y);
    expect(plate.y + plate.height).toBeLessThanOrEqual(prose.y);
    // Nothing stands beside the text or sticks out of the sheet.
    expect(prose.width).toBeGreaterThan(0.9 * sheet);
    const right = await page.locator('p, li, h1, h2, h3, table, dl, .plate-box, .plot, .ctl').filter({ visible: true })
      .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
    expect(right).toBeLessThanOrEqual(sheet);
    for (const part of ['.plate', '.claim', '.chart', '.ctl']) {
      if (await page.locator(part).count() === 0) continue;
      expect(await page.locator(part).first().evaluate((one) => getComputedStyle(one).breakInside), part).toBe('avoid');
    }
  });
}
