// The columns side by side, one for each open chat, in the order they were opened.

import { isSettingUp } from "../core/demo.js";
import { el } from "../core/dom.js";
import { store } from "../core/store.js";
import { makeColumn } from "./column.js";

export function makeColumns(element) {
  const columns = new Map();

  function show(key) {
    const column = columns.get(key);
    column?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    column?.focus();
  }

  return {
    // The column of a seat, with its `composer`; undefined while it is not open.
    of: (key) => columns.get(key),
    show,
    render() {
      drop(columns);
      let before = element.firstElementChild;
      for (const seat of store.seats) {
        const column = columns.get(seat.key) ?? makeColumn(seat);
        columns.set(seat.key, column);
        if (column.element === before) {
          before = before.nextElementSibling;
        } else {
          element.insertBefore(column.element, before);
        }
        column.render();
      }
      renderEmpty(element);
      const { wantedKey } = store;
      if (columns.has(wantedKey) && store.messages.has(columns.get(wantedKey).chatId)) {
        store.wantedKey = null;
        show(wantedKey);
      }
    },
  };
}

function drop(columns) {
  for (const [key, column] of columns) {
    if (!store.seats.some((seat) => seat.key === key)) {
      column.element.remove();
      columns.delete(key);
    }
  }
}

function renderEmpty(element) {
  const note = element.querySelector(".nobody") ?? el("p", { class: "nobody faint", role: "status" });
  const text = isSettingUp() ? "Przygotowuję osoby i grupę przykładową…" : "Żadna rozmowa nie jest otwarta. Wyżej: „+ Rozmowa”.";
  if (store.seats.length > 0) {
    note.remove();
  } else if (note.textContent !== text || !note.isConnected) {
    note.textContent = text;
    element.append(note);
  }
}
