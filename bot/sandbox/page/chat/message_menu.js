// What can be done with a message: react, answer, correct, delete, ask why.

import * as api from "../core/api.js";
import { el } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { closePopup } from "../core/popup.js";
import { writersOf } from "../core/seats.js";
import { refresh } from "../core/store.js";

const QUICK_REACTIONS = ["👍", "❤", "🙏", "👌", "😁", "👎"];

export function messageChoices(seat, items, { composer }) {
  const [item] = items;
  const isOwn = item.message.from?.id === seat.personId;
  const canEdit = isOwn && items.some(({ message }) => (message.text ?? message.caption) !== undefined);
  return [
    reactionRow(seat, item),
    { label: "Odpowiedz", run: () => composer.reply(item) },
    canEdit && { label: "Edytuj", run: () => composer.edit(items.find(({ message }) => (message.text ?? message.caption) !== undefined)) },
    mayDelete(seat, isOwn) && { label: "Usuń", run: () => change("/deletions", seat, { message_ids: items.map(({ message }) => message.message_id) }) },
  ];
}

// In a group, only an administrator deletes what others say.
function mayDelete(seat, isOwn) {
  const standing = writersOf(seat).find(({ user_id: id }) => id === seat.personId)?.status;
  return isOwn || seat.chatId > 0 || ["creator", "administrator"].includes(standing);
}

function reactionRow(seat, item) {
  const mine = item.reactions.find(({ user_id: id }) => id === seat.personId)?.reaction[0]?.emoji;
  return el("div", { class: "reaction-row", role: "group", "aria-label": "Reakcje" },
    ...QUICK_REACTIONS.map((emoji) => el("button", {
      type: "button",
      role: "menuitemcheckbox",
      "aria-checked": String(emoji === mine),
      "aria-label": `Reakcja ${emoji}`,
      onclick: () => change("/reactions", seat, {
        from: seat.personId,
        message_id: item.message.message_id,
        emoji: emoji === mine ? [] : emoji,
      }),
    }, emoji)));
}

function change(path, seat, fields) {
  closePopup({ focus: true });
  return attempt(async () => {
    await api.post(path, { chat: seat.chatId, ...fields });
    await refresh();
  });
}
