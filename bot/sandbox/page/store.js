// What the page knows: the people, who is talking, in which chat, and what the server says of it.

import * as api from "./api.js";

const REMEMBERED = "sandbox.person";

export const store = {
  people: [],
  personId: null,
  // The chat that is shown: the person's own, or a group they are in.
  chatId: null,
  chats: [],
  messages: [],
  profile: { name: "Bot", description: "", commands: [] },
  bot: null,
  isReachable: true,
};

const listeners = new Set();

export function subscribe(listener) {
  listeners.add(listener);
}

export function tell() {
  for (const listener of listeners) {
    listener(store);
  }
}

export function person() {
  return store.people.find((one) => one.id === store.personId) ?? null;
}

export function chat() {
  return store.chats.find((one) => one.chat.id === store.chatId) ?? null;
}

// The groups that the person is in now.
export function groups() {
  return store.chats.filter((one) =>
    one.members.some((member) => member.user_id === store.personId && !["left", "kicked"].includes(member.status)),
  );
}

export async function choosePerson(personId) {
  store.personId = personId;
  store.chatId = personId;
  store.messages = [];
  sessionStorage.setItem(REMEMBERED, String(personId));
  await refresh();
}

export async function chooseChat(chatId) {
  store.chatId = chatId;
  store.messages = [];
  await refresh();
}

export async function savePerson(fields) {
  const saved = await api.post("/users", fields);
  await choosePerson(saved.id);
  return saved;
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

async function read() {
  store.people = await api.get("/users");
  if (!person()) {
    await choosePersonAtFirst();
  }
  const { personId, chatId } = store;
  const [bots, chats, profile, messages] = await Promise.all([
    api.get("/bots"),
    api.get("/chats"),
    api.get("/profile", { language_code: person()?.language_code, chat: chatId }),
    api.get(`/chats/${chatId}/messages`),
  ]);
  if (personId !== store.personId || chatId !== store.chatId) {
    isWanted = true;
    return;
  }
  Object.assign(store, { bot: bots[0] ?? null, chats, profile, messages, isReachable: true });
  tell();
}

async function choosePersonAtFirst() {
  const remembered = Number(sessionStorage.getItem(REMEMBERED));
  const known = store.people.find((one) => one.id === remembered) ?? store.people[0];
  const first = known ?? (await api.post("/users", { first_name: "Gość", language_code: "pl" }));
  if (!known) {
    store.people = [first];
  }
  store.personId = first.id;
  store.chatId = first.id;
}
