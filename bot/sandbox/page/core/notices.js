// Short notices, and the alert that a bot may answer a press with.

import { byId } from "./dom.js";

const SHOWN_MS = 4000;
let timer = null;

export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    element.hidden = true;
  }, SHOWN_MS);
}

export function alertWith(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

// Runs what may be refused and says why when it is.
export async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    toast(problem instanceof TypeError ? "Serwer nie odpowiada." : problem.message);
    return undefined;
  }
}
