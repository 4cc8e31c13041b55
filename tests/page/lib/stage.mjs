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
    this.rail = page.locator('nav[aria-label="Stages"]');
    this.play = page.locator('button.playb');
    this.plate = page.locator('figure.plate');
    this.faults = page.locator('.faults');
    this.theme = page.locator('fieldset.theme');

    const origin = new URL(baseURL).origin;
    const note = (what) => this.troubles.push(what);
    page.on('pageerror', (error) => note(`error: ${error.stack ?? error}`));
    page.on('console', (message) => {
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

export const test = base.extend({
  stage: async ({ page, baseURL }, use) => {
    const stage = new Stage(page, baseURL);
    await use(stage);
    expect(stage.troubles, 'nothing went wrong on the page').toEqual([]);
  },
});

export { expect };
