// The list of messages: keeps what is unchanged, so that focus and screen readers are not disturbed.

import { day, el } from "../core/dom.js";
import { isLookedAfter } from "../core/demo.js";
import { messagesOf, store } from "../core/store.js";
import { makeBubble } from "./bubble.js";
import { serviceText } from "./service.js";

const NEAR_END_PX = 120;

// `parts`: topics and composer of the same column.
export function makeLog(seat, parts) {
  const list = el("div", { class: "messages", role: "log", "aria-label": "Wiadomości", tabIndex: 0 });
  const shown = new Map();
  const bubble = makeBubble(seat, parts);
  let isAtEnd = true;
  let lastTop = 0;

  function toEnd() {
    list.scrollTop = list.scrollHeight;
  }

  // Only a person scrolls up; what else moves the end away is followed.
  list.addEventListener("scroll", () => {
    const isNear = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
    isAtEnd = isNear || (isAtEnd && list.scrollTop >= lastTop);
    lastTop = list.scrollTop;
  });
  // A picture takes its room only when it has come, or has not.
  for (const kind of ["load", "error"]) {
    list.addEventListener(kind, () => isAtEnd && toEnd(), { capture: true });
  }
  // Whoever reads the newest message goes on reading it when the room gets smaller.
  new ResizeObserver(() => isAtEnd && toEnd()).observe(list);
  return {
    element: list,
    render() {
      const wasAtEnd = isAtEnd;
      const wanted = entries(seat, parts.topics, bubble);
      const hasNew = wanted.some(({ key }) => !shown.has(key));
      // What was said before is not read out when a chat is opened.
      list.setAttribute("aria-live", shown.size > 0 ? "polite" : "off");
      const hasChanged = update(list, shown, wanted);
      // Where nothing changed nothing moves: what somebody presses must not slip away under the pointer.
      if ((hasChanged && wasAtEnd) || (hasNew && wanted.at(-1)?.isOwn)) {
        toEnd();
      }
    },
  };
}

function entries(seat, topics, bubble) {
  const result = [];
  let lastDay = null;
  for (const items of joinAlbums(messagesOf(seat.chatId).filter(topics.isShown))) {
    const { message } = items[0];
    const ofDay = day(message.date);
    if (ofDay !== lastDay) {
      // By its message: where the clock is put back, a day comes twice.
      result.push({ key: `day of ${message.message_id}`, state: ofDay, make: () => line(ofDay) });
      lastDay = ofDay;
    }
    result.push({
      key: `message ${message.message_id}`,
      state: JSON.stringify([items, store.bot?.user.username, isLookedAfter(), topics.nameOf(message.message_thread_id)]),
      isOwn: message.from?.id === seat.personId,
      make: () => entry(seat, items, bubble),
    });
  }
  return result;
}

// Messages of one album stand together, as Telegram shows them.
function joinAlbums(items) {
  const result = [];
  for (const item of items) {
    const album = item.message.media_group_id;
    if (album && result.at(-1)?.[0].message.media_group_id === album) {
      result.at(-1).push(item);
    } else {
      result.push([item]);
    }
  }
  return result;
}

function entry(seat, items, bubble) {
  const there = items.filter((item) => !item.deleted);
  if (there.length === 0) {
    return line("Wiadomość usunięta", { class: "service gone" });
  }
  const said = serviceText(there[0].message);
  return said === null ? bubble(there) : line(said);
}

function line(text, properties = {}) {
  return el("p", { class: "service", ...properties }, text);
}

// Says whether anything was drawn anew.
function update(list, shown, wanted) {
  let hasChanged = false;
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, { node }] of shown) {
    if (!keys.has(key)) {
      node.remove();
      shown.delete(key);
      hasChanged = true;
    }
  }
  let next = list.firstChild;
  for (const { key, state, make } of wanted) {
    const known = shown.get(key);
    if (known?.state === state) {
      next = known.node.nextSibling;
      continue;
    }
    const node = make();
    if (known) {
      replace(known.node, node);
    } else {
      list.insertBefore(node, next);
    }
    shown.set(key, { state, node });
    next = node.nextSibling;
    hasChanged = true;
  }
  return hasChanged;
}

// A message that changes under the focus keeps it: on the control that reads the same, else on the message.
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement.textContent : null;
  old.replaceWith(node);
  if (focused !== null) {
    const same = [...node.querySelectorAll("button, a")].find((one) => one.textContent === focused);
    node.tabIndex = -1;
    (same ?? node).focus({ preventScroll: true });
  }
}
