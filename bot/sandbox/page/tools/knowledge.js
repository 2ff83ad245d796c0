// The files of the knowledge base, to be read and changed.

import { button, el } from "../core/dom.js";
import { demo } from "../core/demo.js";
import { makeEditor } from "./editor.js";

export const knowledge = { title: "Wiedza bota", make };

function make() {
  const list = el("ul", { class: "files" });
  const note = el("p", { class: "faint", role: "status" }, "Czytam listę plików…");
  const editor = makeEditor({ saved: load });

  async function load() {
    const found = await demo.get("/knowledge").catch((error) => error);
    if (found instanceof Error) {
      note.textContent = found.message;
      return;
    }
    note.textContent = found.is_copy
      ? "To kopia na czas próby. Zmiany znikną, gdy piaskownica się skończy."
      : `Uwaga: to prawdziwe pliki wiedzy (${found.folder}).`;
    list.replaceChildren(...found.files.map(({ path, changed }) =>
      el("li", {}, button(path, () => editor.open({ file: path }), { class: "inline-link" }), changed ? " – zmieniony" : "")));
  }

  load();
  return { element: el("div", { class: "stack" }, note, list, editor.element), mayLeave: editor.mayLeave };
}
