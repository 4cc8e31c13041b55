// What a translator in the browser does to the page. It takes text nodes away and puts <font> elements of its own in
// their place. But Leptos goes on writing to the nodes that it made, and finds the place of others by them.
//
// So each of them comes back to its place, empty, in front of what stands for it. What is then written to it takes that
// one's place, for the translator to translate again, and that one goes when the text goes.

/** By text: what stands for it, and what was written in it. */
const replaced = new WeakMap();
const standIns = new WeakSet();

/** What came where a text was: in its place, or beside it before it went. No page of ours has such elements. */
const standIn = ({ addedNodes, previousSibling, nextSibling }) =>
  [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === 'FONT' && !standIns.has(node));

function observe(texts) {
  observer.observe(document.body, { subtree: true, childList: true, characterData: texts });
}

/** A text was written, or went: what stands for it goes. */
function end(text, written) {
  const [font, words] = replaced.get(text);
  replaced.delete(text);
  // The translator may have put it back itself.
  if (!written && text.isConnected && !text.data) text.data = words;
  font.remove();
}

function begin(text, font) {
  replaced.set(text, [font, text.data]);
  standIns.add(font);
  text.data = '';
  font.before(text);
  // Only now does it matter what is written to texts.
  observe(true);
}

const observer = new MutationObserver((records) => {
  for (const record of records) {
    const written = record.type === 'characterData';
    const nodes = written ? [record.target] : [...record.removedNodes];
    for (const text of nodes.filter((node) => node.nodeType === Node.TEXT_NODE)) {
      const font = standIn(record);
      if (replaced.has(text)) end(text, written);
      else if (!text.isConnected && font?.isConnected) begin(text, font);
    }
  }
  // What was done here is no news.
  observer.takeRecords();
});

observe(false);
