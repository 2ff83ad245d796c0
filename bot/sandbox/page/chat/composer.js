// Writing: text, commands, answers, corrections and attachments.

import * as api from "../core/api.js";
import { el, excerpt, iconButton } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { openPopup } from "../core/popup.js";
import { refresh } from "../core/store.js";
import { makeAttachments } from "./attachments.js";
import { makeCommands } from "./commands.js";
import { makeReplyKeyboard } from "./reply_keyboard.js";

const LONGEST_TEXT = 4096;
const TALLEST_PX = 160;

export function makeComposer(seat, topics) {
  const text = el("textarea", {
    rows: 1,
    placeholder: "Wiadomość",
    "aria-label": "Wiadomość",
    maxLength: 20000,
    enterkeyhint: "send",
    class: "writing",
  });
  const context = makeContext();
  const commands = makeCommands(seat, text, (command) => attempt(() => sendText(command)));
  const attachments = makeAttachments(seat, { send: (fields) => attempt(() => send(fields)), caption: takeText });
  const keyboard = makeReplyKeyboard(seat, (fields) => attempt(() => send(fields)));
  const attach = iconButton("+", "Załącz", (event) => openPopup(event.currentTarget, attachments.choices()), {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  const submitter = el("button", { type: "submit", class: "round send", "aria-label": "Wyślij wiadomość", title: "Wyślij wiadomość" }, "➤");
  const element = el("form", { class: "composer", autocomplete: "off", hidden: true },
    context.element, commands.list,
    el("div", { class: "composer-row" }, commands.opener, attach, text, submitter),
    keyboard.element, attachments.input);
  // The last message on its way: the next one follows it.
  let last = Promise.resolve();

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    grow();
    commands.suggest();
  });
  text.addEventListener("keydown", onKey);
  context.onCancel(() => setContext(null));

  // Sends a text as the person, in parts as Telegram's own apps do when it is long.
  async function sendText(given, fields = {}) {
    for (let at = 0; at < given.length; at += LONGEST_TEXT) {
      await send({ text: given.slice(at, at + LONGEST_TEXT), ...fields });
    }
  }

  async function send(fields) {
    const thread = topics.chosen() ? { message_thread_id: topics.chosen() } : {};
    const message = { from: seat.personId, chat: seat.chatId, ...thread, ...fields };
    const sent = last.then(() => api.post("/messages", message));
    last = sent.catch(() => {});
    await sent;
    await refresh();
  }

  async function submit() {
    const given = text.value.trim();
    if (!given) {
      return;
    }
    const about = context.now();
    // At once: what is typed while this is under way is the next message.
    empty();
    const done = await attempt(async () => {
      await (about?.kind === "edit" ? correct(about.item, given) : sendText(given, about ? { reply_to: about.item.message.message_id } : {}));
      return true;
    });
    if (!done && text.value === "") {
      context.set(about);
      write(given);
    }
  }

  async function correct({ message }, given) {
    const name = message.text === undefined ? "caption" : "text";
    await api.post("/edits", { chat: seat.chatId, from: seat.personId, message_id: message.message_id, [name]: given });
    await refresh();
  }

  function takeText() {
    const given = text.value.trim();
    empty();
    return given;
  }

  function empty() {
    write("");
    commands.close();
    context.set(null);
  }

  function write(given) {
    text.value = given;
    grow();
  }

  function grow() {
    text.style.setProperty("--height", "auto");
    text.style.setProperty("--height", `${Math.min(text.scrollHeight, TALLEST_PX)}px`);
  }

  function setContext(next) {
    if (context.now()?.kind === "edit") {
      empty();
    }
    context.set(next);
    text.focus();
  }

  function onKey(event) {
    if (commands.take(event)) {
      return;
    }
    if (event.key === "Escape") {
      setContext(null);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  }

  return {
    element,
    sendText: (given) => attempt(() => sendText(given)),
    reply: (item) => setContext({ kind: "reply", item }),
    edit: (item) => {
      setContext({ kind: "edit", item });
      write(item.message.text ?? item.message.caption);
    },
    suggest: write,
    focus: () => text.focus(),
    render() {
      commands.render();
      keyboard.render();
    },
  };
}

// What the text will be: {kind: "reply" | "edit", item}, or null for a new message.
function makeContext() {
  const said = el("p");
  const cancel = iconButton("✕", "Zrezygnuj", () => {});
  const element = el("div", { class: "context", hidden: true }, said, cancel);
  let current = null;
  return {
    element,
    now: () => current,
    onCancel: (run) => cancel.addEventListener("click", run),
    set(next) {
      current = next;
      element.hidden = next === null || next === undefined;
      said.textContent = next ? `${next.kind === "reply" ? "Odpowiedź na" : "Poprawka"}: ${excerpt(next.item.message)}` : "";
    },
  };
}
