// What the page knows: the people, the chats, what is open side by side, and what the server says of it.

import * as api from "./api.js";
import { readDemo } from "./demo.js";

export const store = {
  people: [],
  chats: [],
  bot: null,
  // What is known of the bot that this server looks after; all null without one.
  demo: { bot: null, clock: null, cast: null },
  isReachable: true,
  // Open side by side: {key, personId, chatId}; a chat is the person's own or a group they look at.
  seats: [],
  // The seat on a phone, and the one that was last used.
  activeKey: null,
  // The seat that is to get the focus as soon as it is shown.
  wantedKey: null,
  // chat id → its messages, of open chats only.
  messages: new Map(),
  // seat key → what the bot says of itself there.
  profiles: new Map(),
};

const NO_PROFILE = { name: "Bot", description: "", commands: [] };
const GONE = ["left", "kicked"];
const listeners = new Set();

// `listener` is called after every change of what is known.
export function subscribe(listener) {
  listeners.add(listener);
}

export function tell() {
  for (const listener of listeners) {
    listener();
  }
}

export function personById(id) {
  return store.people.find((one) => one.id === id) ?? null;
}

export function chatById(id) {
  return store.chats.find((one) => one.chat.id === id) ?? null;
}

export function groups() {
  return store.chats.filter((one) => one.chat.id < 0 && !one.migrated_to);
}

export function membersOf(group) {
  return group.members.filter((one) => !GONE.includes(one.status)).map((one) => ({ ...one, person: personById(one.user_id) }));
}

export function messagesOf(chatId) {
  return store.messages.get(chatId) ?? [];
}

export function profileOf(seat) {
  return store.profiles.get(seat.key) ?? NO_PROFILE;
}

let running = null;
let isWanted = false;

// Reads everything anew; calls that come meanwhile are joined into one more reading.
export function refresh() {
  isWanted = true;
  running ??= (async () => {
    try {
      while (isWanted) {
        isWanted = false;
        await read();
      }
    } finally {
      running = null;
    }
  })();
  return running;
}

export function setLost() {
  store.isReachable = false;
  tell();
}

async function read() {
  const [people, bots, chats, demo] = await Promise.all([api.get("/users"), api.get("/bots"), api.get("/chats"), readDemo()]);
  const { seats } = store;
  const open = [...new Set(seats.map((seat) => seat.chatId))];
  const [messages, profiles] = await Promise.all([
    Promise.all(open.map(async (id) => [id, await api.get(`/chats/${id}/messages`)])),
    Promise.all(seats.map(async (seat) => [seat.key, await profile(seat, people)])),
  ]);
  Object.assign(store, { people, chats, demo, bot: bots[0] ?? null, isReachable: true });
  store.messages = new Map(messages);
  store.profiles = new Map(profiles);
  isWanted ||= seats !== store.seats;
  tell();
}

function profile(seat, people) {
  const language = people.find((one) => one.id === seat.personId)?.language_code;
  return api.get("/profile", { language_code: language, chat: seat.chatId });
}
