// Who is talking: switching, adding and changing people, blocking the bot.

import * as api from "./api.js";
import { byId, el, fullName } from "./dom.js";
import { attempt } from "./notices.js";
import { openPopup } from "./popup.js";
import { chat, chooseChat, choosePerson, groups, person, refresh, savePerson, store } from "./store.js";

const FIELDS = ["first_name", "last_name", "username", "language_code"];

export function setUpPeople() {
  byId("person").addEventListener("change", (event) => attempt(() => choosePerson(Number(event.target.value))));
  byId("person-menu").addEventListener("click", (event) => openPopup(event.currentTarget, choices()));
  byId("person-cancel").addEventListener("click", () => byId("person-dialog").close());
  byId("person-form").addEventListener("submit", () => attempt(save));
  byId("unblock").addEventListener("click", () => attempt(() => setBlocked(false)));
}

export function renderPeople() {
  const select = byId("person");
  const wanted = store.people.map((one) => `${one.id} ${fullName(one)}`).join("\n");
  if (select.dataset.shown !== wanted) {
    select.replaceChildren(...store.people.map((one) => el("option", { value: String(one.id) }, fullName(one))));
    select.dataset.shown = wanted;
  }
  select.value = String(store.personId);
  renderChats();
}

function renderChats() {
  const bar = byId("chats");
  const mine = groups();
  bar.hidden = mine.length === 0;
  const tabs = [{ id: store.personId, title: "Czat z botem" }, ...mine.map((one) => one.chat)];
  bar.replaceChildren(...tabs.map(({ id, title }) => el("button", {
    type: "button",
    "aria-current": id === store.chatId ? "true" : "false",
    onclick: () => attempt(() => chooseChat(id)),
  }, title)));
}

function choices() {
  const isBlocked = chat()?.blocked;
  return [
    { label: "Zmień imię lub język…", run: () => open(person()) },
    { label: "Dodaj osobę…", run: () => open(null) },
    { label: isBlocked ? "Odblokuj bota" : "Zablokuj bota", run: () => attempt(() => setBlocked(!isBlocked)) },
  ];
}

async function setBlocked(blocked) {
  await api.post("/blocks", { user: store.personId, blocked });
  await refresh();
}

function open(user) {
  const form = byId("person-form");
  form.reset();
  form.dataset.id = user ? String(user.id) : "";
  byId("person-title").textContent = user ? "Zmień osobę" : "Nowa osoba";
  for (const name of FIELDS) {
    form.elements[name].value = user ? (user[name] ?? "") : name === "language_code" ? "pl" : "";
  }
  byId("person-dialog").showModal();
}

async function save() {
  const form = byId("person-form");
  const fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim() || null]));
  const id = form.dataset.id ? { id: Number(form.dataset.id) } : {};
  await savePerson({ ...id, ...fields });
}
