// What the page does not tell about itself, read from outside: no code of the product is there for it.

/** Runs in the page before anything of it does. */
export function probe() {
  const probe = window.probe = { frames: [], memories: [], running: null, curve: null };

  // What all callbacks of a frame take together.
  const request = window.requestAnimationFrame.bind(window);
  let frame = null;
  window.requestAnimationFrame = (callback) => request((time) => {
    if (frame?.time !== time) {
      frame = { time, work: 0, gap: time - (frame?.time ?? time) };
      probe.frames?.push(frame);
    }
    const start = performance.now();
    callback(time);
    frame.work += performance.now() - start;
  });

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...parts) => {
      const result = await original.apply(WebAssembly, parts);
      const { memory } = (result.instance ?? result).exports;
      if (memory) probe.memories.push(memory);
      return result;
    };
  }

  new MutationObserver(() => {
    if (document.documentElement?.hasAttribute('data-running')) probe.running ??= performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-running'] });

  /** How long the run is, in simulated seconds: where the time line's handle stands while traffic goes on. */
  probe.lengthSeconds = () => probe.seconds(document.querySelector('input.scrub').getAttribute('aria-valuetext'));

  /** Seconds of a clock such as `1:02:03.4`. */
  probe.seconds = (text) => text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);

  /** Marks of requests drawn in the next frame: circles, and the closed paths of diamonds and triangles. */
  probe.countDots = () => new Promise((resolve) => {
    const canvas = CanvasRenderingContext2D.prototype;
    const { arc, closePath } = canvas;
    let dots = 0;
    request(() => {
      canvas.arc = function (x, y, r, ...rest) {
        if (r === 3.6 || r === 5.5) dots += 1;
        return arc.call(this, x, y, r, ...rest);
      };
      canvas.closePath = function () {
        dots += 1;
        return closePath.call(this);
      };
      request(() => {
        Object.assign(canvas, { arc, closePath });
        resolve(dots);
      });
    });
  });

  /** `probe.curve` is then the time from the next input to the whole sketch of the curve and to its refined end. */
  probe.awaitCurve = () => {
    probe.curve = new Promise((resolve) => {
      const section = document.querySelector('section.curves');
      const has = (name) => section.classList.contains(name);
      let start = null;
      let before = null;
      let sketch = null;
      window.addEventListener('input', () => { start = performance.now(); }, { capture: true, once: true });
      const observer = new MutationObserver(() => {
        const now = has('working') ? 'working' : has('refining') ? 'refining' : 'refined';
        if (now === before || start === null) return;
        if (before === 'working') sketch = performance.now() - start;
        before = now;
        if (now === 'refined' && sketch !== null) {
          observer.disconnect();
          resolve({ sketch, refined: performance.now() - start });
        }
      });
      observer.observe(section, { attributes: true, attributeFilter: ['class'] });
    });
  };

  /** Goes to a share of the run: milliseconds until the frame that shows it is drawn. */
  probe.seek = (share) => new Promise((resolve) => {
    const line = document.querySelector('input.scrub');
    const start = performance.now();
    line.value = String(Math.round(1000 * share));
    line.dispatchEvent(new Event('input', { bubbles: true }));
    // The page's own callback for that frame stands before this one or after it: the one after has both behind it.
    request(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => resolve(performance.now() - start);
      drawn.port2.postMessage(null);
    });
  });
}

/** The clock of the page, in simulated seconds. */
export function clockSeconds(page) {
  return page.evaluate(() => window.probe.seconds(document.querySelector('.clock').textContent));
}

/** Bytes: of WebAssembly, and of JavaScript after a collection of garbage. */
export async function browserMemory(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  const wasm = await page.evaluate(() => window.probe.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { wasm, javascript: usedSize };
}

/** Least, median, 95th percentile and most of some numbers. */
export function quantiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { least: at(0), p50: at(0.5), p95: at(0.95), most: at(1) };
}
