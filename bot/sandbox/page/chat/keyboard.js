// The buttons under a message, and what the bot answers to a press.

import * as api from "../core/api.js";
import { el } from "../core/dom.js";
import { languageOf } from "../core/language.js";
import { alertWith, attempt, toast } from "../core/notices.js";
import { refresh } from "../core/store.js";

const ANSWER_WAIT_S = 15;

export function inlineKeyboard(seat, message) {
  return el("div", { class: "keyboard", role: "group", "aria-label": "Przyciski" },
    ...(message.reply_markup.inline_keyboard ?? []).map((row) =>
      el("div", { class: "keyboard-row" }, ...row.map((one) => inlineButton(seat, message, one)))));
}

function inlineButton(seat, message, one) {
  if (one.url) {
    return el("a", { class: "key", href: one.url, target: "_blank", rel: "noopener noreferrer" }, `${one.text} ↗`);
  }
  if (one.copy_text) {
    return el("button", { type: "button", class: "key", onclick: () => navigator.clipboard.writeText(one.copy_text.text) }, one.text);
  }
  return el("button", {
    type: "button",
    class: "key",
    lang: languageOf(one.text),
    disabled: one.callback_data === undefined,
    onclick: (event) => press(seat, message, one, event.currentTarget),
  }, one.text);
}

async function press(seat, message, one, element) {
  element.setAttribute("aria-busy", "true");
  await attempt(async () => {
    const pressed = await api.post("/presses", {
      from: seat.personId,
      chat: seat.chatId,
      message_id: message.message_id,
      data: one.callback_data,
    });
    showAnswer(await api.get("/wait", { answer: pressed.callback_query_id, timeout: ANSWER_WAIT_S }));
  });
  element.removeAttribute("aria-busy");
  await refresh();
}

function showAnswer(waited) {
  const [answer] = waited.answers;
  if (!answer) {
    toast("Bot nie odpowiedział na naciśnięcie.");
  } else if (answer.text) {
    (answer.show_alert ? alertWith : toast)(answer.text);
  }
}
