// A page of somebody else with a stage in a frame.

/** Opens it: `frame` are the attributes of the frame besides its address, `after` is what stands below it. Gives the frame. */
export async function openHost(page, stage, address, { frame = '', after = '' } = {}) {
  const src = new URL(address, stage.base);
  await page.route('**/host.html', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><style>body{margin:0}</style>
      <iframe title="Scalewalk" src="${src}" ${frame}></iframe>${after}`,
  }));
  await page.goto('host.html', { waitUntil: 'commit' });
  return page.frameLocator('iframe');
}
