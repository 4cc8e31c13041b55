// Starts the page. Where that fails it says so and offers to try again; what can be read without the simulation stays.
// `cargo xtask pages` puts in the names of the files, which follow their content.
let tries = 0;

async function start() {
  // Under addresses of their own, since browsers keep what failed, and half a file as well as a whole one.
  const again = tries ? `?again=${tries}` : '';
  tries += 1;
  const { default: init } = await import(`./{script}${again}`);
  await init({ module_or_path: new URL(`./{module}${again}`, import.meta.url) });
  document.getElementById('start-notice')?.remove();
}

function run() {
  start().catch((error) => {
    console.error(error);
    tell(typeof WebAssembly === 'object' ? 'failed' : 'lacks');
  });
}

function tell(what) {
  document.getElementById('start-notice')?.remove();
  const notice = document.getElementById('not-started').content.firstElementChild.cloneNode(true);
  notice.id = 'start-notice';
  for (const word of notice.querySelectorAll('[data-when]')) word.hidden = !word.dataset.when.split(' ').includes(what);
  const place = document.querySelector('#static .lede');
  if (place) place.append(notice);
  else document.body.prepend(notice);
  const button = notice.querySelector('button');
  button.onclick = () => {
    if (what === 'stopped') return location.reload();
    button.disabled = true;
    run();
  };
  // Whoever pressed the last one is there.
  if (tries > 1) button.focus();
}

// A panic ends the program: what it was about to write may be half written. What it said is in the console.
function ended({ error, reason }) {
  if (typeof WebAssembly === 'object' && (error ?? reason) instanceof WebAssembly.RuntimeError) tell('stopped');
}

addEventListener('error', ended);
addEventListener('unhandledrejection', ended);
run();
