// Which chats are open side by side, and who looks at each; remembered for this tab of the browser only.

import { chatById, membersOf, personById, refresh, store, tell } from "./store.js";

const REMEMBERED = "sandbox.seats";

export function keyOf(personId, chatId) {
  return `${personId}_${Math.abs(chatId)}${chatId < 0 ? "g" : ""}`;
}

export function seatByKey(key) {
  return store.seats.find((seat) => seat.key === key) ?? null;
}

// Opens the chat, or goes to it where it is open; the focus goes there, too.
export async function open(personId, chatId = personId) {
  const key = keyOf(personId, chatId);
  store.wantedKey = key;
  if (!seatByKey(key)) {
    store.seats = [...store.seats, { key, personId, chatId }];
  }
  activate(key);
  await refresh();
  return seatByKey(key);
}

// The focus goes to the chat that is looked at next.
export function close(key) {
  store.seats = store.seats.filter((seat) => seat.key !== key);
  if (store.activeKey === key) {
    store.activeKey = store.seats[0]?.key ?? null;
  }
  store.wantedKey = store.activeKey;
  remember();
  tell();
}

export function activate(key) {
  if (store.activeKey !== key) {
    store.activeKey = key;
    remember();
    tell();
  }
}

// Lets another person look at, and write in, the chat that is open at this seat.
export async function changePerson(key, personId) {
  const { chatId } = seatByKey(key);
  const wanted = keyOf(personId, chatId);
  if (seatByKey(wanted)) {
    activate(wanted);
    return;
  }
  store.seats = store.seats.map((seat) => (seat.key === key ? { key: wanted, personId, chatId } : seat));
  activate(wanted);
  await refresh();
}

// Opens what was open before, else a chat of each kind that there is.
export function restore(firstChoice) {
  const remembered = read();
  const seats = (remembered.seats ?? []).filter(isStillThere);
  store.seats = seats.length > 0 ? seats : firstChoice;
  store.activeKey = seatByKey(remembered.activeKey)?.key ?? store.seats[0]?.key ?? null;
}

// Follows groups that became supergroups, and drops chats of a server that has forgotten them.
export function followMoves() {
  const moved = store.seats.map(follow).filter(isStillThere);
  if (moved.length === store.seats.length && moved.every((seat, at) => seat === store.seats[at])) {
    return false;
  }
  const at = store.seats.findIndex((seat) => seat.key === store.activeKey);
  store.seats = moved;
  store.activeKey = moved[at]?.key ?? moved[0]?.key ?? null;
  remember();
  return true;
}

function follow(seat) {
  const target = chatById(seat.chatId)?.migrated_to;
  return target ? { key: keyOf(seat.personId, target), personId: seat.personId, chatId: target } : seat;
}

function isStillThere({ personId, chatId }) {
  return personById(personId) !== null && (chatId > 0 || chatById(chatId) !== null);
}

// Whoever can write at a seat of a group: its members.
export function writersOf(seat) {
  const group = chatById(seat.chatId);
  return group && seat.chatId < 0 ? membersOf(group).filter((one) => one.person) : [];
}

function remember() {
  sessionStorage.setItem(REMEMBERED, JSON.stringify({ seats: store.seats, activeKey: store.activeKey }));
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED)) ?? {};
  } catch {
    return {};
  }
}
