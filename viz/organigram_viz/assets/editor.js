// A SPARQL editor: a textarea whose words a layer beneath it colours, line numbers, a mark at a mistake, a list that completes.
// The text stays the textarea's own, so that screen readers and undo work as everywhere. Nothing is ever read as markup.
import { LONGEST, accept, choose, close, offer, place, tokens } from "./completion.js";
import { element, folded } from "./elements.js";

const editors = new WeakMap();
const ROWS = { least: 9, most: 24 };

function kindOf(editor, token) {
  if (token.kind !== "word") return token.kind;
  return token.value === "a" || editor.keywords.has(token.value.toUpperCase()) ? "keyword" : "";
}

// Where the mistake is, as offsets into the text; nothing once the text is another than the one that was run.
function wrong(editor) {
  const mistake = editor.data.mistake;
  if (!mistake || editor.area.value !== mistake.text) return null;
  return { start: mistake.start, end: Math.max(mistake.end, mistake.start + 1), line: mistake.line };
}

function colour(editor) {
  const text = editor.area.value, bad = wrong(editor);
  const bare = text.length > LONGEST;
  editor.area.classList.toggle("bare", bare);
  const made = document.createDocumentFragment();
  const add = (start, end, kind) => {
    for (const [from, to, off] of bad ? [[start, Math.min(end, bad.start), 0], [Math.max(start, bad.start), Math.min(end, bad.end), 1], [Math.max(start, bad.end), end, 0]] : [[start, end, 0]]) {
      if (from >= to) continue;
      const part = text.slice(from, to);
      made.append(kind || off ? element("span", { class: `${kind ? `t-${kind}` : ""}${off ? " t-wrong" : ""}`.trim() }, part) : part);
    }
  };
  let at = 0;
  if (!bare) for (const token of tokens(text)) {
    add(at, token.start, "");
    add(token.start, token.end, kindOf(editor, token));
    at = token.end;
  }
  if (!bare) add(at, text.length, "");
  made.append(bad && bad.start >= text.length ? element("span", { class: "t-wrong" }, "  ") : "", "\n");
  editor.layer.replaceChildren(made);
  number(editor, text, bad);
}

function number(editor, text, bad) {
  const count = text.split("\n").length, made = document.createDocumentFragment();
  for (let line = 1; line <= count; line += 1) made.append(bad && bad.line === line ? element("b", {}, `▸ ${line}`) : `${line}`, "\n");
  editor.gutter.replaceChildren(made);
  const rows = Math.min(Math.max(count + 1, ROWS.least), ROWS.most);
  editor.stage.style.height = `calc(${rows} * var(--line) + 1.2rem)`;
  editor.area.setAttribute("aria-invalid", String(Boolean(bad)));
  scrolled(editor);
}

function scrolled(editor) {
  const { scrollTop, scrollLeft } = editor.area;
  editor.layer.scrollTop = editor.gutter.scrollTop = scrollTop;
  editor.layer.scrollLeft = scrollLeft;
}

// --- keys ------------------------------------------------------------------------------------------------------------------

// As if typed: so that undo takes it back.
export function type(editor, text) {
  if (!document.execCommand("insertText", false, text)) {
    editor.area.setRangeText(text, editor.area.selectionStart, editor.area.selectionEnd, "end");
    changed(editor);
  }
}

function changed(editor) {
  colour(editor);
  if (editor.focused) offer(editor, false);
}

function newline(editor) {
  const { value, selectionStart } = editor.area;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  type(editor, `\n${/^[ \t]*/.exec(line)[0]}${/[{(]\s*$/.test(line) ? "  " : ""}`);
  close(editor);
}

function run(editor) {
  close(editor);
  editor.sent = editor.area.value;
  editor.tell("run", editor.area.value);
}

function pressed(editor, event) {
  const open = Boolean(editor.found), control = event.ctrlKey || event.metaKey;
  const act = (work) => { event.preventDefault(); event.stopPropagation(); work(); };
  if (event.isComposing) return;
  if (control && event.key === "Enter") act(() => run(editor));
  else if (control && event.code === "Space") act(() => offer(editor, true));
  else if (open && event.key === "ArrowDown") act(() => choose(editor, editor.active + 1));
  else if (open && event.key === "ArrowUp") act(() => choose(editor, editor.active - 1));
  else if (open && event.key === "Enter") act(() => accept(editor, editor.active));
  else if (open && event.key === "Escape") act(() => close(editor));
  else if (event.key === "Enter" && !event.shiftKey && !event.altKey) act(() => newline(editor));
  else if (["Tab", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) close(editor);
}

// --- life ------------------------------------------------------------------------------------------------------------------

function build(parent) {
  const name = `suggestions-${Math.random().toString(36).slice(2)}`;
  const gutter = element("pre", { class: "editor-gutter", "aria-hidden": "true" });
  const layer = element("pre", { class: "editor-layer", "aria-hidden": "true" });
  const area = element("textarea", { class: "editor-area", spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off", wrap: "off",
    "aria-autocomplete": "list", "aria-controls": name });
  const stage = element("div", { class: "editor-stage" }, gutter, element("div", { class: "editor-body" }, layer, area));
  const list = element("ul", { class: "editor-list", role: "listbox", id: name, tabindex: "-1" });
  const live = element("div", { class: "editor-live", role: "status" });
  const button = element("button", { type: "button" }), hint = element("span");
  list.hidden = true;
  const frame = element("div", { class: "editor" }, stage, list, live, element("div", { class: "editor-foot" }, button, hint));
  parent.append(frame);
  return { name, frame, stage, gutter, layer, area, list, live, button, hint, found: null, active: 0, focused: false };
}

function listen(editor) {
  const { area } = editor;
  area.oninput = () => changed(editor);
  area.onscroll = () => { scrolled(editor); if (editor.found) place(editor, editor.at); };
  area.onkeydown = (event) => pressed(editor, event);
  area.onclick = () => close(editor);
  area.onfocus = () => { editor.focused = true; };
  area.onblur = (event) => {
    editor.focused = false;
    close(editor);
    if (event.relatedTarget !== editor.button && area.value !== editor.sent) {
      editor.sent = area.value;
      editor.keep("text", area.value);
    }
  };
  editor.button.onclick = () => run(editor);
}

function told(editor, data) {
  editor.data = data;
  editor.keywords = new Set(data.items.filter((item) => item.sort === "keyword").map((item) => item.insert));
  editor.items = data.items.map((item) => ({ ...item, folded: { name: folded(item.insert), local: folded(item.insert.slice(item.insert.indexOf(":") + 1)), label: folded(item.label) } }));
  editor.area.setAttribute("aria-label", data.words.title);
  editor.list.setAttribute("aria-label", data.words.suggestions);
  editor.button.textContent = data.words.run;
  editor.hint.textContent = data.words.hint;
  editor.frame.classList.toggle("dark", data.dark);
}

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let editor = editors.get(parentElement);
  if (!editor) {
    editor = build(parentElement);
    editors.set(parentElement, editor);
    listen(editor);
  }
  editor.keep = setStateValue;
  editor.tell = setTriggerValue;
  const before = editor.data?.mistake?.number;
  told(editor, data);
  if (editor.identity !== data.identity) {
    editor.identity = data.identity;
    editor.area.value = editor.sent = data.text;
    close(editor);
  }
  colour(editor);
  const bad = wrong(editor);
  if (bad && data.mistake.number !== before) {
    editor.area.focus();
    editor.area.setSelectionRange(bad.start, bad.start);
  }
  return () => { clearTimeout(editor.timer); editor.asking?.abort(); editors.delete(parentElement); editor.frame.remove(); };
}
