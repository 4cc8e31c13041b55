// The Web Worker beside the page: hands the module of crates/worker the jobs that the page asks for. `cargo xtask pages` puts
// it behind the script of wasm-bindgen, and names the module.
const ready = wasm_bindgen({ module_or_path: '{module}' });
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
