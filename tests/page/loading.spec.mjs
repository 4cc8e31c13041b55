// What a reader sees where something does not arrive, and what still works. docs/loading.md has the table of these cases.
import { openHost } from './lib/host.mjs';
import { expect, test } from './lib/stage.mjs';
import { stages } from './lib/stages.mjs';

const { slug, title } = stages[5];
const MODULE = '**/scalewalk-app-*_bg.wasm*';
const SCRIPT = '**/scalewalk-app-*.js*';
const PARTS = /\/(split_|chunk_)[^/]*\.wasm/;
const WORKER = '**/worker-*.js*';
/** Whatever a browser says of files that a test takes away. */
const TAKEN = /./s;

const opened = (page, query = '') => page.goto(`${slug}/${query}`);

/** The text can be read though nothing runs. */
async function readable(page) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.locator('.prose p').first()).toBeVisible();
  await expect(page.locator('.prose .claim').last()).toBeVisible();
}

/** The start failed and says so; when `mend` has been done, "Try again" starts the page. */
async function startsAgain(stage, page, mend) {
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await readable(page);
  const again = page.getByRole('button', { name: 'Try again' });
  await again.click();
  // Whoever goes by keyboard has lost nothing.
  await expect(again).toBeFocused();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await mend();
  await again.click();
  await stage.running();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  stage.forgive(TAKEN);
}

test('no WebAssembly: it is named, and the text stands', async ({ stage, page }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await opened(page);
  await expect(page.getByRole('alert')).toContainText('does not have, or has switched off: WebAssembly.');
  await readable(page);
  stage.forgive(TAKEN);
});

test('an older browser is told what it lacks', async ({ stage, page }) => {
  await page.addInitScript(() => {
    const { validate } = WebAssembly;
    // It knows neither the numbers of modules with bulk memory nor such modules.
    WebAssembly.validate = (bytes) => validate(bytes) && !new Uint8Array(bytes.buffer ?? bytes).join().includes('252,10,0,0');
    WebAssembly.instantiateStreaming = undefined;
    WebAssembly.instantiate = () => Promise.reject(new WebAssembly.CompileError('invalid opcode 0xfc'));
  });
  await opened(page);
  await expect(page.getByRole('alert')).toContainText('has switched off: WebAssembly: bulk memory.');
  await readable(page);
  stage.forgive(TAKEN);
});

test('a browser without modules is told so', async ({ stage, page }) => {
  await page.addInitScript(() => delete HTMLScriptElement.prototype.noModule);
  await page.route('**/start-*.js', (route) => route.abort());
  await opened(page);
  await expect(page.getByRole('alert').first()).toContainText('JavaScript modules');
  await readable(page);
  stage.forgive(TAKEN);
});

