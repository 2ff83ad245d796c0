// One message, or one album, as an article: author, quote, media, text, reactions, buttons.

import { el, excerpt, fullName, iconButton, time } from "../core/dom.js";
import { languageOf } from "../core/language.js";
import { openPopup } from "../core/popup.js";
import { isLookedAfter } from "../core/demo.js";
import { personById, store } from "../core/store.js";
import { openTool } from "../tools/panel.js";
import { why } from "../tools/why.js";
import { inlineKeyboard } from "./keyboard.js";
import { mediaOf } from "./media.js";
import { messageChoices } from "./message_menu.js";
import { richText } from "./rich.js";

const FOUND_MS = 1200;

// Gives a function that makes the article of `items`, which are one message or the messages of an album.
export function makeBubble(seat, parts) {
  const actions = {
    send: (text) => parts.composer.sendText(text),
    username: () => store.bot?.user.username ?? "",
  };
  return (items) => {
    const { message } = items[0];
    const isOwn = message.from?.id === seat.personId && !message.sender_chat;
    return el("article", {
      class: `message ${isOwn ? "own" : "other"}`,
      id: idOf(seat, message),
      "aria-label": `${authorOf(message)}, ${time(message.date)}`,
    },
      el("div", { class: "bubble" }, ...origin(seat, parts.topics, message, isOwn), ...contents(items, actions, spokenBy(seat)), footer(seat, items, parts)),
      message.reply_markup ? inlineKeyboard(seat, message) : null);
  };
}

function idOf(seat, message) {
  return `m-${seat.key}-${message.message_id}`;
}

function authorOf(message) {
  return message.sender_chat?.title ?? (message.from ? fullName(message.from) : "");
}

function origin(seat, topics, message, isOwn) {
  const isInTopic = message.is_topic_message && topics.chosen() === null;
  const topic = isInTopic ? topics.nameOf(message.message_thread_id) : null;
  const reply = message.reply_to_message;
  return [
    isOwn || seat.chatId > 0 ? null : el("p", { class: "author" }, authorOf(message)),
    topic ? el("p", { class: "faint" }, `Temat: ${topic}`) : null,
    reply && !reply.forum_topic_created ? quote(seat, reply) : null,
  ];
}

function quote(seat, message) {
  return el("button", { type: "button", class: "quote", onclick: () => show(idOf(seat, message)) },
    el("strong", {}, message.from?.first_name ?? ""), el("span", { lang: languageOf(excerpt(message, 300)) }, excerpt(message, 300)));
}

function show(id) {
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: "center" });
  target?.classList.add("found");
  setTimeout(() => target?.classList.remove("found"), FOUND_MS);
}

// In a group, who wrote says nothing about what the bot relays.
function spokenBy({ personId, chatId }) {
  return chatId > 0 ? personById(personId)?.language_code : null;
}

function contents(items, actions, spoken) {
  const media = items.map((item) => mediaOf(item.message)).filter(Boolean);
  const said = items.map((item) => item.message).filter((message) => message.text ?? message.caption);
  return [
    media.length > 1 ? el("div", { class: "album" }, ...media) : (media[0] ?? null),
    ...said.map((message) => el("div", { class: "text", lang: languageOf(message.text ?? message.caption, spoken) },
      richText(message.text ?? message.caption, message.entities ?? message.caption_entities, actions))),
  ];
}

function footer(seat, items, parts) {
  const { message } = items[0];
  return el("footer", { class: "meta" },
    ...reactions(items),
    items.some((item) => item.pinned) ? el("span", { role: "img", "aria-label": "przypięta" }, "📌") : null,
    isAsked(seat, message) ? whyButton(seat, message) : null,
    items.some((item) => item.edits && item.message.edit_date) ? el("span", {}, "edytowano") : null,
    el("time", { dateTime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    iconButton("⋯", "Co zrobić z wiadomością", (event) => openPopup(event.currentTarget, messageChoices(seat, items, parts)), {
      class: "round more",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    }));
}

// What a person wrote to the bot in private, but commands, was judged.
function isAsked(seat, message) {
  return isLookedAfter() && seat.chatId > 0 && message.from?.id === seat.personId && message.text !== undefined && !message.text.startsWith("/");
}

function whyButton(seat, message) {
  return el("button", { type: "button", class: "inline-link", "aria-label": "dlaczego? Pokaż, skąd ta odpowiedź", onclick: () => openTool(why, { seat, message }) }, "dlaczego?");
}

// Each emoji with who set it.
function reactions(items) {
  const names = new Map();
  for (const { user_id: id, reaction } of items.flatMap((item) => item.reactions)) {
    for (const { emoji } of reaction) {
      names.set(emoji, [...(names.get(emoji) ?? []), personById(id)?.first_name ?? "bot"]);
    }
  }
  return [...names].map(([emoji, who]) => el("span", {
    class: "reaction",
    role: "img",
    title: who.join(", "),
    "aria-label": `Reakcja ${emoji}: ${who.join(", ")}`,
  }, who.length > 1 ? `${emoji} ${who.length}` : emoji));
}
