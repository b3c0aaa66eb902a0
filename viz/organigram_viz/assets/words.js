// What Streamlit says of its own widgets in English alone, in the language of the page: names that programs read aloud, and hints.
// What it wrote is kept, so that another language can be put in its place; texts of ours are left as they are.
const NAMES = ["aria-label", "aria-valuetext", "title", "alt"];
const OURS = ".stHtml, .stMarkdown p, svg, canvas";
const HINTS = 'a[href="#stMain"], [data-testid="stTooltipContent"], [data-testid="stDataFrameColumnMenu"], [data-testid="stDataFrameColumnFormattingMenu"]';
const kept = new WeakMap();
let rules = [], watch;

function rule([theirs, ours]) {
  const [head, tail] = theirs.split("{name}");
  return { head, tail, exact: tail === undefined, ours };
}

function said(text) {
  for (const { head, tail, exact, ours } of rules) {
    if (exact ? text === head : text.startsWith(head) && text.endsWith(tail) && text.length > head.length + tail.length) {
      return exact ? ours : ours.replace("{name}", () => text.slice(head.length, text.length - tail.length));
    }
  }
  return text;
}

function turned(holder, name, now, write) {
  const texts = kept.get(holder) ?? {}, before = texts[name];
  const own = before && before.shown === now ? before.own : now, shown = said(own);
  if (shown === now && !before) return;
  kept.set(holder, { ...texts, [name]: { own, shown } });
  if (shown !== now) write(shown);
}

function named(element) {
  if (element.closest(OURS)) return;
  for (const name of NAMES) {
    const now = element.getAttribute(name);
    if (now) turned(element, name, now, (text) => element.setAttribute(name, text));
  }
}

function hinted(element) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    turned(node, "text", node.data, (text) => { node.data = text; });
  }
}

function looked(root) {
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const wanted = NAMES.map((name) => `[${name}]`).join();
  for (const element of [root, ...root.querySelectorAll(wanted)]) named(element);
  if (root.closest(HINTS)) hinted(root);
  else for (const element of root.querySelectorAll(HINTS)) hinted(element);
}

export default function (words) {
  rules = Object.entries(words).map(rule);
  looked(document.body);
  watch ??= new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") named(target);
      else addedNodes.forEach(looked);
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: NAMES });
}