test('the script that starts the page is missing: it is said', async ({ stage, page }) => {
  await page.route('**/start-*.js', (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<p>no such file</p>' }));
  await opened(page);
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await readable(page);
  await page.unroute('**/start-*.js');
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await stage.running();
  stage.forgive(TAKEN);
});

test('a sandbox on a host that does not let it load: it is said what can be done', async ({ stage, page }) => {
  const inside = await openHost(page, stage, `${slug}/?embed=1`, { frame: 'sandbox="allow-scripts" width="1000" height="700"' });
  await expect(inside.getByRole('alert')).toContainText('allow-same-origin');
  await expect(inside.locator('.prose p').first()).toBeVisible();
  stage.forgive(TAKEN);
});

const wrongs = {
  'missing': (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<p>no such file</p>' }),
  'refused by the network': (route) => route.abort(),
  'cut short': async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
  },
  'of another build': async (route) => {
    // A module that is sound and asks for other things than the script has.
    const body = Buffer.from('0061736d01000000010401600000020b01016d056f746865720000', 'hex');
    await route.fulfill({ contentType: 'application/wasm', body });
  },
};

for (const [how, answer] of Object.entries(wrongs)) {
  test(`the module is ${how}: it is said, and can be tried again`, async ({ stage, page }) => {
    await page.route(MODULE, answer);
    await opened(page);
    await startsAgain(stage, page, () => page.unroute(MODULE));
  });
}

for (const how of ['missing', 'cut short']) {
  test(`the script is ${how}: it is said, and can be tried again`, async ({ stage, page }) => {
    await page.route(SCRIPT, wrongs[how]);
    await opened(page);
    await startsAgain(stage, page, () => page.unroute(SCRIPT));
  });
}

test('a host that does not know WebAssembly by its type: everything runs', async ({ stage, page }) => {
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await stage.open(slug);
  await expect(stage.faults).toBeVisible();
  stage.forgive(/MIME type/);
});

for (const how of ['missing', 'refused by the network', 'cut short']) {
  test(`the later part is ${how}: picture and text go on, and it can be asked for again`, async ({ stage, page }) => {
    await page.route(PARTS, wrongs[how]);
    await opened(page);
    await stage.drawn();
    await expect(page.getByRole('alert')).toContainText('Controls, faults and charts');
    await readable(page);
    const clock = page.locator('.clock').first();
    const before = await clock.textContent();
    await expect(clock).not.toHaveText(before);
    // What a reader can do without it.
    await stage.rail.getByRole('link').nth(2).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(stages[2].title);
    await page.getByRole('button', { name: 'One request' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await page.unroute(PARTS);
    await page.getByRole('button', { name: 'Load them again' }).first().click();
    await expect(page.locator('.walk')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(stage.faults).toBeVisible();
    stage.forgive(TAKEN);
  });
}

for (const how of ['missing', 'refused by the network']) {
  test(`the styles of the later part are ${how}: picture and text go on, and they can be asked for again`, async ({ stage, page, request }) => {
    const html = await (await request.get(`${slug}/`)).text();
    const [, styles] = html.match(/content="?(styles-\w+\.css)/);
    await page.route(`**/${styles}`, wrongs[how]);
    await opened(page);
    await stage.drawn();
    await expect(page.getByRole('alert')).toContainText('Controls, faults and charts');
    await readable(page);
    await page.unroute(`**/${styles}`);
    await page.getByRole('button', { name: 'Load them again' }).click();
    await expect(stage.faults).toBeVisible();
    await expect(stage.faults).toHaveCSS('display', 'grid');
    stage.forgive(TAKEN);
  });
}

const refusals = {
  'by the browser': (page) => page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new DOMException('no workers here', 'SecurityError');
      }
    };
  }),
  'by the policy of the host': (page) => page.route('**/single-server/', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'].replace(/worker-src [^;]*/, "worker-src 'none'");
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
  }),
};

for (const [who, refuse] of Object.entries(refusals)) {
  test(`workers are refused ${who}: the page does their work`, async ({ stage, page }) => {
    test.slow();
    await refuse(page);
    await stage.open('single-server');
    const claim = page.locator('.claim').first();
    await claim.locator('button.run').click();
    await expect(claim.locator('.holds')).toBeVisible({ timeout: 50_000 });
    // That a worker is refused stands in the console.
    stage.forgive(/Content Security Policy|violates/);
  });
}

test('workers are refused and their script is missing: the claim says so, and runs when it is back', async ({ stage, page }) => {
  test.slow();
  await refusals['by the browser'](page);
  await page.route(WORKER, wrongs.missing);
  await stage.open('single-server');
  const claim = page.locator('.claim').first();
  await claim.locator('button.run').click();
  await expect(claim.getByRole('alert')).toBeVisible();
  await page.unroute(WORKER);
  await claim.locator('button.run').click();
  await expect(claim.locator('.holds')).toBeVisible({ timeout: 50_000 });
  stage.forgive(TAKEN);
});

test('the worker is missing: the claim says so, and runs when it is back', async ({ stage, page }) => {
  await page.route(WORKER, wrongs.missing);
  await stage.open(slug);
  const claim = page.locator('.claim').first();
  await claim.locator('button.run').click();
  await expect(claim.getByRole('alert')).toBeVisible();
  await page.unroute(WORKER);
  await claim.locator('button.run').click();
  await expect(claim.locator('.holds')).toBeVisible({ timeout: 50_000 });
  stage.forgive(TAKEN);
});

test('the text is missing: what the static page had stands in for it', async ({ stage, page }) => {
  await page.route('**/en.txt', wrongs.missing);
  await stage.open(slug);
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await readable(page);
  await page.unroute('**/en.txt');
  await page.getByRole('button', { name: 'Load the text again' }).click();
  await expect(page.locator('.claim button.run').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  stage.forgive(TAKEN);
});

test('the program ends in a panic: it is said without where it was built, and the text stands', async ({ stage, page }) => {
  await stage.open(slug);
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  // A browser that throws where none does, in the middle of a frame, leaves what the frame had in hand locked.
  await page.evaluate(() => {
    CanvasRenderingContext2D.prototype.clearRect = () => {
      throw new Error('the canvas is gone');
    };
  });
  await page.waitForTimeout(300);
  await page.locator('button.playb').click();
  await expect(page.getByRole('alert')).toContainText('has stopped');
  await readable(page);
  expect(said.join('\n')).not.toMatch(/\/(home|root|Users|work)\//);
  stage.forgive(TAKEN);
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await stage.running();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('no file of the page tells where it was built', async ({ stage, page, request }) => {
  const asked = new Set();
  page.on('request', (one) => asked.add(one.url()));
  await stage.open(slug);
  for (const url of [...asked].filter((url) => /\.(wasm|js)/.test(url))) {
    const body = (await (await request.get(url)).body()).toString('latin1');
    expect(body, url).not.toMatch(/\/(home|root|Users|work)\/[\w.]/);
  }
});
