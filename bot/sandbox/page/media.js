// What a message carries besides text → DOM nodes.

import { fileUrl } from "./api.js";
import { el } from "./dom.js";

export function mediaOf(message) {
  const make = Object.entries(MAKERS).find(([kind]) => message[kind]);
  return make ? make[1](message[make[0]]) : null;
}

const MAKERS = {
  photo: (sizes) => {
    const largest = sizes.at(-1);
    return el("a", { class: "photo", href: fileUrl(largest.file_id), target: "_blank", rel: "noopener" },
      el("img", { src: fileUrl(largest.file_id), alt: "Zdjęcie", width: largest.width, height: largest.height, loading: "lazy" }));
  },
  animation: (file) => attachment("🎞", file.file_name ?? "Animacja", file),
  document: (file) => attachment("📄", file.file_name ?? "Plik", file),
  video: (file) => attachment("🎬", file.file_name ?? "Film", file),
  audio: (file) => attachment("🎵", [file.performer, file.title].filter(Boolean).join(" – ") || file.file_name || "Muzyka", file),
  voice: (file) => attachment("🎤", `Wiadomość głosowa, ${file.duration} s`, file),
  video_note: (file) => attachment("📹", `Wiadomość wideo, ${file.duration} s`, file),
  sticker: (file) => el("p", { class: "sticker", role: "img", "aria-label": "Naklejka" }, file.emoji ?? "🏷"),
  venue: (venue) => place(venue.location, venue.title, venue.address),
  location: (location) => place(location, "Lokalizacja", null),
  contact: (contact) => el("div", { class: "card" },
    el("span", { class: "card-icon", "aria-hidden": "true" }, "👤"),
    el("div", {},
      el("strong", {}, [contact.first_name, contact.last_name].filter(Boolean).join(" ")),
      el("a", { href: `tel:${contact.phone_number.replace(/[^+\d]/g, "")}` }, contact.phone_number))),
};

function attachment(icon, name, file) {
  return el("a", { class: "card", href: fileUrl(file.file_id), download: file.file_name ?? "" },
    el("span", { class: "card-icon", "aria-hidden": "true" }, icon),
    el("div", {}, el("strong", {}, name), el("span", { class: "faint" }, size(file.file_size))));
}

function place(location, title, address) {
  const point = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  return el("a", { class: "card", href: `geo:${location.latitude},${location.longitude}` },
    el("span", { class: "card-icon", "aria-hidden": "true" }, "📍"),
    el("div", {}, el("strong", {}, title), address && el("span", {}, address), el("span", { class: "faint" }, point)));
}

function size(bytes) {
  if (!bytes) {
    return "";
  }
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

// What happened in a group, in words; null for what a person or a bot said.
export function serviceText(message) {
  const name = (user) => user.first_name;
  const found = Object.entries(SERVICE).find(([kind]) => message[kind] !== undefined);
  return found ? found[1](message[found[0]], name) : null;
}

const SERVICE = {
  new_chat_members: (users, name) => `Dołącza: ${users.map(name).join(", ")}`,
  left_chat_member: (user, name) => `Odchodzi: ${name(user)}`,
  pinned_message: () => "Przypięto wiadomość",
  migrate_to_chat_id: () => "Grupa stała się supergrupą",
  migrate_from_chat_id: () => "Supergrupa powstała z grupy",
  forum_topic_created: (topic) => `Nowy temat: ${topic.name}`,
  forum_topic_edited: (topic) => (topic.name ? `Nowa nazwa tematu: ${topic.name}` : "Zmieniono temat"),
  forum_topic_closed: () => "Temat zamknięty",
  forum_topic_reopened: () => "Temat otwarty ponownie",
};
