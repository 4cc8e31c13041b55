// What the page has done beside it: jobs of crates/worker, in a Web Worker; or in the page, where no worker may start.
// `cargo xtask pages` bundles it with the script of wasm-bindgen, and names the module.
import init, { Work } from './scalewalk-worker.js';

const ready = init({ module_or_path: new URL('./{module}', import.meta.url) });
// Told with the job that needs it.
ready.catch(() => {});

/** The job that `message` asks for, to be done slice by slice. */
export async function begin(message) {
  await ready;
  return new Work(message);
}

if (typeof document === 'undefined') {
  onmessage = async ({ data }) => {
    try {
      const work = await begin(data);
      while (!work.advance((news) => postMessage(news)));
    } catch (error) {
      // Text, since what the module tells are bytes.
      postMessage(String(error?.message ?? error));
    }
  };
}
