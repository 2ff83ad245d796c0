// The place beside the columns where one tool is open at a time; on a phone it covers them.

import { byId, el, iconButton, keepFocus } from "../core/dom.js";
import { tell } from "../core/store.js";

let current = null;

// A tool is {title, make(context) → {element, render?, mayLeave?}}; the focus goes to its heading and back when it is closed.
export function openTool(tool, context = {}) {
  if (!mayLeave()) {
    return;
  }
  const goBack = current?.goBack ?? keepFocus();
  const made = tool.make(context);
  current = { tool, made, goBack };
  const panel = byId("tools");
  const title = el("h2", { id: "tools-title", tabIndex: -1 }, tool.title);
  panel.replaceChildren(
    el("header", { class: "tools-head" }, title, iconButton("✕", "Zamknij narzędzie", closeTool)),
    el("div", { class: "tools-body" }, made.element));
  panel.hidden = false;
  panel.onkeydown = (event) => event.key === "Escape" && closeTool();
  renderTool();
  document.querySelector(".column.active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  title.focus();
}

function mayLeave() {
  return current?.made.mayLeave?.() ?? true;
}

function closeTool() {
  if (!mayLeave()) {
    return;
  }
  const { goBack } = current ?? {};
  current = null;
  byId("tools").hidden = true;
  byId("tools").replaceChildren();
  tell();
  goBack?.();
}

export function toggleTool(tool) {
  isOpen(tool) ? closeTool() : openTool(tool);
}

export function isOpen(tool) {
  return current?.tool === tool;
}

export function renderTool() {
  current?.made.render?.();
}
