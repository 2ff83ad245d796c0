// Writing: text, commands, answers, corrections and attachments.

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { attempt, toast } from "./notices.js";
import { openPopup } from "./popup.js";
import { person, refresh, store } from "./store.js";

const LONGEST_TEXT = 4096;
const LARGEST_FILE = 20 * 1024 * 1024;

// What the text will be: {kind: "reply" | "edit", item}, or null for a new message.
let context = null;
let chosen = -1;
// The commands that the profile had when they were last offered.
let offered = "";
// The last message on its way: the next one follows it.
let last = Promise.resolve();

export function setUpComposer() {
  const text = byId("text");
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    grow();
    suggest();
  });
  text.addEventListener("keydown", onKey);
  text.addEventListener("blur", closeCommands);
  // Pressing these leaves the focus in the text, so that the list stays until something is chosen.
  for (const id of ["commands", "menu"]) {
    byId(id).addEventListener("mousedown", (event) => event.preventDefault());
  }
  byId("menu").addEventListener("click", () => {
    text.focus();
    byId("commands").hidden ? suggest("/") : closeCommands();
  });
  byId("context-cancel").addEventListener("click", () => setContext(null));
  byId("attach").addEventListener("click", (event) => openPopup(event.currentTarget, attachments()));
  byId("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) {
      attempt(() => sendFile(file));
    }
  });
}

export function reply(item) {
  setContext({ kind: "reply", item });
}

export function edit(item) {
  setContext({ kind: "edit", item });
  byId("text").value = item.message.text ?? item.message.caption;
  grow();
}

// Gives up an answer or a correction that was begun; the focus stays where it is.
export function clearContext() {
  if (context?.kind === "edit") {
    empty();
  } else {
    showContext(null);
  }
}

// Offers what the profile says now: it may come, or change, after the "/" was typed.
export function renderCommands() {
  const { commands } = store.profile;
  byId("menu").hidden = commands.length === 0;
  if (JSON.stringify(commands) !== offered) {
    offered = JSON.stringify(commands);
    document.activeElement === byId("text") && suggest();
  }
}

// Sends a text as the person, in parts as Telegram's own apps do when it is long.
export async function sendText(text, fields = {}) {
  for (let at = 0; at < text.length; at += LONGEST_TEXT) {
    await send({ text: text.slice(at, at + LONGEST_TEXT), ...fields });
  }
}

async function send(fields) {
  const message = { from: store.personId, chat: store.chatId, ...fields };
  const sent = last.then(() => api.post("/messages", message));
  last = sent.catch(() => {});
  await sent;
  await refresh();
}

async function submit() {
  const text = byId("text").value.trim();
  if (!text) {
    return;
  }
  const given = context;
  const { kind, item } = given ?? {};
  // At once: what is typed while this is under way is the next message.
  empty();
  const done = await attempt(async () => {
    if (kind === "edit") {
      const name = item.message.text === undefined ? "caption" : "text";
      await api.post("/edits", { chat: store.chatId, from: store.personId, message_id: item.message.message_id, [name]: text });
      await refresh();
    } else {
      await sendText(text, kind === "reply" ? { reply_to: item.message.message_id } : {});
    }
    return true;
  });
  if (!done && byId("text").value === "") {
    showContext(given);
    byId("text").value = text;
    grow();
  }
}

function empty() {
  byId("text").value = "";
  grow();
  closeCommands();
  showContext(null);
}

function setContext(next) {
  clearContext();
  showContext(next);
  byId("text").focus();
}

function showContext(next) {
  context = next;
  byId("context").hidden = next === null;
  if (next) {
    const said = next.item.message.text ?? next.item.message.caption ?? "załącznik";
    byId("context-text").textContent = `${next.kind === "reply" ? "Odpowiedź na" : "Poprawka"}: ${said.slice(0, 120)}`;
  }
}

function grow() {
  const text = byId("text");
  text.style.setProperty("--height", "auto");
  text.style.setProperty("--height", `${Math.min(text.scrollHeight, 160)}px`);
}

function onKey(event) {
  const isOpen = !byId("commands").hidden;
  const options = [...byId("commands").children];
  if (event.key === "Escape") {
    isOpen ? closeCommands() : setContext(null);
  } else if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    mark((chosen + (event.key === "ArrowDown" ? 1 : options.length - 1) + options.length) % options.length);
  } else if (isOpen && (event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
    event.preventDefault();
    options[chosen].click();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
}

function suggest(typed = byId("text").value) {
  const found = /^\/\w*$/.test(typed)
    ? store.profile.commands.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()))
    : [];
  const list = byId("commands");
  list.replaceChildren(...found.map((one, index) => option(one, index)));
  list.hidden = found.length === 0;
  byId("menu").setAttribute("aria-expanded", String(!list.hidden));
  mark(-1);
}

function option({ command, description }, index) {
  return el("li", {
    role: "option",
    id: `command-${index}`,
    onclick: () => {
      closeCommands();
      byId("text").value = "";
      attempt(() => sendText(`/${command}`));
    },
  }, el("strong", {}, `/${command}`), el("span", {}, description));
}

function mark(index) {
  chosen = index;
  const options = [...byId("commands").children];
  options.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
  options[index]?.scrollIntoView({ block: "nearest" });
  byId("text").setAttribute("aria-activedescendant", index >= 0 ? `command-${index}` : "");
}

function closeCommands() {
  byId("commands").hidden = true;
  byId("menu").setAttribute("aria-expanded", "false");
  chosen = -1;
}

function attachments() {
  return [
    { label: "Zdjęcie lub plik…", run: () => byId("file").click() },
    { label: "Lokalizacja (Konin)", run: () => attempt(() => send({ location: { latitude: 52.223, longitude: 18.251 } })) },
    { label: "Swój kontakt (próbny numer)", run: () => attempt(() => send({ contact: ownContact() })) },
    { label: "Wiadomość głosowa (próbna)", run: () => attempt(() => send({ voice: { duration: 4 } })) },
    { label: "Naklejka", run: () => attempt(() => send({ sticker: { emoji: "👍" } })) },
  ];
}

function ownContact() {
  const { id, first_name, last_name } = person();
  return { phone_number: "+48 500 000 000", first_name, ...(last_name ? { last_name } : {}), user_id: id };
}

async function sendFile(file) {
  if (file.size > LARGEST_FILE) {
    toast("Plik może mieć najwyżej 20 MB.");
    return;
  }
  const kind = /^image\/(png|jpeg|webp)$/.test(file.type) ? "photo" : "document";
  const caption = byId("text").value.trim();
  empty();
  const content = { file_name: file.name, mime_type: file.type || undefined, content_base64: await base64(file) };
  await send({ [kind]: content, ...(caption ? { caption } : {}) });
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Error("Nie udało się odczytać pliku."));
    reader.readAsDataURL(file);
  });
}
