// A box that looks for what is written while it is written, and the results below it as links that arrow keys go through.
// All text reaches the page as text, never as markup.
import { element, sign } from "./elements.js";

const boxes = new WeakMap();
// Milliseconds without a key after which what is written is looked for, and after which Python hears of it.
const PAUSE = 80, LATER = 450;

// What is told beside a name: what it is, what it is near, how many postings tell of it.
function told(hit, data) {
  const parts = [data.kinds[hit.kind]?.label ?? hit.kind, ...hit.near];
  const number = new Intl.NumberFormat(data.language).format(hit.postings);
  if (hit.postings > 1) parts.push(data.say.postings.replace("{count}", number).replaceAll(" ", "\u00a0"));
  else if (hit.postings === 1 && hit.kind !== "posting") parts.push(data.say.posting.replaceAll(" ", "\u00a0"));
  return parts.join(" · ");
}

function address(hit, data) {
  const name = hit.iri.startsWith(data.base) ? hit.iri.slice(data.base.length) : hit.iri;
  return `${data.entity}&entity=${encodeURIComponent(name)}`;
}

function item(hit, data) {
  const kind = data.kinds[hit.kind] ?? data.kinds.other;
  const link = element("a", { href: address(hit, data), target: "_self" }, hit.label);
  const also = hit.matched && hit.matched !== hit.label ? [element("span", { class: "search-also", ...(hit.language ? { lang: hit.language } : {}) }, hit.matched)] : [];
  return element("li", {}, sign(kind), element("span", { class: "search-name" }, link, ...also),
    element("span", { class: "search-told" }, told(hit, data)));
}

function status(found, data) {
  if (!found) return data.say.hint;
  if (!found.total) return data.say.none;
  return data.say.found.replace("{count}", new Intl.NumberFormat(data.language).format(found.total));
}

// What is shown already stays as it is: a link that has the focus keeps it.
function results(box, found) {
  delete box.root.dataset.asking;
  box.status.textContent = status(found, box.data);
  const content = JSON.stringify([box.data.language, ...(found?.hits ?? []).map((hit) => [hit.iri, hit.label, hit.matched, hit.language, told(hit, box.data)])]);
  if (box.content === content) return;
  box.content = content;
  box.list.replaceChildren(...(found?.hits ?? []).map((hit) => item(hit, box.data)));
}

// The answer of this server's own search; an answer that comes when other letters are written is not shown.
async function ask(box, words) {
  box.asking?.abort();
  box.asking = new AbortController();
  try {
    const answer = await fetch(`${box.data.ask}&q=${encodeURIComponent(words)}`, { headers: { accept: "application/json" }, signal: box.asking.signal });
    const found = await answer.json();
    if (box.input.value !== words) return;
    if (answer.ok) results(box, found);
    else box.status.textContent = found.detail ?? box.data.say.failed;
  } catch (error) {
    if (error.name !== "AbortError") box.status.textContent = box.data.say.failed;
  }
}

function move(box, step) {
  const links = [...box.list.querySelectorAll("a")];
  const at = links.indexOf(box.root.getRootNode().activeElement);
  const next = at + step;
  if (next < 0) box.input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

function listen(box) {
  let soon, later;
  const tell = () => {
    clearTimeout(later);
    if (box.told === box.input.value) return;
    box.told = box.input.value;
    box.turn += 1;
    box.tell("words", { turn: box.turn, text: box.told });
  };
  const look = () => {
    clearTimeout(soon);
    box.root.dataset.asking = "true";
    if (box.data.ask && box.input.value.trim()) ask(box, box.input.value);
    else tell();
  };
  box.input.addEventListener("input", () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(look, PAUSE);
    later = setTimeout(tell, LATER);
  });
  box.root.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(box, 1);
    else if (event.key === "ArrowUp") move(box, -1);
    else if (event.key === "Escape" && event.target !== box.input) box.input.focus();
    else if (event.key === "Enter" && event.target === box.input) { look(); tell(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return () => { clearTimeout(soon); clearTimeout(later); box.asking?.abort(); };
}

function made(parent) {
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200" });
  const status = element("p", { class: "search-status", role: "status" });
  const list = element("ol", { class: "search-list" });
  const root = element("div", { class: "search" }, input, status, list);
  parent.append(root);
  const box = { root, input, status, list };
  box.stop = listen(box);
  return box;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let box = boxes.get(parentElement);
  if (!box) {
    box = made(parentElement);
    boxes.set(parentElement, box);
    box.turn = data.turn;
    box.input.value = box.told = data.words;
    if (data.focus) box.input.focus({ preventScroll: true });
  }
  box.tell = setStateValue;
  box.data = data;
  box.input.setAttribute("aria-label", data.say.label);
  box.input.placeholder = data.say.placeholder;
  // Python has heard of all that was told, and the address has other words: the reader went back, or followed a link.
  if (data.turn === box.turn && box.told === box.input.value && data.words.trim() !== box.told.trim()) {
    box.asking?.abort();
    box.input.value = box.told = data.words;
  }
  // An answer to letters written before is not shown: another is on its way.
  if (data.words.trim() === box.input.value.trim()) results(box, data.found);
  return () => { box.stop(); boxes.delete(parentElement); box.root.remove(); };
}
