// A question in a dialog: fields with labels, Save and Cancel.

import { byId, el } from "./dom.js";
import { attempt } from "./notices.js";

// Asks for what `fields` say and runs `save` with a function that reads a field by its name.
export function ask({ title, fields, action = "Zapisz", save }) {
  const dialog = byId("dialog");
  const form = el("form", { method: "dialog" },
    el("h2", { id: "dialog-title" }, title),
    ...fields,
    el("div", { class: "dialog-row" },
      el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Anuluj"),
      el("button", { type: "submit", class: "wide" }, action)));
  form.addEventListener("submit", () => attempt(() => save(reader(form))));
  dialog.replaceChildren(form);
  dialog.showModal();
}

function reader(form) {
  const data = new FormData(form);
  return { text: (name) => (data.get(name) ?? "").trim() || null, all: (name) => data.getAll(name) };
}

export function textField(label, name, properties = {}) {
  return el("label", {}, label, el("input", { name, ...properties }));
}

// `options` are [value, text].
export function selectField(label, name, options, value) {
  const select = el("select", { name }, ...options.map(([given, text]) => el("option", { value: given }, text)));
  select.value = value ?? options[0]?.[0] ?? "";
  return el("label", {}, label, select);
}

// `options` are [value, text, isChecked].
export function checkboxes(legend, name, options) {
  return el("fieldset", {}, el("legend", {}, legend), ...options.map(([value, text, checked]) =>
    el("label", { class: "check" }, el("input", { type: "checkbox", name, value, checked: Boolean(checked) }), text)));
}
