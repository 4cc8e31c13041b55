// Starts the page. Where that fails it says so and offers to try again; what can be read without the simulation stays.
// `cargo xtask pages` puts in the names of the files, which follow their content.
import './translator.js';
import { bulkMemory, multiValue, mutableGlobals, referenceTypes, saturatedFloatToInt, signExtensions } from 'wasm-feature-detect';

/** What the compiler counts on in WebAssembly. */
const needed = {
  'bulk memory': bulkMemory,
  'multiple values': multiValue,
  'mutable globals': mutableGlobals,
  'reference types': referenceTypes,
  'saturating conversions': saturatedFloatToInt,
  'sign extension': signExtensions,
};
const script = './{script}';
let tries = 0;

async function start() {
  // Under addresses of their own, since browsers keep what failed, and half a file as well as a whole one.
  const again = tries ? `?again=${tries}` : '';
  tries += 1;
  const { default: init } = await import(script + again);
  await init({ module_or_path: new URL(`./{module}${again}`, import.meta.url) });
  document.getElementById('start-notice')?.remove();
}

/** What this browser lacks of all that is needed. */
async function lacking() {
  if (typeof WebAssembly !== 'object') return ['WebAssembly'];
  const found = await Promise.all(Object.values(needed).map((has) => has()));
  return Object.keys(needed).filter((_, i) => !found[i]).map((what) => `WebAssembly: ${what}`);
}

async function run() {
  try {
    await start();
  } catch (error) {
    console.error(error);
    const lacks = await lacking();
    const button = window.notStarted(lacks.length ? 'lacks' : 'failed', lacks.join(', '), run);
    // Whoever pressed the last one is there.
    if (tries > 1) button.focus();
  }
}

// A panic ends the program: what it was about to write may be half written. What it said is in the console.
function ended({ error, reason }) {
  if (typeof WebAssembly === 'object' && (error ?? reason) instanceof WebAssembly.RuntimeError) window.notStarted('stopped', '');
}

addEventListener('error', ended);
addEventListener('unhandledrejection', ended);
run();
