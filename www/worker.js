// The Web Worker beside the page: loads the module of crates/worker and hands it the jobs that the page asks for.
importScripts('scalewalk-worker.js');
const ready = wasm_bindgen({ module_or_path: 'scalewalk-worker_bg.wasm' });
// Told with the job that needs it.
ready.catch(() => {});
onmessage = async ({ data }) => {
  try {
    await ready;
    wasm_bindgen.run(data, (news) => postMessage(news));
  } catch (error) {
    // Text, since what the module tells are bytes.
    postMessage(String(error?.message ?? error));
  }
};
