// Starts the page. Where that fails it says so and offers to try again; what can be read without the simulation stays.
// `cargo xtask pages` puts in the names of the files, which follow their content.
let tries = 0;

async function start() {
  const again = tries++;
  // Under an address of its own, since browsers keep a script that failed; and what they kept of the module may be half of it.
  const { default: init } = await import(again ? `./{script}?again=${again}` : './{script}');
  await init(again ? { module_or_path: fetch(new URL('./{module}', import.meta.url), { cache: 'reload' }) } : undefined);
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
