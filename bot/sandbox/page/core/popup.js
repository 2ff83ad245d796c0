// A small menu beside the button that opened it; by keyboard too.

import { byId, el } from "./dom.js";

let opener = null;

// `items` are {label, run} or a whole element; false ones are left out.
export function openPopup(button, items) {
  const popup = byId("popup");
  if (opener === button && !popup.hidden) {
    closePopup();
    return;
  }
  closePopup();
  opener = button;
  popup.replaceChildren(...items.filter(Boolean).map((item) => (item instanceof Node ? item : menuItem(item))));
  popup.hidden = false;
  button.setAttribute("aria-expanded", "true");
  place(popup, button);
  popup.querySelector("button")?.focus();
}

export function closePopup({ focus = false } = {}) {
  const popup = byId("popup");
  popup.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  if (focus) {
    opener?.focus();
  }
  opener = null;
}

function menuItem({ label, run }) {
  return el("button", {
    type: "button",
    role: "menuitem",
    class: "menu-item",
    onclick: () => {
      closePopup({ focus: true });
      run();
    },
  }, label);
}

function place(popup, button) {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const left = Math.min(Math.max(8, anchor.right - width), window.innerWidth - width - 8);
  const below = anchor.bottom + 6;
  const top = below + height < window.innerHeight ? below : Math.max(8, anchor.top - height - 6);
  popup.style.setProperty("--left", `${left}px`);
  popup.style.setProperty("--top", `${top}px`);
}

export function setUpPopup() {
  document.addEventListener("pointerdown", (event) => {
    if (opener && !byId("popup").contains(event.target) && !opener.contains(event.target)) {
      closePopup();
    }
  });
  window.addEventListener("resize", () => closePopup());
  byId("popup").addEventListener("keydown", onKey);
}

function onKey(event) {
  const buttons = [...byId("popup").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closePopup({ focus: true });
  }
}
