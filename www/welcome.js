// The start page: where its reader was last, and how that is forgotten. What the simulation keeps is in `storage.rs`.
const own = 'scalewalk.';

/** The browser's storage, which a sandbox may refuse. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Offers the way on to where the reader was: a path below this folder that begins with a stage. */
function offer() {
  const kept = storage()?.getItem(`${own}place`) ?? '';
  const stage = kept.split('/')[0];
  const entry = document.querySelector(`.way a[href="${CSS.escape(stage)}/"]`);
  const on = document.getElementById('go-on');
  on.hidden = !entry;
  if (!entry) return;
  on.href = kept;
  on.querySelector('span').textContent = entry.querySelector('b').textContent;
  entry.closest('li').setAttribute('aria-current', 'step');
}

document.getElementById('forget').onclick = () => {
  const kept = storage();
  if (kept) for (const key of Object.keys(kept)) if (key.startsWith(own)) kept.removeItem(key);
  document.querySelector('[aria-current=step]')?.removeAttribute('aria-current');
  document.getElementById('go-on').hidden = true;
  document.getElementById('forgotten').hidden = false;
};
offer();
