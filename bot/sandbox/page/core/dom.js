// Making elements; text is always set as text.

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) {
      continue;
    }
    if (name === "class") {
      element.className = value;
    } else if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, text);
}

// A round button with a sign; what it does is said by `label`.
export function iconButton(sign, label, onclick, properties = {}) {
  return el("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...properties },
    el("span", { "aria-hidden": "true" }, sign));
}

export function byId(id) {
  return document.getElementById(id);
}

const shownStates = new WeakMap();
const CONTROLS = "button, select, a[href]";

// Sets the children only if they would differ, so that screen readers are not disturbed; the focus stays on the control
// of the same place. Says whether anything changed.
export function renderOnce(element, state, make) {
  const wanted = JSON.stringify(state);
  if (shownStates.get(element) === wanted) {
    return false;
  }
  shownStates.set(element, wanted);
  const focused = [...element.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  element.replaceChildren(...make());
  if (focused >= 0) {
    const controls = element.querySelectorAll(CONTROLS);
    controls[Math.min(focused, controls.length - 1)]?.focus({ preventScroll: true });
  }
  return true;
}

// Gives a function that brings the focus back to where it is now, or to what was drawn anew in its place.
export function keepFocus() {
  const element = document.activeElement;
  const { parentElement: parent } = element;
  const at = parent ? [...parent.children].indexOf(element) : -1;
  return () => (element.isConnected ? element : parent?.children[at])?.focus();
}

export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

// Where the bot lives.
export const ZONE = "Europe/Warsaw";

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("pl-PL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
}

export function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("pl-PL", { timeZone: ZONE, weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

export function excerpt(message, length = 120) {
  const text = message.text ?? message.caption ?? "załącznik";
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
