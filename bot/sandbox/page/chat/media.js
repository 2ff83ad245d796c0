// What a message carries besides text → DOM nodes.

import { fileUrl } from "../core/api.js";
import { el } from "../core/dom.js";

export function mediaOf(message) {
  const make = Object.entries(MAKERS).find(([kind]) => message[kind]);
  return make ? make[1](message[make[0]]) : null;
}

const MAKERS = {
  photo: (sizes) => picture(sizes.at(-1)),
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

// A picture that exists by name only, as in tests, is shown as a card.
function picture({ file_id: id, width, height }) {
  const image = el("img", { src: fileUrl(id), alt: "Zdjęcie", width, height });
  const link = el("a", { class: "photo", href: fileUrl(id), target: "_blank", rel: "noopener" }, image);
  image.addEventListener("error", () => link.replaceWith(el("p", { class: "card" },
    el("span", { class: "card-icon", "aria-hidden": "true" }, "🖼"), "Zdjęcie")));
  return link;
}

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
