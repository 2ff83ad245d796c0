// The list of messages: keeps what is unchanged, so that focus and screen readers are not disturbed.

import * as api from "./api.js";
import { byId, day, el, fullName, time } from "./dom.js";
import { mediaOf, serviceText } from "./media.js";
import { alertWith, attempt, toast } from "./notices.js";
import { closePopup, openPopup } from "./popup.js";
import { richText } from "./rich.js";
import { chat, refresh, store } from "./store.js";

const QUICK_REACTIONS = ["👍", "❤", "🙏", "👌", "😁", "👎"];
const ANSWER_WAIT_S = 15;

const shown = new Map();
let shownChat = null;
let actions = null;

// `actions`: send(text), reply(item), edit(item), username().
export function setUpMessages(given) {
  actions = given;
}

export function renderMessages() {
  const list = byId("messages");
  const isNearEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  if (shownChat !== store.chatId) {
    shown.clear();
    list.replaceChildren();
    shownChat = store.chatId;
  }
  const wanted = entries();
  const hasNew = wanted.some(({ key }) => !shown.has(key));
  update(list, wanted);
  if (hasNew && (isNearEnd || wanted.at(-1)?.isOwn)) {
    list.scrollTop = list.scrollHeight;
  }
}

function entries() {
  const result = [];
  let lastDay = null;
  for (const item of store.messages.filter((one) => !one.deleted)) {
    const ofDay = day(item.message.date);
    if (ofDay !== lastDay) {
      result.push({ key: `day ${ofDay}`, state: ofDay, make: () => el("p", { class: "service" }, ofDay) });
      lastDay = ofDay;
    }
    result.push({
      key: `message ${item.message.message_id}`,
      state: JSON.stringify([item, store.personId]),
      isOwn: item.message.from?.id === store.personId,
      make: () => bubble(item),
    });
  }
  return result;
}

function update(list, wanted) {
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, { node }] of shown) {
    if (!keys.has(key)) {
      node.remove();
      shown.delete(key);
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
      known.node.replaceWith(node);
    } else {
      list.insertBefore(node, next);
    }
    shown.set(key, { state, node });
    next = node.nextSibling;
  }
}

function bubble(item) {
  const { message } = item;
  const said = serviceText(message);
  if (said !== null) {
    return el("p", { class: "service", id: `m${message.message_id}` }, said);
  }
  const isOwn = message.from?.id === store.personId && !message.sender_chat;
  const author = message.sender_chat?.title ?? (message.from ? fullName(message.from) : "");
  const text = message.text ?? message.caption;
  const article = el("article", { class: `message ${isOwn ? "own" : "other"}`, id: `m${message.message_id}`, "aria-label": `${author}, ${time(message.date)}` },
    el("div", { class: "bubble" },
      isOwn || store.chatId > 0 ? null : el("p", { class: "author" }, author),
      message.forward_origin ? el("p", { class: "faint" }, `Przekazano od: ${originName(message.forward_origin)}`) : null,
      topicName(message) ? el("p", { class: "faint" }, `Temat: ${topicName(message)}`) : null,
      message.reply_to_message && !message.reply_to_message.forum_topic_created ? quote(message.reply_to_message) : null,
      mediaOf(message),
      text ? el("div", { class: "text" }, richText(text, message.entities ?? message.caption_entities, actions)) : null,
      footer(item)),
    message.reply_markup ? keyboard(message) : null);
  return article;
}

function topicName(message) {
  const topics = chat()?.topics ?? [];
  return topics.find((one) => message.is_topic_message && one.message_thread_id === message.message_thread_id)?.name;
}

function originName(origin) {
  return origin.sender_user ? fullName(origin.sender_user) : (origin.sender_chat?.title ?? "");
}

function quote(message) {
  const text = message.text ?? message.caption ?? "Załącznik";
  return el("button", {
    type: "button",
    class: "quote",
    onclick: () => {
      const target = byId(`m${message.message_id}`);
      target?.scrollIntoView({ block: "center" });
      target?.classList.add("found");
      setTimeout(() => target?.classList.remove("found"), 1200);
    },
  }, el("strong", {}, message.from?.first_name ?? ""), el("span", {}, text));
}

function footer(item) {
  const { message } = item;
  const counts = new Map();
  for (const { reaction } of item.reactions) {
    for (const { emoji } of reaction) {
      counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    }
  }
  return el("footer", { class: "meta" },
    ...[...counts].map(([emoji, count]) => el("span", { class: "reaction" }, count > 1 ? `${emoji} ${count}` : emoji)),
    item.pinned ? el("span", { "aria-label": "przypięta" }, "📌") : null,
    item.edits && message.edit_date ? el("span", {}, "edytowano") : null,
    el("time", { dateTime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    el("button", {
      type: "button",
      class: "more",
      "aria-label": "Co zrobić z wiadomością",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: (event) => openPopup(event.currentTarget, choices(item)),
    }, "⋯"));
}

function choices(item) {
  const isOwn = item.message.from?.id === store.personId;
  const canEdit = isOwn && (item.message.text !== undefined || item.message.caption !== undefined);
  const result = [reactionRow(item), { label: "Odpowiedz", run: () => actions.reply(item) }];
  if (canEdit) {
    result.push({ label: "Edytuj", run: () => actions.edit(item) });
  }
  result.push({ label: "Usuń", run: () => change("/deletions", item, {}) });
  return result;
}

function reactionRow(item) {
  const mine = item.reactions.find(({ user_id }) => user_id === store.personId)?.reaction[0]?.emoji;
  return el("div", { class: "reaction-row", role: "group", "aria-label": "Reakcje" },
    ...QUICK_REACTIONS.map((emoji) => el("button", {
      type: "button",
      role: "menuitemcheckbox",
      "aria-checked": String(emoji === mine),
      "aria-label": `Reakcja ${emoji}`,
      onclick: () => change("/reactions", item, { from: store.personId, emoji: emoji === mine ? [] : emoji }),
    }, emoji)));
}

function change(path, item, fields) {
  closePopup({ focus: true });
  return attempt(() => api.post(path, { chat: store.chatId, message_id: item.message.message_id, ...fields }));
}

function keyboard(message) {
  return el("div", { class: "keyboard", role: "group", "aria-label": "Przyciski" },
    ...message.reply_markup.inline_keyboard.map((row) =>
      el("div", { class: "keyboard-row" }, ...row.map((button) => inlineButton(message, button)))));
}

function inlineButton(message, button) {
  if (button.url) {
    return el("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
  }
  if (button.copy_text) {
    return el("button", { type: "button", class: "key", onclick: () => navigator.clipboard.writeText(button.copy_text.text) }, button.text);
  }
  return el("button", {
    type: "button",
    class: "key",
    disabled: button.callback_data === undefined,
    onclick: (event) => press(message, button, event.currentTarget),
  }, button.text);
}

async function press(message, button, element) {
  element.setAttribute("aria-busy", "true");
  await attempt(async () => {
    const pressed = await api.post("/presses", {
      from: store.personId,
      chat: store.chatId,
      message_id: message.message_id,
      data: button.callback_data,
    });
    const waited = await api.get("/wait", { answer: pressed.callback_query_id, timeout: ANSWER_WAIT_S });
    showAnswer(waited);
  });
  element.removeAttribute("aria-busy");
  await refresh();
}

function showAnswer(waited) {
  const answer = waited.answers[0];
  if (!answer) {
    toast("Bot nie odpowiedział na naciśnięcie.");
  } else if (answer.text) {
    (answer.show_alert ? alertWith : toast)(answer.text);
  }
}
