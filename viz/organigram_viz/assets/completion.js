// What the editor's list offers: the graph's own terms, which the page knows, and names, which the server finds.
import { type } from "./editor.js";
import { element, folded } from "./elements.js";

export const LONGEST = 15000; // longer texts are shown in one colour: colouring them would be felt at each key
const SHOWN = 40;
const PAUSE = 180; // milliseconds without a key before names are looked for

const STRING = /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/.source;
const TOKEN = new RegExp([
  `(?<string>${STRING})`, /(?<iri><[^<>"{}|^`\\\s]*>)/.source, /(?<comment>#[^\n]*)/.source, /(?<variable>[?$][\p{L}\p{N}_]+)/.source,
  /(?<name>(?:[\p{L}][\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_.%-]|\\.)*)?)/.source, /(?<word>[\p{L}][\p{L}\p{N}_]*)/.source,
  /(?<number>\d+(?:\.\d+)?)/.source].join("|"), "gu");

export function* tokens(text) {
  for (const found of text.matchAll(TOKEN)) {
    const [kind, value] = Object.entries(found.groups).find(([, part]) => part !== undefined);
    yield { kind, value, start: found.index, end: found.index + value.length };
  }
}

// What stands before the caret: the word to complete and what kind of word; nothing within texts, comments and IRIs.
function context(editor) {
  const { value, selectionStart: caret, selectionEnd } = editor.area;
  if (caret !== selectionEnd || value.length > LONGEST) return null;
  let before = "";
  for (const token of tokens(value.slice(0, caret))) {
    if (token.end === caret && token.kind === "number") return null;
    if (token.end === caret && !["string", "comment", "iri"].includes(token.kind)) {
      return { start: token.start, end: caret, word: token.value, kind: token.kind, before };
    }
    const open = token.end === caret && (token.kind === "comment" || (token.kind === "string" && !closed(token.value)));
    if (open) return null;
    before = token.value;
  }
  const sign = value.slice(0, caret).match(/[?$]$/);
  return { start: caret - (sign ? 1 : 0), end: caret, word: sign ? sign[0] : "", kind: sign ? "variable" : "", before };
}

function closed(text) {
  const quote = /^("""|'''|"|')/.exec(text)[0];
  return text.length >= 2 * quote.length && text.endsWith(quote);
}

function variables(editor, at) {
  const found = new Set();
  for (const token of tokens(editor.area.value)) if (token.kind === "variable" && token.end !== at.end) found.add(token.value);
  return [...found].sort().map((name) => ({ insert: name, label: "", kind: editor.data.words.variable }));
}

// The better a suggestion fits, the smaller the number; none where it does not fit at all.
function fit(item, word, classes) {
  const name = item.folded.name, local = item.folded.local, label = item.folded.label;
  const worth = classes === undefined || item.sort === undefined ? 0 : (item.sort === "class") === classes ? 0 : 0.5;
  if (name === word || local === word) return worth;
  if (name.startsWith(word) || local.startsWith(word)) return 1 + worth;
  if (label.startsWith(word)) return 2 + worth;
  if (label.includes(` ${word}`)) return 3 + worth;
  if (word.length > 2 && (local.includes(word) || label.includes(word))) return 4 + worth;
  return null;
}

function suggestions(editor, at) {
  const colon = at.kind === "name" ? at.word.indexOf(":") + 1 : 0;
  const prefix = at.word.slice(0, colon), word = folded(at.word.slice(colon));
  if (at.kind === "variable") return variables(editor, at).filter((item) => item.insert !== at.word && folded(item.insert).startsWith(folded(at.word)));
  const classes = at.before === "a" || at.before === "rdf:type" ? true : /^[?$<]|:/.test(at.before) ? false : undefined;
  const found = [];
  for (const item of editor.items) {
    if (prefix ? !item.insert.startsWith(prefix) || item.insert === prefix : false) continue;
    const good = word ? fit(item, word, classes) : item.sort === "class" ? Number(classes === false) : Number(classes === true);
    if (good !== null) found.push([good, item]);
  }
  found.sort((one, other) => one[0] - other[0] || (other[1].count ?? 0) - (one[1].count ?? 0) || one[1].insert.localeCompare(other[1].insert));
  return found.map(([, item]) => item).slice(0, SHOWN);
}

// Names of this graph, by its text index: asked of the server that the page came from, and of no other.
async function names(editor, at) {
  const { search, base, kinds, language, words } = editor.data;
  const colon = at.kind === "name" ? at.word.indexOf(":") : -1;
  const kind = at.word.slice(0, Math.max(colon, 0)), word = at.word.slice(colon + 1).replace(/[-_]/g, " ");
  if (!search || word.length < (kind ? 1 : 3) || (colon >= 0 && !kinds.includes(kind)) || at.kind === "variable") return [];
  editor.asking?.abort();
  editor.asking = new AbortController();
  const asked = new URLSearchParams({ q: word, lang: language, format: "json", limit: "12", ...(kind ? { kind } : {}) });
  const answer = await fetch(new URL(`${search}?${asked}`, document.baseURI), { signal: editor.asking.signal });
  if (!answer.ok) return [];
  return (await answer.json()).hits.map((hit) => ({ insert: written(hit.iri, base, kinds), label: hit.label, kind: words.kinds[hit.kind] ?? hit.kind }));
}

function written(iri, base, kinds) {
  const parts = iri.startsWith(base) ? iri.slice(base.length).split("/") : [];
  return parts.length === 2 && kinds.includes(parts[0]) && /^[A-Za-z0-9_][\w-]*$/.test(parts[1]) ? parts.join(":") : `<${iri}>`;
}

export function offer(editor, wished) {
  const at = context(editor);
  clearTimeout(editor.timer);
  if (!at || (!wished && at.word.length < 2 && at.kind !== "name" && at.kind !== "variable")) { close(editor); return; }
  const found = suggestions(editor, at);
  if (found.length === 1 && found[0].insert === at.word) found.pop();
  show(editor, at, found);
  editor.timer = setTimeout(() => {
    names(editor, at).then((more) => {
      const now = context(editor);
      if (!now || now.word !== at.word || now.start !== at.start || !editor.focused) return;
      const known = new Set(found.map((item) => item.insert));
      const all = [...found.slice(0, SHOWN - 12), ...more.filter((item) => !known.has(item.insert) && item.insert !== at.word)];
      show(editor, at, all, editor.active);
    }).catch((error) => { if (!["AbortError", "TypeError"].includes(error.name)) throw error; }); // gone meanwhile, or no server
  }, PAUSE);
}

function show(editor, at, found, active = 0) {
  if (!found.length) { close(editor); return; }
  editor.at = at;
  editor.found = found;
  editor.list.replaceChildren(...found.map((item, place) => {
    const entry = element("li", { role: "option", id: `${editor.name}-${place}`, "aria-selected": "false" },
      element("code", {}, item.insert), element("span", { class: "label" }, item.label), element("span", { class: "kind" }, item.kind));
    entry.onmousedown = (event) => { event.preventDefault(); accept(editor, place); };
    return entry;
  }));
  editor.list.hidden = false;
  place(editor, at);
  editor.live.textContent = editor.data.words.found.replace("{count}", found.length);
  choose(editor, Math.min(active, found.length - 1));
}

export function place(editor, at) {
  const style = getComputedStyle(editor.area), { value } = editor.area;
  const start = value.lastIndexOf("\n", at.start - 1) + 1;
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `${style.fontSize} ${style.fontFamily}`;
  const line = value.slice(0, at.start).split("\n").length, height = parseFloat(style.lineHeight);
  const left = editor.gutter.offsetWidth + parseFloat(style.paddingLeft) + ruler.measureText(value.slice(start, at.start).replace(/\t/g, "    ")).width - editor.area.scrollLeft;
  const top = parseFloat(style.paddingTop) + line * height - editor.area.scrollTop + 4;
  const room = editor.frame.clientWidth - editor.list.offsetWidth;
  editor.list.style.left = `${Math.max(0, Math.min(left, room))}px`;
  editor.list.style.top = `${top}px`;
}

export function choose(editor, place) {
  editor.active = (place + editor.found.length) % editor.found.length;
  [...editor.list.children].forEach((entry, number) => entry.setAttribute("aria-selected", String(number === editor.active)));
  const entry = editor.list.children[editor.active];
  const { list } = editor;
  if (entry.offsetTop < list.scrollTop) list.scrollTop = entry.offsetTop;
  else if (entry.offsetTop + entry.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = entry.offsetTop + entry.offsetHeight - list.clientHeight;
  editor.area.setAttribute("aria-activedescendant", entry.id);
}

export function close(editor) {
  clearTimeout(editor.timer);
  editor.found = null;
  editor.list.hidden = true;
  editor.list.replaceChildren();
  editor.live.textContent = "";
  editor.area.removeAttribute("aria-activedescendant");
}

export function accept(editor, number) {
  const { start, end } = editor.at, { insert } = editor.found[number];
  close(editor);
  editor.area.focus();
  editor.area.setSelectionRange(start, end);
  type(editor, insert);
  close(editor);
}
