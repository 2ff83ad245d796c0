// The topics of a forum group: which one is looked at and written into.

import * as api from "../core/api.js";
import { button, el, iconButton, renderOnce } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { ask, textField } from "../core/dialog.js";
import { openPopup } from "../core/popup.js";
import { chatById, refresh, tell } from "../core/store.js";

// `chosen()` is the id of the topic that is looked at, null for the whole group.
export function makeTopics(seat) {
  const element = el("nav", { class: "topics", "aria-label": "Tematy", hidden: true });
  let chosen = null;

  function choose(thread) {
    chosen = thread;
    tell();
  }

  function here() {
    return (chatById(seat.chatId)?.topics ?? []).filter((topic) => !topic.deleted);
  }

  return {
    element,
    chosen: () => chosen,
    nameOf: (thread) => chatById(seat.chatId)?.topics.find((topic) => topic.message_thread_id === thread)?.name,
    isShown: ({ message }) => chosen === null || (message.is_topic_message && message.message_thread_id === chosen),
    render() {
      const group = chatById(seat.chatId);
      const topics = here();
      element.hidden = !group?.chat.is_forum;
      if (chosen !== null && !topics.some((topic) => topic.message_thread_id === chosen)) {
        chosen = null;
      }
      renderOnce(element, [topics, chosen], () => [
        tab("Wszystko", chosen === null, () => choose(null)),
        ...topics.map(({ message_thread_id: thread, name, closed }) =>
          tab(closed ? `🔒 ${name}` : name, chosen === thread, () => choose(thread))),
        iconButton("⋯", "Zmień tematy", (event) => openPopup(event.currentTarget, choices(seat, topics, chosen)), {
          "aria-haspopup": "menu",
          "aria-expanded": "false",
        }),
      ]);
    },
  };
}

function tab(name, isCurrent, run) {
  return button(name, run, { "aria-current": String(isCurrent) });
}

function choices(seat, topics, chosen) {
  const topic = topics.find((one) => one.message_thread_id === chosen);
  return [
    { label: "Nowy temat…", run: () => create(seat) },
    topic && { label: topic.closed ? `Otwórz temat „${topic.name}”` : `Zamknij temat „${topic.name}”`, run: () => change(seat, chosen, { closed: !topic.closed }) },
    topic && { label: `Usuń temat „${topic.name}”`, run: () => change(seat, chosen, { deleted: true }) },
    !topic && topics.length > 0 && el("p", { class: "faint menu-note" }, "Żeby zamknąć albo usunąć temat, proszę go najpierw wybrać."),
  ];
}

function create(seat) {
  ask({
    title: "Nowy temat",
    fields: [textField("Nazwa", "name", { required: true, maxLength: 128 })],
    save: async (given) => {
      await api.post(`/chats/${seat.chatId}/topics`, { from: seat.personId, name: given.text("name") });
      await refresh();
    },
  });
}

function change(seat, thread, fields) {
  return attempt(async () => {
    await api.post(`/chats/${seat.chatId}/topics/${thread}`, { from: seat.personId, ...fields });
    await refresh();
  });
}
