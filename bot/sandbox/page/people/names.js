// What people and chats are called, and what is said of them in a line.

import { fullName } from "../core/dom.js";
import { roleOf } from "../core/demo.js";
import { chatById, groups, personById, store } from "../core/store.js";

const ROLES = { citizen: "osoba z pytaniem", organisation: "organizacja", coordinator: "koordynacja", staff: "zespół" };

export const LANGUAGES = [["pl", "polski"], ["uk", "ukraiński"], ["ru", "rosyjski"], ["en", "angielski"], ["", "nieznany"]];

export function titleOf({ personId, chatId }) {
  return chatId < 0 ? (chatById(chatId)?.chat.title ?? "Grupa") : fullName(personById(personId) ?? { first_name: "Osoba" });
}

// A short name for a narrow switcher: a group with who looks at it where it is open more than once.
export function shortTitle(seat) {
  const isTwice = seat.chatId < 0 && store.seats.filter((one) => one.chatId === seat.chatId).length > 1;
  return isTwice ? `${titleOf(seat)} – ${personById(seat.personId)?.first_name ?? ""}` : titleOf(seat);
}

export function describe({ personId, chatId }) {
  if (chatId < 0) {
    return "grupa";
  }
  const { language_code: code } = personById(personId) ?? {};
  const language = LANGUAGES.find(([one]) => one === (code ?? ""))?.[1] ?? code;
  const role = ROLES[roleOf(personId)] ?? (isStaff(personId) ? ROLES.staff : null);
  return [role, `język ${language}`].filter(Boolean).join(" · ");
}

// Whoever is in a group that the bot is in.
export function isStaff(personId) {
  return groups().some((one) => one.members.some((member) => member.user_id === personId));
}

export function initials(title) {
  const words = title.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.slice(0, 2).map((word) => word[0].toUpperCase()).join("") || "?";
}
