// Measures the built page in Chromium, as a reader meets it: load, frames, response curve, scrubbing, idling, memory.
// Prints JSON. Run by `cargo xtask bench`, with the page at SCALEWALK_URL.
import { cpus } from 'node:os';
import { chromium } from '@playwright/test';
import { launch } from '../tests/page/lib/chromium.mjs';
import { browserMemory, clockSeconds, probe, quantiles } from './lib/probe.mjs';

const base = process.env.SCALEWALK_URL;
/** The same page, sent compressed. */
const packed = process.env.SCALEWALK_PACKED_URL ?? base;
const browser = await chromium.launch(launch);

/** Opens a stage with the probe in place, and waits for its first frame. */
async function open(address, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(probe);
  await prepare(page, await context.newCDPSession(page));
  await page.goto(new URL(address, base).href);
  await page.locator('html[data-running]').waitFor({ state: 'attached', timeout: 120_000 });
  return page;
}

/** A first visit over a line of 10 Mbit/s and 40 ms, five times. The page is sent as it is, not compressed. */
async function load() {
  const times = { static_ms: [], last_byte_ms: [], running_after_ms: [] };
  for (let i = 0; i < 5; i++) {
    const page = await open('load-balancer/', (_, cdp) => cdp.send('Network.emulateNetworkConditions', {
      offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8,
    }));
    const seen = await page.evaluate(() => {
      const { running } = window.probe;
      const files = performance.getEntriesByType('resource').filter((file) => file.startTime < running);
      return {
        running,
        paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
        lastByte: Math.max(...files.map((file) => file.responseEnd).filter((end) => end <= running)),
      };
    });
    times.static_ms.push(seen.paint);
    times.last_byte_ms.push(seen.lastByte);
    times.running_after_ms.push(seen.running - seen.lastByte);
    await page.context().close();
  }
  return Object.fromEntries(Object.entries(times).map(([what, values]) => [what, quantiles(values)]));
}

/** A first visit by a phone over a mobile line, five times: until the first frame is drawn. The page is sent compressed. */
async function slowLoad() {
  const running_ms = [];
  for (let i = 0; i < 5; i++) {
    const page = await open(new URL('load-balancer/', packed).href, async (_, cdp) => {
      await cdp.send('Network.emulateNetworkConditions', {
        offline: false, latency: 100, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8,
      });
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    });
    running_ms.push(await page.evaluate(() => window.probe.running));
    await page.context().close();
  }
  return { running_ms: quantiles(running_ms) };
}

/** Script time of a frame, and the time from frame to frame, over eight seconds of traffic. */
async function frames(address) {
  const page = await open(address);
  await page.waitForTimeout(3_000);
  const from = await clockSeconds(page);
  await page.evaluate(() => { window.probe.frames.length = 0; });
  const start = Date.now();
  await page.waitForTimeout(8_000);
  const seen = await page.evaluate(() => window.probe.frames.slice());
  const speed = (await clockSeconds(page) - from) / ((Date.now() - start) / 1e3);
  const dots = await page.evaluate(() => window.probe.countDots());
  const memory = await browserMemory(page);
  await page.context().close();
  return {
    work_ms: quantiles(seen.map((frame) => frame.work)),
    gap_ms: quantiles(seen.map((frame) => frame.gap)),
    late: seen.filter((frame) => frame.gap > 25).length / seen.length,
    speed,
    dots,
    memory,
  };
}

/** From the last move of a slider to the sketch of the curve, and to its refined end, five times; and the frames
    meanwhile. */
async function curve() {
  const page = await open('load-balancer/');
  await page.locator('section.curves:not(.working):not(.refining)').waitFor({ timeout: 120_000 });
  const times = [];
  await page.evaluate(() => { window.probe.frames.length = 0; });
  for (let i = 0; i < 5; i++) {
    await page.evaluate(() => { window.probe.awaitCurve(); });
    await page.locator('input[type=range][data-param=users]').first().press(i % 2 ? 'ArrowLeft' : 'ArrowRight');
    times.push(await page.evaluate(() => window.probe.curve));
  }
  const seen = await page.evaluate(() => window.probe.frames.slice());
  await page.context().close();
  return {
    ms: quantiles(times.map((time) => time.sketch)),
    refined_ms: quantiles(times.map((time) => time.refined)),
    work_ms: quantiles(seen.map((frame) => frame.work)),
    late: seen.filter((frame) => frame.gap > 25).length / seen.length,
  };
}

