// Where all that is written over the picture and in the header is, and what is wrong with it. Runs in the page.

/** What overlaps, leaves its place or makes the page scroll sideways; empty where all is well. */
export function labelFaults() {
  const faults = [];
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const meet = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  // Less than a pixel is not seen.
  const isSeen = ({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1;
  const overlap = (a, b) => isSeen(meet(a, b));
  const sticksOut = (a, b) => a.left < b.left - 1 || a.top < b.top - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1;

  /** The lines of text below `root`, as far as they are seen: a box from the top of its capitals to the foot of its descenders. */
  function texts(root) {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      const element = node.parentElement;
      if (!node.textContent.trim() || !shown(element) || element.closest('.vh, .node-menu')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        const blank = (line.bottom - line.top) * 0.14;
        let rect = { left: line.left, right: line.right, top: line.top + blank, bottom: line.bottom - blank };
        for (let around = element; around !== root; around = around.parentElement) {
          const style = getComputedStyle(around);
          if (style.clipPath !== 'none') rect = meet(rect, { left: 0, right: 0, top: 0, bottom: 0 });
          if (style.overflowX === 'hidden') rect = meet(rect, box(around));
        }
        if (isSeen(rect)) found.push({ rect, element, text: node.textContent.trim() });
      }
    }
    return found;
  }

  function apart(all, where) {
    all.forEach((a, i) => {
      for (const b of all.slice(i + 1)) {
        if (overlap(a.rect, b.rect)) faults.push(`${where}: "${a.text}" overlaps "${b.text}"`);
      }
    });
  }

  const frame = box(document.querySelector('.plate-box'));
  const machines = [...document.querySelectorAll('.node')].map((element) => ({ element, rect: box(element) }));
  const labels = texts(document.querySelector('.labels'));
  apart(labels, 'picture');
  for (const { rect, element, text } of labels) {
    const own = element.closest('.node');
    if (sticksOut(rect, frame)) faults.push(`picture: "${text}" leaves the frame`);
    // The name board of a data center has no box of its own.
    if (own?.matches('.inside:not(.site)') && !element.closest('.node-lost') && sticksOut(rect, box(own))) {
      faults.push(`picture: "${text}" leaves its machine`);
    }
    for (const machine of machines) {
      if (machine.element !== own && overlap(rect, machine.rect)) faults.push(`picture: "${text}" covers another machine`);
    }
  }
  for (const name of document.querySelectorAll('[data-no-room]:is(.node-name, .region b, .lane b)')) {
    faults.push(`picture: "${name.textContent}", a name, is left out`);
  }

  const head = document.querySelector('.head');
  const pressed = [...head.querySelectorAll('.ways a, .theme label, .help-open')].filter(shown);
  const read = texts(head).filter(({ element }) => !element.closest('.ways, .tools, .rail-now ol'));
  apart([...read, ...pressed.map((element) => ({ rect: box(element), text: element.className }))], 'header');
  for (const { rect, text } of read) if (sticksOut(rect, box(head))) faults.push(`header: "${text}" is cut off`);
  for (const element of pressed) if (sticksOut(box(element), box(head))) faults.push(`header: ${element.className} is cut off`);

  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} px wide`);
  return faults;
}
