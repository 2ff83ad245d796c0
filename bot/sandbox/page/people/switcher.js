// The bar of open chats: goes to a column, and on a phone shows it alone. Says how much is unread.

import { button, el, renderOnce } from "../core/dom.js";
import { languageOf } from "../core/language.js";
import { attempt } from "../core/notices.js";
import { openPopup } from "../core/popup.js";
import { activate } from "../core/seats.js";
import { messagesOf, refresh, store } from "../core/store.js";
import { addChoices } from "./choices.js";
import { shortTitle } from "./names.js";

// seat key → how many messages there were when it was last looked at.
const seen = new Map();

// `show(key)` brings the column into view and gives it the focus.
export function makeSwitcher(element, show) {
  return {
    render() {
      const tabs = store.seats.map((seat) => [seat.key, shortTitle(seat), seat.key === store.activeKey, unread(seat)]);
      const isNew = renderOnce(element, tabs, () => [
        ...tabs.map(([key, title, isActive, count]) => tab(key, title, isActive, count, show)),
        button("+ Rozmowa", () => add(element), {
          class: "add",
          "aria-haspopup": "menu",
          "aria-expanded": "false",
        }),
      ]);
      isNew && element.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
  };
}

// Offers whoever is there by now.
async function add(element) {
  await attempt(refresh);
  openPopup(element.querySelector(".add"), addChoices());
}

function tab(key, title, isActive, count, show) {
  return el("button", {
    type: "button",
    "aria-current": String(isActive),
    lang: languageOf(title),
    onclick: () => {
      activate(key);
      show(key);
    },
  }, title, count > 0 ? el("span", { class: "count" }, String(count), el("span", { class: "unseen" }, " nowych")) : null);
}

function unread(seat) {
  const count = messagesOf(seat.chatId).length;
  if (seat.key === store.activeKey || !seen.has(seat.key)) {
    seen.set(seat.key, count);
  }
  return Math.max(0, count - seen.get(seat.key));
}
