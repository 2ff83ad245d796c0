// What is open at first: a citizen, an organisation and the staff group where they are there, else one guest.

import * as api from "../core/api.js";
import { roleOf } from "../core/demo.js";
import { keyOf } from "../core/seats.js";
import { groups, store } from "../core/store.js";
import { writerOf } from "./choices.js";
import { isStaff } from "./names.js";

const PRIVATE_AT_FIRST = 2;

export async function firstSeats() {
  if (store.people.length === 0) {
    store.people = [await api.post("/users", { first_name: "Gość", language_code: "pl" })];
  }
  const outside = firstOutside();
  const shared = groups().map((group) => seat(writerOf(group), group.chat.id)).slice(0, 1);
  const seats = [...outside.map((one) => seat(one.id, one.id)), ...shared];
  return seats.length > 0 ? seats : [seat(store.people[0].id, store.people[0].id)];
}

function firstOutside() {
  const outside = store.people.filter((one) => !isStaff(one.id));
  const cast = ["citizen", "organisation"].map((role) => outside.find((one) => roleOf(one.id) === role)).filter(Boolean);
  return cast.length > 0 ? cast : outside.slice(0, PRIVATE_AT_FIRST);
}

function seat(personId, chatId) {
  return { key: keyOf(personId, chatId), personId, chatId };
}