/** Drags the time line of a run of ten minutes; until the frame that shows the moment is drawn. */
async function seek() {
  const page = await open('load-balancer/?speed=10000');
  await page.waitForFunction(() => window.probe.lengthSeconds() >= 600, null, { timeout: 120_000 });
  await page.locator('button.playb').click();
  const length_s = await page.evaluate(() => window.probe.lengthSeconds());
  const times = await page.evaluate(async () => {
    const times = [];
    for (let i = 1; i <= 40; i++) times.push(await window.probe.seek((i * 0.618034) % 1));
    return times;
  });
  await page.context().close();
  return { ms: quantiles(times), length_s };
}

/** Bytes after three and after four hours of simulated time, as fast as the page can: by then as many moments of the past
    are kept as ever will be. */
async function memory() {
  const page = await open('load-balancer/?speed=10000');
  // The probe's own list of frames would grow.
  await page.evaluate(() => { window.probe.frames = null; });
  const hours = [];
  for (const hour of [3, 4]) {
    await page.waitForFunction((s) => window.probe.lengthSeconds() >= s, hour * 3600, { timeout: 240_000 });
    hours.push(await browserMemory(page));
  }
  await page.context().close();
  return { hours };
}

/** Frames on the page of somebody else, and how long they are watched, ten seconds after the last of them has loaded. */
const FRAMES = 10;
const SETTLED_MS = 10_000;
const WATCHED_MS = 30_000;

/** The share of a core that the browser needs for frames with `address`, all of them in sight. `loaded` waits for one. */
async function framesShare(address, loaded = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 2_000 } });
  const page = await context.newPage();
  const host = new URL('host.html', base).href;
  const frame = `<iframe width="600" height="390" src="${address}"></iframe>`;
  await page.route(host, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${frame.repeat(FRAMES)}` }));
  await page.goto(host, { timeout: 120_000 });
  for (let number = 0; number < FRAMES; number++) await loaded(page.frameLocator('iframe').nth(number));
  await page.waitForTimeout(SETTLED_MS);
  const system = await browser.newBrowserCDPSession();
  const seconds = async () => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const [before, start] = [await seconds(), performance.now()];
  await page.waitForTimeout(WATCHED_MS);
  const share = (await seconds() - before) / ((performance.now() - start) / 1e3);
  await context.close();
  return share;
}

/** What frames need that nobody has started, besides what empty ones do. */
async function idle() {
  const empty = await framesShare('data:text/html,');
  const all = await framesShare('load-balancer/?embed=1', async (frame) => {
    await frame.locator('html[data-running]').waitFor({ state: 'attached', timeout: 120_000 });
    await frame.locator('.room').first().waitFor({ state: 'detached', timeout: 120_000 });
  });
  return { core: all - empty, all, empty };
}

// Some 2,000 requests on their way, slow enough to be seen: two systems of 3,100 requests a second, 0.3 s away.
const DOTS = 'scaling/?users=3000000&net.rtt=300&a.web.cores=32&b.web.cores=8&speed=0.1';
// All of 100 million users in real time. No database machine is on offer that bears the default queries.
const HUNDRED_MILLION = 'load-balancer/?users=100000000&web.servers=60&web.cores=16&db.cores=448'
  + '&db.read_time=0.9&db.write_time=2.7&speed=1';

const parts = {
  load,
  slow_load: slowLoad,
  dots: () => frames(DOTS),
  hundred_million: () => frames(HUNDRED_MILLION),
  curve,
  seek,
  idle,
  memory,
};
try {
  const only = process.argv.slice(2);
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const results = { machine: { cpu: model.trim(), cores: cpus().length, date } };
  for (const [name, part] of Object.entries(parts)) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.error(`    ${name}`);
    results[name] = await part();
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
