// A group: making one, who is in it with which rights, its upgrade, leaving it.

import * as api from "../core/api.js";
import { ask, checkboxes, selectField, textField } from "../core/dialog.js";
import { fullName } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { open } from "../core/seats.js";
import { chatById, membersOf, personById, refresh, store } from "../core/store.js";

const ADMINISTRATORS = ["creator", "administrator"];
const KINDS = [["supergroup", "supergrupa"], ["forum", "supergrupa z tematami"], ["group", "zwykła grupa"]];

// Asks for a group; the first person ticked owns it, and the bot is its administrator.
export function askGroup() {
  ask({
    title: "Nowa grupa",
    fields: [
      textField("Nazwa", "title", { required: true, maxLength: 128, value: "Grupa" }),
      selectField("Rodzaj", "kind", KINDS, "supergroup"),
      checkboxes("Kto w niej jest (pierwsza osoba jest właścicielem)", "people", store.people.map((one) => [String(one.id), fullName(one)])),
    ],
    action: "Utwórz",
    save: async (given) => {
      const [owner, ...members] = given.all("people").map(Number);
      const made = await api.post("/groups", {
        title: given.text("title"),
        kind: given.text("kind"),
        owner: owner ?? store.people[0].id,
        members,
        bot_status: "administrator",
      });
      await refresh();
      await open(owner ?? store.people[0].id, made.chat.id);
    },
  });
}

export function groupChoices({ personId, chatId }) {
  const group = chatById(chatId);
  if (!group) {
    return [];
  }
  const me = membersOf(group).find((one) => one.user_id === personId);
  const isBotAdmin = group.bots.some((one) => one.status === "administrator");
  const isBotIn = group.bots.some((one) => !["left", "kicked"].includes(one.status));
  return [
    { label: "Kto jest w grupie…", run: () => askMembers(group) },
    { label: "Zmień nazwę grupy…", run: () => askTitle(group) },
    { label: isBotAdmin ? "Odbierz botowi prawa administratora" : "Zrób bota administratorem", run: () => bot(chatId, isBotAdmin ? "member" : "administrator") },
    isBotIn && { label: "Usuń bota z grupy", run: () => bot(chatId, "left") },
    group.chat.type === "group" && { label: "Zamień grupę w supergrupę", run: () => change(`/chats/${chatId}/migrate`, {}) },
    group.chat.type === "supergroup" && { label: group.chat.is_forum ? "Wyłącz tematy" : "Włącz tematy", run: () => change(`/chats/${chatId}`, { is_forum: !group.chat.is_forum }) },
    me && me.status !== "creator" && { label: me.status === "administrator" ? "Już nie administrator" : "Zostań administratorem", run: () => standing(chatId, personId, me.status === "administrator" ? "member" : "administrator") },
    me && ADMINISTRATORS.includes(me.status) && { label: me.anonymous ? "Pisz pod swoim imieniem" : "Pisz anonimowo, jako grupa", run: () => standing(chatId, personId, me.status, !me.anonymous) },
    me && { label: `Wyjdź z grupy (${personById(personId)?.first_name})`, run: () => standing(chatId, personId, "left") },
  ];
}

function change(path, fields) {
  return attempt(async () => {
    await api.post(path, fields);
    await refresh();
  });
}

function bot(chatId, status) {
  return change(`/chats/${chatId}/members`, { status });
}

function standing(chatId, user, status, anonymous = false) {
  return change(`/chats/${chatId}/members`, { user, status, anonymous });
}

function askTitle({ chat }) {
  ask({
    title: "Nazwa grupy",
    fields: [textField("Nazwa", "title", { required: true, maxLength: 128, value: chat.title })],
    save: (given) => change(`/chats/${chat.id}`, { title: given.text("title") }),
  });
}

function askMembers(group) {
  const inside = new Set(membersOf(group).map((one) => one.user_id));
  ask({
    title: "Kto jest w grupie",
    fields: [checkboxes("Osoby", "people", store.people.map((one) => [String(one.id), fullName(one), inside.has(one.id)]))],
    save: async (given) => {
      const wanted = new Set(given.all("people").map(Number));
      for (const { id } of store.people.filter((one) => wanted.has(one.id) !== inside.has(one.id))) {
        await api.post(`/chats/${group.chat.id}/members`, { user: id, status: wanted.has(id) ? "member" : "left" });
      }
      await refresh();
    },
  });
}
