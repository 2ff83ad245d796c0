// "Why this answer?": how the bot judged what somebody wrote, the file that made it so, and asking it again.

import * as api from "../core/api.js";
import { button, el } from "../core/dom.js";
import { demo } from "../core/demo.js";
import { attempt } from "../core/notices.js";
import { messagesOf, refresh } from "../core/store.js";
import { makeEditor } from "./editor.js";
import { judgement } from "./judgement.js";

const FORGOTTEN = "Bot nie ma zapisu oceny tej wiadomości: zapisy znikają, gdy bot uruchamia się na nowo. Można zapytać jeszcze raz.";

// A context is {seat, message}.
export const why = { title: "Dlaczego ta odpowiedź?", make };

function make({ seat, message }) {
  const found = el("div", { class: "stack" }, el("p", { role: "status" }, "Pytam bota…"));
  const editor = makeEditor({ saved: askAgain });
  const again = button("Zapytaj jeszcze raz", () => askAgain(), { class: "wide" });
  let current = message;

  async function load() {
    const answer = await demo.get("/explain", { chat: seat.chatId, message_id: current.message_id }).catch((error) => error);
    found.replaceChildren(...(answer instanceof Error ? [el("p", { role: "status" }, FORGOTTEN)] : explained(answer, editor)));
  }

  // Says the same as the same person, and shows how that is judged now.
  async function askAgain() {
    await attempt(async () => {
      const sent = await api.post("/messages", { from: seat.personId, chat: seat.chatId, text: current.text });
      current = sent.message;
      found.replaceChildren(el("p", { role: "status" }, "Pytam bota jeszcze raz…"));
      await api.get("/wait", { messages: 1, chat: seat.chatId, after: sent.message.message_id, timeout: 10, brief: true });
      await refresh();
      await load();
      found.append(...answerNow(seat, current));
    });
  }

  load();
  const element = el("div", { class: "stack" },
    el("blockquote", { class: "asked" }, message.text), found, message.text ? again : null, editor.element);
  return { element, mayLeave: editor.mayLeave };
}

function explained({ judged }, editor) {
  if (judged.length === 0) {
    return [el("p", { role: "status" }, "Tej wiadomości bot nie musiał dopasowywać do wiedzy: to polecenie, słowa przycisku, krok formularza albo sprawa, którą prowadzi człowiek.")];
  }
  return judged.flatMap((one, index) => judgement(one, { title: judged.length > 1 ? `Ocena ${index + 1}` : "Ocena", open: editor.open }));
}

function answerNow(seat, asked) {
  const answer = messagesOf(seat.chatId).find(({ message, from_bot: isBot }) => isBot && message.message_id > asked.message_id);
  return answer ? [el("h3", {}, "Odpowiedź teraz"), el("blockquote", { class: "asked" }, answer.message.text ?? answer.message.caption ?? "")] : [];
}
