// The menus of a column and of "add": what can be opened, changed and made.

import { fullName } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { keyOf, open, seatByKey } from "../core/seats.js";
import { groups, membersOf, store } from "../core/store.js";
import { askGroup, groupChoices } from "./group.js";
import { askPerson, personChoices } from "./person.js";

export function chatChoices(seat) {
  return seat.chatId < 0 ? [...groupChoices(seat), second(seat)] : personChoices(seat);
}

// Two staff members see the same group at once.
function second(seat) {
  const group = groups().find((one) => one.chat.id === seat.chatId);
  const other = group && membersOf(group).find((one) => one.person && !seatByKey(keyOf(one.user_id, seat.chatId)));
  return other && { label: `Otwórz obok jako ${other.person.first_name}`, run: () => attempt(() => open(other.user_id, seat.chatId)) };
}

export function addChoices() {
  const people = store.people.filter((one) => !seatByKey(keyOf(one.id, one.id)));
  const unseen = groups().filter((one) => !store.seats.some((seat) => seat.chatId === one.chat.id));
  return [
    ...unseen.map((group) => ({ label: `Grupa: ${group.chat.title}`, run: () => attempt(() => open(writerOf(group), group.chat.id)) })),
    ...people.map((one) => ({ label: fullName(one), run: () => attempt(() => open(one.id)) })),
    { label: "Nowa osoba…", run: () => askPerson() },
    { label: "Nowa grupa…", run: () => askGroup() },
  ];
}

// Whoever is first in a group with a name: its owner or an administrator, else a member.
export function writerOf(group) {
  const order = ["creator", "administrator", "member"];
  const members = membersOf(group).filter((one) => one.person);
  return members.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0]?.user_id ?? store.people[0]?.id;
}
