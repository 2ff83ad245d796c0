// The time the bot lives in: set or moved, so that hours, reminders and escalations are seen in seconds.

import { button, el, ZONE } from "../core/dom.js";
import { demo } from "../core/demo.js";
import { attempt } from "../core/notices.js";
import { refresh, store } from "../core/store.js";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const STEPS = [["+15 minut", 15 * MINUTE_S], ["+1 godzina", HOUR_S], ["+3 godziny", 3 * HOUR_S], ["+1 dzień", 24 * HOUR_S], ["+7 dni", 168 * HOUR_S]];

export const clock = { title: "Zegar bota", make };

// What the toolbar shows: the day, too, where it may be another one.
export function clockFace() {
  const { clock: known } = store.demo;
  const isReal = known && Math.abs(known.ahead_s) < MINUTE_S;
  return known ? `Zegar: ${written(botNow(), { ...(isReal ? {} : { weekday: "short" }), hour: "2-digit", minute: "2-digit" })}` : "Zegar";
}

function botNow() {
  return new Date(Date.now() + store.demo.clock.ahead_s * 1000);
}

function written(moment, options) {
  return moment.toLocaleString("pl-PL", { timeZone: ZONE, ...options });
}

function make() {
  const now = el("p", { class: "big-time" });
  const note = el("p", { class: "faint" });
  const when = el("input", { type: "datetime-local", required: true });
  const form = el("form", { class: "stack" }, el("label", {}, "Dokładny dzień i godzina", when), el("button", { type: "submit", class: "wide" }, "Ustaw zegar"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ now: withOffset(when.value) });
  });
  const element = el("div", { class: "stack" },
    now, note,
    el("p", {}, "Bot żyje w tym czasie. Po przesunięciu wykonuje od razu to, co miało się stać: przypomnienia, ostrzeżenia dla pracowników, zamykanie spraw."),
    el("div", { class: "chips", role: "group", "aria-label": "Przesuń zegar" },
      ...STEPS.map(([label, seconds]) => button(label, () => change({ advance_s: seconds }), { class: "chip" }))),
    el("div", { class: "chips", role: "group", "aria-label": "Idź do chwili" },
      button("Jutro o 8:00", () => change({ now: atDay(1, "08:00") }), { class: "chip" }),
      button("Dziś o 20:00", () => change({ now: atDay(0, "20:00") }), { class: "chip" }),
      button("Najbliższa sobota o 12:00", () => change({ now: atDay(daysToSaturday(), "12:00") }), { class: "chip" })),
    form,
    button("Wróć do prawdziwego czasu", () => change({ ahead_s: 0 }), { class: "quiet" }));
  return {
    element,
    render() {
      const { clock: known } = store.demo;
      now.textContent = known ? written(botNow(), { dateStyle: "full", timeStyle: "short" }) : "Bot teraz nie odpowiada.";
      note.textContent = known ? distance(known.ahead_s) : "";
      when.value ||= known ? known.now.slice(0, 16) : "";
    },
  };
}

async function change(fields) {
  await attempt(() => demo.put("/clock", fields));
  await refresh();
}

function distance(seconds) {
  if (Math.abs(seconds) < MINUTE_S) {
    return "To jest prawdziwy czas.";
  }
  const size = Math.abs(seconds);
  const [days, hours, minutes] = [Math.floor(size / (24 * HOUR_S)), Math.floor(size / HOUR_S) % 24, Math.floor(size / MINUTE_S) % 60];
  const parts = [days && `${days} dni`, hours && `${hours} godz.`, minutes && `${minutes} min`].filter(Boolean).join(" ");
  return seconds > 0 ? `Zegar idzie ${parts} naprzód.` : `Zegar jest ${parts} do tyłu.`;
}

// A day counted from the bot's today, at an hour of the centre's zone.
function atDay(days, hour) {
  const today = store.demo.clock?.now.slice(0, 10) ?? new Date().toISOString().slice(0, 10);
  const day = new Date(`${today}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return withOffset(`${day.toISOString().slice(0, 10)}T${hour}`);
}

function daysToSaturday() {
  const today = new Date(`${store.demo.clock?.now.slice(0, 10)}T12:00:00Z`).getUTCDay();
  return ((6 - today + 7) % 7) || 7;
}

// "2027-05-04T09:00" of the centre's zone, with the offset that holds then.
function withOffset(local) {
  const asUtc = new Date(`${local}:00Z`);
  const there = new Date(`${asUtc.toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T")}Z`);
  const minutes = Math.round((there - asUtc) / 60_000);
  const two = (number) => String(number).padStart(2, "0");
  return `${local}:00${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
