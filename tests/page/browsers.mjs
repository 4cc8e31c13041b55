// A smoke test of every stage in Firefox and WebKitGTK: it opens, runs, breaks, and leads on.
//   SCALEWALK_URL=… node tests/page/browsers.mjs [browser …]
// `cargo xtask test --all-browsers` runs it, under `xvfb-run`, and names the browsers and their drivers.
import { By, Key, until } from 'selenium-webdriver';
import { stages } from './lib/stages.mjs';
import { listen, troubles } from './lib/troubles.mjs';
import { names, start } from './lib/webdriver.mjs';

const url = process.env.SCALEWALK_URL ?? 'http://127.0.0.1:8080/';
/** How long to wait for what comes in a moment, and for a claim. */
const SOON_MS = 30_000;
const CLAIM_MS = 120_000;
/** Where a slider is moved and a claim is run. */
const balancer = stages.find(({ slug }) => slug === 'load-balancer');

function expect(fact, what) {
  if (!fact) throw new Error(what);
}

class Reader {
  constructor(driver) {
    this.driver = driver;
  }

  find(css) {
    return this.driver.findElement(By.css(css));
  }

  text(css) {
    return this.driver.executeScript('return document.querySelector(arguments[0])?.textContent ?? ""', css);
  }

  /** Clicks in the middle of the window: a driver scrolls just far enough, and there lies the time line, over the page. */
  async press(element) {
    await this.driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element);
    await element.click();
  }

  /** Waits until `condition` resolves to something true. */
  async wait(condition, what, ms = SOON_MS) {
    await this.driver.wait(condition, ms, what);
  }

  async pathIs(slug) {
    return new URL(await this.driver.getCurrentUrl()).pathname.endsWith(`/${slug}/`);
  }

  /** The page runs with all of its code, as this stage, and tells of no trouble. */
  async isAt({ slug, title }) {
    await this.wait(until.elementLocated(By.css('html[data-running]')), 'It does not run.');
    await this.wait(async () => (await this.driver.findElements(By.css('.room'))).length === 0, 'Its later part does not come.');
    await this.wait(async () => (await this.text('h1')) === title, `Its title is not "${title}".`);
    expect(await this.pathIs(slug), `Its address is not /${slug}/.`);
    await this.goesOn();
  }

  /** Time passes, and nothing went wrong. */
  async goesOn() {
    const early = await this.text('.clock');
    expect(early, 'It has no clock.');
    await this.wait(async () => (await this.text('.clock')) !== early, 'The clock stands still.');
    const told = await this.driver.executeScript(troubles);
    expect(told.length === 0, `It tells of trouble: ${told.join(' / ')}`);
  }

  /** Presses the first button that breaks something, where the stage has one; its label then offers something else.
   * What is restarted is not broken for long, and its button stays as it is. */
  async breaks() {
    const [button] = await this.driver.findElements(By.css('.faults button[data-fault]:not([data-fault="restart"]):enabled'));
    if (!button) return;
    const label = await button.getText();
    await this.press(button);
    await this.wait(async () => (await button.getText()) !== label, `"${label}" does nothing.`);
    await this.goesOn();
  }

  /** Follows the link to the next stage; the last stage has none. */
  async next(stage) {
    const links = await this.driver.findElements(By.css('.ways a.next:not(.back)'));
    if (!stage) return expect(links.length === 0, 'Something comes after the last stage.');
    await this.press(links[0]);
    await this.isAt(stage);
  }

  /** Opens a stage at its address. */
  async open(stage) {
    await this.driver.get(new URL(`${stage.slug}/`, url).href);
    await this.driver.executeScript(listen);
    await this.isAt(stage);
  }

  async stage(index) {
    await this.open(stages[index]);
    await this.breaks();
    await this.next(stages[index + 1]);
  }

  async slider() {
    await this.open(balancer);
    const slider = this.find('input[type=range][data-param="web.servers"]');
    const before = await slider.getAttribute('aria-valuetext');
    await slider.sendKeys(Key.ARROW_RIGHT);
    const after = String(Number(before) + 1);
    await this.wait(async () => (await slider.getAttribute('aria-valuetext')) === after, 'It does not move.');
    await this.wait(until.urlContains(`web.servers=${after}`), 'The address does not follow.');
    const servers = () => this.driver.findElements(By.css('.node-hit[data-node^="web-"]'));
    await this.wait(async () => String((await servers()).length) === after, 'The picture does not follow.');
    await this.goesOn();
  }

  async claim() {
    await this.open(balancer);
    await this.press(await this.find('.claim button.run'));
    await this.wait(async () => /holds|does not|could not/i.test(await this.text('.claim .holds')), 'No verdict.', CLAIM_MS);
    const verdict = await this.text('.claim .holds');
    expect(/holds/i.test(verdict) && !/not/i.test(verdict), `The verdict is "${verdict}".`);
    await this.goesOn();
  }
}

const checks = [
  ...stages.map(({ slug }, index) => [`${slug} opens, runs, breaks and leads on`, (reader) => reader.stage(index)]),
  ['a slider is moved', (reader) => reader.slider()],
  ['a claim is run to its verdict', (reader) => reader.claim()],
];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No browser is called ${unknown.join(', ')} here; there are ${names.join(' and ')}.`);
  process.exit(2);
}
const count = { passed: 0, failed: 0 };

/** What was thrown, in a line. WebKit's driver sends many errors without words. */
const told = ({ name, message, stack }) => `${name}: ${message} ${stack?.match(/at Reader.*/)?.[0] ?? ''}`;

async function all(name) {
  let session;
  for (const [what, check] of checks) {
    const begin = Date.now();
    let failure;
    try {
      session ??= await start(name);
      await check(new Reader(session.driver));
    } catch (error) {
      failure = error;
      // The next has a new browser: this one may have died.
      await session?.end();
      session = undefined;
    }
    count[failure ? 'failed' : 'passed'] += 1;
    console.log(`  ${failure ? 'failed' : 'ok    '}  ${name}: ${what} (${((Date.now() - begin) / 1e3).toFixed(1)} s)`);
    if (failure) console.log(`          ${told(failure)}`);
  }
  await session?.end();
}

for (const name of chosen) await all(name);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 ? 1 : 0;
