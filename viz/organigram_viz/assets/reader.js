// A posting's text beside its facts: choose a fact to see its words, choose words to see their fact. All of it is put into
// the page as text, never as markup.
import { element } from "./elements.js";

const readers = new WeakMap();

function choose(reader, fact, from) {
  reader.chosen = fact;
  for (const button of reader.root.querySelectorAll("button[data-fact]")) button.setAttribute("aria-pressed", String(button.dataset.fact === fact));
  for (const mark of reader.root.querySelectorAll("mark")) mark.classList.toggle("chosen", mark.dataset.facts.split(" ").includes(fact));
  const target = from === "text" ? reader.root.querySelector(`button[data-fact="${fact}"]`) : reader.root.querySelector("mark.chosen");
  if (target && from) target.scrollIntoView({ block: "center", behavior: "smooth" });
}

// What is told counts until it is heard of, or the reader goes back in the browser; from then on the address does.
function pick(reader, fact, from) {
  choose(reader, fact, from);
  reader.told = fact;
  reader.tell("chosen", fact);
}

function back(reader) {
  reader.told = undefined;
  const fact = new URLSearchParams(location.search).get("fact") ?? "";
  if (fact !== reader.chosen) choose(reader, fact, fact ? "facts" : "");
}

function facts(reader, data) {
  const list = element("div", { class: "reader-facts" });
  for (const group of data.groups) {
    const found = data.facts.filter((fact) => fact.group === group.name);
    if (!found.length) continue;
    const line = element("i");
    line.style.borderBottomColor = group.color;
    line.style.borderBottomStyle = group.underline === "wavy" ? "groove" : group.underline;
    list.append(element("h3", {}, line, group.label));
    for (const fact of found) {
      const button = element("button", { type: "button", "data-fact": fact.id, "aria-pressed": "false", title: fact.note }, element("small", {}, fact.line), fact.value);
      button.onclick = () => pick(reader, fact.id, "facts");
      list.append(button);
    }
  }
  return list;
}

function text(reader, data) {
  const page = element("div", { class: "reader-text", lang: data.tongue, tabindex: "0" });
  const byId = new Map(data.facts.map((fact) => [fact.id, fact]));
  const groups = new Map(data.groups.map((group) => [group.name, group]));
  for (const [words, ids] of data.pieces) {
    if (!ids.length) { page.append(words); continue; }
    const fact = byId.get(ids[0]);
    const group = groups.get(fact.group);
    const mark = element("mark", { "data-facts": ids.join(" "), title: `${fact.line}: ${fact.value}` }, words);
    mark.style.setProperty("--mark", group.color);
    mark.style.setProperty("--line", group.underline);
    mark.onclick = () => {
      // Where facts lie over one another, clicking again goes on to the next.
      pick(reader, ids[(ids.indexOf(reader.chosen) + 1) % ids.length], "text");
    };
    page.append(mark);
  }
  return page;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let reader = readers.get(parentElement);
  if (!reader) {
    reader = { root: element("div", { class: "reader" }), back: () => back(reader) };
    addEventListener("popstate", reader.back);
    parentElement.append(reader.root);
    readers.set(parentElement, reader);
  }
  reader.tell = setTriggerValue;
  const content = JSON.stringify([data.identity, data.facts, data.pieces.length]);
  if (reader.content !== content) {
    reader.root.style.setProperty("--reader-height", `${data.height}px`);
    reader.root.replaceChildren(facts(reader, data), text(reader, data));
    reader.content = content;
    choose(reader, data.chosen, data.chosen ? "facts" : "");
  }
  if (data.chosen === reader.told) reader.told = undefined;
  if (reader.told === undefined && data.chosen !== reader.chosen) choose(reader, data.chosen, data.chosen ? "facts" : "");
  return () => { removeEventListener("popstate", reader.back); readers.delete(parentElement); reader.root.remove(); };
}
