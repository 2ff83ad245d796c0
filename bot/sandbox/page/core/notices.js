// Short notices, what went wrong, and the alert that a bot may answer a press with.

import { byId } from "./dom.js";

const SHOWN_MS = 4000;
// What went wrong is read more slowly.
const PROBLEM_MS = 9000;

// What the server says in its own words, to those who read the page.
const SAID = {
  "bot: it does not run": "Bot nie działa. Można go uruchomić w „Awariach”.",
  "bot: it does not answer": "Bot nie odpowiada.",
};
const timers = new Map();

export function toast(text) {
  show(byId("toast"), text, SHOWN_MS);
}

function problem(text) {
  show(byId("problem"), text, PROBLEM_MS);
}

// Both regions are always there, empty, so that screen readers hear the text come.
function show(element, text, shownMs) {
  clearTimeout(timers.get(element));
  element.textContent = text;
  timers.set(element, setTimeout(() => {
    element.textContent = "";
  }, shownMs));
}

export function alertWith(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

// Runs what may be refused and says why when it is.
export async function attempt(work) {
  try {
    return await work();
  } catch (refused) {
    problem(refused instanceof TypeError ? "Serwer nie odpowiada." : (SAID[refused.message] ?? refused.message));
    return undefined;
  }
}
