// Browsers other than Chromium, by WebDriver: their drivers are started here and end with the session.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities } from 'selenium-webdriver';

/** How long a driver may take to answer. A busy machine is slow to start one. */
const START_MS = 30_000;

function program(variable) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} must name a program; \`cargo xtask test --all-browsers\` sets it.`);
  return path;
}

/** The driver of each browser and what is asked of it. */
const browsers = {
  Firefox: () => ({
    driver: program('SCALEWALK_GECKODRIVER'),
    browserName: 'firefox',
    'moz:firefoxOptions': {
      binary: program('SCALEWALK_FIREFOX'),
      args: ['-headless', '-width', '1280', '-height', '900'],
    },
  }),
  // It has no headless form: `xvfb-run` gives it a screen.
  WebKitGTK: () => ({
    driver: program('SCALEWALK_WEBKIT_DRIVER'),
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': {
      binary: program('SCALEWALK_WEBKIT'),
      args: ['--automation', '--geometry=1280x900'],
    },
  }),
};

export const names = Object.keys(browsers);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(address, child) {
  const end = Date.now() + START_MS;
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(`${address}/status`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`${child.spawnfile} does not answer.`);
}

/** A session of a new browser, and a function that ends both it and its driver. */
export async function start(name) {
  const { driver: file, ...wanted } = browsers[name]();
  const port = await freePort();
  const child = spawn(file, [`--port=${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  // Without a listener a program that cannot be run would end this one.
  child.on('error', (error) => console.error(error.message));
  try {
    const address = `http://127.0.0.1:${port}`;
    await answers(address, child);
    const driver = await new Builder().usingServer(address).withCapabilities(new Capabilities(wanted)).build();
    await driver.manage().setTimeouts({ pageLoad: 60_000, script: 60_000 });
    await driver.manage().window().setRect({ width: 1280, height: 900 });
    // Firefox complains of a page that is in the midst of a frame when it is closed.
    const leave = () => driver.get('about:blank').then(() => driver.quit());
    const end = () => leave().catch(() => {}).finally(() => child.kill());
    return { driver, end };
  } catch (error) {
    child.kill();
    throw error;
  }
}
