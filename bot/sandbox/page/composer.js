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
  text.addEventListener("blur", () => setTimeout(closeCommands, 150));
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

export function clearContext() {
  setContext(null);
}

// Sends a text as the person, in parts as Telegram's own apps do when it is long.
export async function sendText(text, fields = {}) {
  for (let at = 0; at < text.length; at += LONGEST_TEXT) {
    await send({ text: text.slice(at, at + LONGEST_TEXT), ...fields });
  }
}

async function send(fields) {
  await api.post("/messages", { from: store.personId, chat: store.chatId, ...fields });
  await refresh();
}

async function submit() {
  const text = byId("text").value.trim();
  if (!text) {
    return;
  }
  const { kind, item } = context ?? {};
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
  if (done) {
    byId("text").value = "";
    setContext(null);
    grow();
    closeCommands();
  }
}

function setContext(next) {
  if (context?.kind === "edit" && next === null) {
    byId("text").value = "";
    grow();
  }
  context = next;
  byId("context").hidden = next === null;
  if (next) {
    const said = next.item.message.text ?? next.item.message.caption ?? "załącznik";
    byId("context-text").textContent = `${next.kind === "reply" ? "Odpowiedź na" : "Poprawka"}: ${said.slice(0, 120)}`;
  }
  byId("text").focus();
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
  const content = { file_name: file.name, mime_type: file.type || undefined, content_base64: await base64(file) };
  await send({ [kind]: content, ...(caption ? { caption } : {}) });
  byId("text").value = "";
  grow();
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Error("Nie udało się odczytać pliku."));
    reader.readAsDataURL(file);
  });
}
