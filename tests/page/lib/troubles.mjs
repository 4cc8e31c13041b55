// What goes wrong on a page, for drivers that hand over neither errors nor the console. Both functions run in the page.

/** From now on nothing is forgotten. A program that fails before, in its first moments, is told by the page itself. */
export function listen() {
  window.troubles = [];
  const note = (what) => window.troubles.push(String(what));
  const failed = ({ error, message, target }) => note(error ?? message ?? `not loaded: ${target.src ?? target.href}`);
  // What could not be loaded tells its element alone, on the way down.
  addEventListener('error', failed, true);
  addEventListener('unhandledrejection', ({ reason }) => note(reason));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => note(`${effectiveDirective} refuses ${blockedURI}`));
  for (const level of ['warn', 'error']) {
    const tell = console[level];
    console[level] = (...said) => {
      note(`console ${level}: ${said.join(' ')}`);
      tell.apply(console, said);
    };
  }
}

/** What went wrong since, in the words of the browser and of the page. */
export function troubles() {
  const alerts = [...document.querySelectorAll('[role=alert]')].map((alert) => `alert: ${alert.textContent.trim()}`);
  return [...(window.troubles ?? ['nobody listened']), ...alerts];
}
