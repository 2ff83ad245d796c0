// What can be sent besides text. Places, numbers and recordings are made up, and say so.

import { el } from "../core/dom.js";
import { toast } from "../core/notices.js";
import { personById } from "../core/store.js";

const LARGEST_FILE = 20 * 1024 * 1024;
const LARGEST_ALBUM = 10;
export const KONIN = { latitude: 52.223, longitude: 18.251 };

// `send(fields)` sends one message; `caption()` takes what is written and leaves nothing behind.
export function makeAttachments({ personId }, { send, caption }) {
  const input = el("input", { type: "file", hidden: true, multiple: true, "aria-label": "Pliki" });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    sendFiles(files, { send, caption });
  });
  return {
    input,
    choices: () => [
      { label: "Zdjęcia lub pliki…", run: () => input.click() },
      { label: "Lokalizacja (Konin)", run: () => send({ location: KONIN }) },
      { label: "Miejsce (ratusz w Koninie)", run: () => send({ venue: { title: "Ratusz", address: "Konin", location: KONIN } }) },
      { label: "Swój kontakt (próbny numer)", run: () => send({ contact: ownContact(personById(personId)) }) },
      { label: "Wiadomość głosowa (próbna)", run: () => send({ voice: { duration: 4 } }) },
      { label: "Wiadomość wideo (próbna)", run: () => send({ video_note: { duration: 4 } }) },
      { label: "Naklejka", run: () => send({ sticker: { emoji: "👍" } }) },
    ],
  };
}

export function ownContact({ id, first_name, last_name }) {
  return { phone_number: "+48 500 000 000", first_name, ...(last_name ? { last_name } : {}), user_id: id };
}

// One file is a message, several of a kind are an album; photos and videos are of one kind, as in Telegram's apps.
async function sendFiles(files, { send, caption }) {
  if (files.length > LARGEST_ALBUM || files.some((file) => file.size > LARGEST_FILE)) {
    toast("Naraz najwyżej 10 plików, każdy najwyżej 20 MB.");
    return;
  }
  const said = caption();
  const media = await Promise.all(files.map(content));
  if (said && media.length > 0) {
    media[0].caption = said;
  }
  for (const items of [media.filter((item) => !item.document), media.filter((item) => item.document)]) {
    if (items.length > 0) {
      await send(items.length > 1 ? { album: items } : items[0]);
    }
  }
}

async function content(file) {
  const kind = /^image\/(png|jpeg|webp)$/.test(file.type) ? "photo" : file.type.startsWith("video/") ? "video" : "document";
  return { [kind]: { file_name: file.name, mime_type: file.type || undefined, content_base64: await base64(file) } };
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Error("Nie udało się odczytać pliku."));
    reader.readAsDataURL(file);
  });
}
