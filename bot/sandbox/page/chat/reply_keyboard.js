// The bot's reply keyboard under the writing: a press says what stands on the button.

import { el, renderOnce } from "../core/dom.js";
import { chatById, personById } from "../core/store.js";
import { KONIN, ownContact } from "./attachments.js";

// `send(fields)` sends a message.
export function makeReplyKeyboard(seat, send) {
  const element = el("div", { class: "keyboard reply-keyboard", role: "group", "aria-label": "Klawiatura bota", hidden: true });
  // One that is for one use is put away by its use.
  let used = null;

  function press(one, keyboard) {
    used = keyboard.one_time_keyboard ? JSON.stringify(keyboard) : null;
    element.hidden = used !== null;
    send(said(seat, one));
  }

  return {
    element,
    render() {
      const keyboard = chatById(seat.chatId)?.keyboard ?? null;
      element.hidden = keyboard === null || used === JSON.stringify(keyboard);
      renderOnce(element, keyboard, () => (keyboard?.keyboard ?? []).map((row) =>
        el("div", { class: "keyboard-row" }, ...row.map((one) =>
          el("button", { type: "button", class: "key", onclick: () => press(one, keyboard) }, one.text)))));
    },
  };
}

function said({ personId }, one) {
  if (one.request_contact) {
    return { contact: ownContact(personById(personId)) };
  }
  return one.request_location ? { location: KONIN } : { text: one.text };
}
