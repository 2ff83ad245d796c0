// One chat as somebody sees it: who, the messages, the writing. Columns stand side by side.

import * as api from "../core/api.js";
import { button, el, fullName, iconButton, renderOnce } from "../core/dom.js";
import { languageOf } from "../core/language.js";
import { attempt } from "../core/notices.js";
import { openPopup } from "../core/popup.js";
import { activate, changePerson, close, writersOf } from "../core/seats.js";
import { chatById, personById, profileOf, refresh, store } from "../core/store.js";
import { chatChoices } from "../people/choices.js";
import { describe, initials, titleOf } from "../people/names.js";
import { makeComposer } from "./composer.js";
import { makeLog } from "./log.js";
import { makeTopics } from "./topics.js";

// `seat` says who looks at which chat; the returned `render` shows what the store now knows.
export function makeColumn(seat) {
  const topics = makeTopics(seat);
  const composer = makeComposer(seat, topics);
  const log = makeLog(seat, { topics, composer });
  const head = makeHead(seat);
  const welcome = makeWelcome(seat, composer);
  const section = el("section", { class: "column", id: `column-${seat.key}`, "aria-labelledby": `title-${seat.key}` },
    head.element, topics.element, log.element, welcome.element, composer.element);
  section.addEventListener("focusin", () => activate(seat.key));
  section.addEventListener("pointerdown", () => activate(seat.key));
  const parts = [head, topics, log, welcome, composer];
  return {
    element: section,
    composer,
    chatId: seat.chatId,
    // Where one goes on: the writing, or what stands there instead.
    focus: () => (composer.element.hidden ? welcome.element.querySelector("button")?.focus() : composer.focus()),
    render() {
      section.classList.toggle("active", store.activeKey === seat.key);
      parts.forEach((part) => part.render());
    },
  };
}

function makeHead(seat) {
  const element = el("header", { class: "column-head" });
  return {
    element,
    render() {
      const chat = chatById(seat.chatId);
      const writers = writersOf(seat).map(({ person, status }) => [person.id, fullName(person), status]);
      const state = [titleOf(seat), describe(seat), writers, chat?.chat];
      renderOnce(element, state, () => headParts(seat, writers));
    },
  };
}

function headParts(seat, writers) {
  const isGroup = seat.chatId < 0;
  return [
    el("span", { class: `avatar ${isGroup ? "of-group" : ""}`, "aria-hidden": "true" }, initials(titleOf(seat))),
    el("div", { class: "column-name" },
      el("h2", { id: `title-${seat.key}`, lang: languageOf(titleOf(seat)) }, titleOf(seat)),
      isGroup ? writerSelect(seat, writers) : el("p", { class: "faint" }, describe(seat))),
    iconButton("⋮", `Co zrobić: ${titleOf(seat)}`, (event) => openPopup(event.currentTarget, chatChoices(seat)), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    }),
    iconButton("✕", `Zamknij kolumnę: ${titleOf(seat)}`, () => close(seat.key)),
  ];
}

function writerSelect(seat, writers) {
  const known = writers.some(([id]) => id === seat.personId) ? writers : [...writers, [seat.personId, `${fullName(personById(seat.personId))} (poza grupą)`]];
  const select = el("select", { onchange: (event) => attempt(() => changePerson(seat.key, Number(event.target.value))) },
    ...known.map(([id, name, status]) => el("option", { value: String(id), selected: id === seat.personId }, name + rank(status))));
  return el("label", { class: "faint writer" }, "Pisze: ", select);
}

function rank(status) {
  return { creator: " (właściciel)", administrator: " (administrator)" }[status] ?? "";
}

// Before Start, and while the bot is blocked, there is nothing to write into.
function makeWelcome(seat, composer) {
  const element = el("div", { class: "welcome", hidden: true });
  return {
    element,
    render() {
      const state = stateOf(seat);
      element.hidden = state === "open";
      composer.element.hidden = state !== "open";
      renderOnce(element, [state, profileOf(seat).description], () => welcomeParts(seat, state, composer));
    },
  };
}

function stateOf(seat) {
  const chat = chatById(seat.chatId);
  if (seat.chatId < 0) {
    return writersOf(seat).some(({ user_id }) => user_id === seat.personId) ? "open" : "outside";
  }
  return chat?.blocked ? "blocked" : chat?.started ? "open" : "new";
}

function welcomeParts(seat, state, composer) {
  switch (state) {
    case "blocked":
      return [
        el("p", {}, "Ta osoba zablokowała bota. Bot nie może do niej pisać."),
        button("Odblokuj bota", () => attempt(() => unblock(seat)), { class: "wide" }),
      ];
    case "outside":
      return [el("p", {}, "Ta osoba nie jest w grupie. Wyżej można wybrać, kto pisze.")];
    case "new":
      return [
        el("h3", {}, "Co potrafi ten bot?"),
        el("p", { lang: languageOf(profileOf(seat).description) }, profileOf(seat).description || "Bot nie ma jeszcze opisu."),
        button("Start", () => attempt(() => start(composer)), { class: "wide" }),
      ];
    default:
      return [];
  }
}

async function unblock(seat) {
  await api.post("/blocks", { user: seat.personId, blocked: false });
  await refresh();
}

// `?start=payload` in the address is a deep link, as in t.me/bot?start=payload.
async function start(composer) {
  const payload = new URLSearchParams(location.search).get("start");
  await composer.sendText(payload ? `/start ${payload}` : "/start");
  composer.focus();
}
