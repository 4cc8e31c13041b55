// Clocks the engine's workloads in Chromium: for each page named on the command line (`name=address`) and each
// workload, milliseconds and events of every timed run. The native program at SCALEWALK_NATIVE, if there is one, is clocked
// just before and just after, so that both meet the same state of the machine. Prints JSON. Run by `cargo xtask bench`.
import { execFileSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { launch } from '../tests/page/lib/chromium.mjs';

// As `scalewalk bench` does: the first runs let the browser compile in earnest.
const warmUps = 20;
const rounds = 10;
const runs = 10; // fewer of longer workloads

const native = process.env.SCALEWALK_NATIVE;
const pages = process.argv.slice(2).map((argument) => argument.split('='));

/** Runs in the page: the workload in full swing, compiled in earnest. Without a name, the names there are. */
async function start({ name, warmUps }) {
  const { default: init, names, Running } = await import('./engine.js');
  await init();
  if (!name) return names();
  window.running = Running.start(name);
  for (let i = window.running.fewer(warmUps); i > 0; i--) window.running.run();
}

/** Runs in the page: some timed runs. */
function clock(runs) {
  const { running } = window;
  const from = running.now_s();
  const timed = { ms: [], events: 0 };
  for (let i = running.fewer(runs); i > 0; i--) {
    const start = performance.now();
    timed.events += running.run();
    timed.ms.push(performance.now() - start);
  }
  return { ...timed, simulated_s: running.now_s() - from, digest: running.digest() };
}

/** Nanoseconds an event of the quickest native run. */
function clockNative(name) {
  const printed = execFileSync(native, ['bench', '--only', name, '--json'], { encoding: 'utf8' });
  return JSON.parse(printed)[name].ns_per_event_least;
}

const browser = await chromium.launch(launch);
const results = { native: [], ...Object.fromEntries(pages.map(([name]) => [name, []])) };
try {
  const first = await browser.newPage();
  await first.goto(pages[0][1]);
  const names = await first.evaluate(start, {});
  await first.close();
  for (const name of names) {
    // New tabs for each workload: memory of WebAssembly only grows.
    const tabs = [];
    const before = native && clockNative(name);
    for (const [page, address] of pages) {
      const tab = await browser.newPage();
      await tab.goto(address);
      await tab.evaluate(start, { name, warmUps });
      tabs.push(tab);
      results[page].push({ name, ms: [], events: 0, simulated_s: 0 });
    }
    // In turns, so that all pages meet the same state of the machine.
    for (let i = 0; i < rounds; i++) {
      for (const [j, tab] of tabs.entries()) {
        const { ms, events, simulated_s, digest } = await tab.evaluate(clock, runs);
        const sum = results[pages[j][0]].at(-1);
        sum.ms.push(...ms);
        Object.assign(sum, { events: sum.events + events, simulated_s: sum.simulated_s + simulated_s, digest });
      }
    }
    for (const tab of tabs) await tab.close();
    if (native) results.native.push({ name, ns_per_event_least: Math.min(before, clockNative(name)) });
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify({ browser: `Chromium ${browser.version()}`, results }));
