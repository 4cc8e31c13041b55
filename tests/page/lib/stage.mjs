// A stage as a reader meets it: where its parts are, and what must never happen on it.
import { test as base, expect } from '@playwright/test';

/** Where the page is served a second time, as on a host with sub-paths. Ends with a slash. */
export const under = `${process.env.SCALEWALK_UNDER ?? 'some/deep'}/`;

export class Stage {
  /** @param {import('@playwright/test').Page} page */
  constructor(page, baseURL) {
    this.page = page;
    /** Where the page is served. */
    this.base = baseURL;
    /** Whatever went wrong since the page was made. */
    this.troubles = [];
    /** What is still being asked about troubles. */
    this.asked = [];
    this.rail = page.locator('nav[aria-label="Stages"]');
    this.play = page.locator('button.playb');
    this.plate = page.locator('figure.plate');
    this.faults = page.locator('.faults');
    this.theme = page.locator('fieldset.theme');

    const origin = new URL(baseURL).origin;
    const note = (what) => this.troubles.push(what);
    page.on('pageerror', (error) => note(`error: ${error.stack ?? error}`));
    page.on('console', (message) => {
      // Where a typeface comes from memory some releases of Chromium take its preload for unused: then it is looked after here.
      const preloaded = /(\S+\/fonts\/\S+) was preloaded using link preload but not used/.exec(message.text());
      if (preloaded) {
        const seen = Promise.all(page.frames().map((frame) => frame.evaluate(typefaceInUse, preloaded[1])));
        // What asked has gone on to another page by then.
        this.asked.push(seen.catch(() => []).then((all) => all.includes(false) && note(message.text())));
        return;
      }
      if (['error', 'warning'].includes(message.type())) note(`console ${message.type()}: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { origin: asked, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && asked !== origin) note(`a third party was asked: ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) note(`${response.status()}: ${response.url()}`);
    });
  }

  /** Opens a stage and waits until all of it is there. `query` has no question mark. */
  async open(slug, { query = '', prefix = '' } = {}) {
    await this.page.goto(`${prefix}${slug}/${query && `?${query}`}`);
    await this.running();
  }

  /** The app has mounted and drawn its first frame. */
  async drawn(within = this.page) {
    await within.locator('html[data-running]').waitFor({ state: 'attached' });
  }

  /** It has, and all that comes with the rest of the code is there, too. */
  async running(within = this.page) {
    await this.drawn(within);
    await within.locator('.room').first().waitFor({ state: 'detached' });
  }

  /** Makes the window so wide, and waits until the picture has the form that it then has. */
  async resize(width, height = 900) {
    await this.page.setViewportSize({ width, height });
    await this.page.waitForFunction(() => {
      const box = document.querySelector('.plate-box');
      return box.matches('.wide') === box.clientWidth >= 540;
    });
    // Labels are placed with the next frame, and once more when machines have come to rest.
    await this.page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()), 60)));
  }

  /** Lets time go on for so long, in milliseconds of the reader's, and pauses. */
  async runFor(ms) {
    if (await this.play.getAttribute('aria-label') === 'Play') await this.play.click();
    await this.page.waitForTimeout(ms);
    await this.play.click();
  }

  /** The run from its start, with nothing broken. */
  async restart() {
    await this.page.getByRole('button', { name: 'Start again' }).click();
  }

  /**
   * What can be broken: by the stage's buttons one by one, and by the menus of the machines, each in the first way that its
   * menu has or each in the second; machines all at once, or one by one if `each`.
   */
  async breaks({ each }) {
    const buttons = this.faults.locator('button:enabled');
    const pressed = Array.from({ length: await buttons.count() }, (_, i) => ({
      what: `button ${i + 1}`,
      press: () => buttons.nth(i).dispatchEvent('click'),
    }));
    // A data center that is down has no machine left that could be broken; that is what the buttons are for.
    const machines = await this.page.locator('.node-hit:not([data-node^="site"])').evaluateAll((all) => all.map((hit) => hit.dataset.node));
    const groups = each ? machines.map((machine) => [machine]) : [machines];
    const chosen = groups.flatMap((group) => [0, 1].map((nth) => ({
      what: `${each ? group : 'all machines'}, item ${nth + 1} of the menu`,
      press: () => this.page.evaluate(choose, [group, nth]),
    })));
    return [...pressed, ...chosen];
  }

  /** Forgets troubles that a test made itself. */
  forgive(what) {
    this.troubles = this.troubles.filter((trouble) => !what.test(trouble));
  }

  slider(param) {
    return this.page.locator(`input[type=range][data-param="${param}"]`);
  }

  claim(id) {
    const claim = this.page.locator(`.claim[data-claim="${id}"]`);
    return { run: claim.locator('button.run'), holds: claim.locator('.holds') };
  }

  /** The slug the address bar shows. */
  slug() {
    return new URL(this.page.url()).pathname.split('/').filter(Boolean).at(-1);
  }
}

/** Whether a page of ours has text in the typeface at `address`, fetched no more than once. Runs in the page. */
function typefaceInUse(address) {
  const fetched = performance.getEntriesByName(address).length;
  const [face] = decodeURI(address).match(/[^/]+$/);
  const preloads = document.querySelector(`link[rel=preload][href$="${face}"]`);
  return !preloads || ([...document.fonts].some((font) => font.status === 'loaded') && fetched <= 1);
}

/** Chooses item `nth` of the menu of each machine that has so many. Runs in the page. */
async function choose([machines, nth]) {
  const written = () => new Promise((done) => setTimeout(done));
  for (const machine of machines) {
    for (const hit of document.querySelectorAll(`.node-hit[data-node="${machine}"]`)) {
      hit.click();
      await written();
      const items = [...document.querySelectorAll('.node-menu [role=menuitem]')].filter((item) => !item.textContent.includes('Knock'));
      (items[nth] ?? hit).click();
      await written();
    }
  }
}

export const test = base.extend({
  stage: async ({ page, baseURL }, use) => {
    const stage = new Stage(page, baseURL);
    await use(stage);
    await Promise.all(stage.asked);
    expect(stage.troubles, 'nothing went wrong on the page').toEqual([]);
  },
});

export { expect };
