// A file of the knowledge base: read, changed, saved, with the faults that the bot finds in it.

import { button, el } from "../core/dom.js";
import { demo, knowledgePath } from "../core/demo.js";
import { attempt } from "../core/notices.js";

// `saved` is called when the bot uses the change.
export function makeEditor({ saved = () => {} } = {}) {
  const title = el("h3", { tabIndex: -1 });
  const text = el("textarea", { class: "code", rows: 16, spellcheck: false, autocapitalize: "off", wrap: "off" });
  const where = el("p", { class: "faint", "aria-hidden": "true" });
  const verdict = el("div", { class: "stack", role: "status" });
  const element = el("section", { class: "stack", hidden: true }, title,
    el("label", {}, "Treść pliku (YAML)", text), where,
    el("div", { class: "dialog-row" },
      button("Jak przedtem", () => attempt(restore), { class: "quiet" }),
      button("Zapisz i zapytaj", () => attempt(save), { class: "wide" })),
    verdict);
  let path = null;
  // What stands in the file.
  let kept = "";

  text.addEventListener("keyup", showPlace);
  text.addEventListener("click", showPlace);

  async function open({ file, line = 1, column = 1 }) {
    const found = mayLeave() && (await attempt(() => demo.get(knowledgePath(file))));
    if (found) {
      path = file;
      element.hidden = false;
      title.textContent = file;
      fill(found.text);
      verdict.replaceChildren();
      goTo(line ?? 1, column ?? 1);
    }
  }

  async function save() {
    verdict.replaceChildren(el("p", {}, "Zapisuję, bot sprawdza…"));
    const saving = text.value;
    const answer = await demo.put(knowledgePath(path), { text: saving });
    kept = saving;
    await settle(answer);
  }

  async function restore() {
    const answer = await demo.remove(knowledgePath(path));
    fill((await demo.get(knowledgePath(path))).text);
    await settle(answer);
  }

  async function settle({ base }) {
    verdict.replaceChildren(...verdictOf(base, path, goTo));
    verdict.scrollIntoView({ block: "nearest" });
    if (base?.in_use) {
      await saved();
    }
  }

  function goTo(line, column) {
    const before = text.value.split("\n").slice(0, line - 1);
    const at = before.join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    const height = Number.parseFloat(getComputedStyle(text).lineHeight);
    text.focus();
    text.setSelectionRange(at, (text.value.indexOf("\n", at) + 1 || text.value.length + 1) - 1);
    text.scrollTop = Math.max(0, (line - 4) * height);
    text.scrollIntoView({ block: "nearest" });
    showPlace();
  }

  function showPlace() {
    const before = text.value.slice(0, text.selectionStart).split("\n");
    where.textContent = `wiersz ${before.length}, kolumna ${before.at(-1).length + 1}`;
  }

  function fill(content) {
    text.value = content;
    kept = text.value; // with the line ends of the browser
  }

  // Asks before changes that were not saved are lost.
  function mayLeave() {
    return text.value === kept || window.confirm(`Zmiany w pliku ${path} nie są zapisane. Porzucić je?`);
  }

  return { element, open, mayLeave };
}

function verdictOf(base, path, goTo) {
  if (!base) {
    return [el("p", {}, "Zapisane. Bot nie działa, więc jeszcze tego nie sprawdził.")];
  }
  const head = base.verdict === "accepted"
    ? `Zapisane. Bot już odpowiada z nowej wersji.${base.learning ? " Nowych zwrotów uczy się jeszcze około minuty; wtedy odpowiedzi zmienią się raz jeszcze." : ""}`
    : "Bot znalazł błędy i odpowiada dalej z poprzedniej wersji.";
  return [
    el("p", {}, el("strong", {}, head)),
    faultList("Błędy", base.faults, path, goTo),
    faultList("Ostrzeżenia", base.warnings, path, goTo),
  ].filter(Boolean);
}

function faultList(title, found, path, goTo) {
  return found?.length > 0 ? el("div", {}, el("h4", {}, title), el("ul", { class: "faults" }, ...found.map((one) => el("li", {}, faultLine(one, path, goTo))))) : null;
}

function faultLine({ file, line, column, message }, path, goTo) {
  const place = line ? `${file}:${line}` : file;
  return el("span", {}, file === path && line ? button(place, () => goTo(line, column ?? 1), { class: "inline-link" }) : place, `: ${message}`);
}
