// Faults on buttons, each with what the bot should do about it; below, what it did.

import * as api from "../core/api.js";
import { button, el } from "../core/dom.js";
import { demo, isLookedAfter } from "../core/demo.js";
import { attempt, toast } from "../core/notices.js";
import { refresh, store } from "../core/store.js";
import { makeDeeds } from "./deeds.js";

const SENDS = ["sendMessage", "sendDocument", "sendPhoto", "sendLocation", "sendVenue", "sendContact", "copyMessage", "editMessageText"];

// [name, what is seen, what happens]
const TELEGRAM = [
  ["Telegram nie działa", "Wiadomości czekają. Po włączeniu bot odbiera je i odpowiada na każdą.", () => api.post("/down", { on: true })],
  ["Telegram znów działa", "Kończy przerwę.", () => api.post("/down", { on: false })],
  ["Powolny Telegram", "Trzy następne wysłania trwają po 3 s. Bot czeka, kolejność zostaje.", () => fault({ kind: "slow", method: SENDS, times: 3, delay_s: 3 })],
  ["Za szybko (429)", "Telegram każe poczekać 3 s. Bot czeka i wysyła jeszcze raz.", () => fault({ kind: "429", method: SENDS, times: 1, retry_after: 3 })],
  ["Błąd serwera (500)", "Dwa wysłania się nie udają. Bot próbuje do skutku.", () => fault({ kind: "500", method: SENDS, times: 2 })],
  ["Zgubiona odpowiedź", "Wiadomość doszła, ale potwierdzenie zginęło. Bot może ją wysłać drugi raz; nigdy nie pomija.", () => fault({ kind: "lost_reply", method: SENDS, times: 1 })],
  ["To samo dwa razy", "Ostatnie zdarzenie przychodzi do bota jeszcze raz. Bot nie robi nic drugi raz.", () => api.post("/updates/duplicate")],
];
const PROCESS = [
  ["Zabij bota i uruchom", "Jak przy braku prądu (kill -9). Bot wraca i kończy to, co zaczął.", () => process("restart")],
  ["Zabij bota", "Nie wraca, póki nie naciśniesz „Uruchom bota”. Wiadomości czekają.", () => process("kill")],
  ["Zatrzymaj bota", "Grzecznie, jak przy aktualizacji: kończy, co robi, i wychodzi.", () => process("stop")],
  ["Uruchom bota", "Odbiera to, co przyszło pod jego nieobecność.", () => process("start")],
];

const STATES = {
  starting: "uruchamia się",
  running: "działa",
  stopping: "kończy pracę",
  stopped: "zatrzymany",
  died: "nie żyje",
};

export const faults = { title: "Awarie", make };

function make() {
  const deeds = makeDeeds();
  const state = el("p", { role: "status" });
  const press = ([name, text, run]) => faultButton(name, text, () => trigger(name, run, deeds));
  const element = el("div", { class: "stack" },
    el("p", {}, "Proszę wywołać awarię, a potem napisać coś do bota. Niżej widać, co bot z tym zrobił."),
    state,
    el("div", { class: "fault-grid", role: "group", "aria-label": "Awarie Telegrama" }, ...TELEGRAM.map(press)),
    isLookedAfter() ? el("div", { class: "fault-grid", role: "group", "aria-label": "Awarie bota" }, ...PROCESS.map(press)) : null,
    button("Odwołaj wszystkie awarie", () => attempt(() => cancelAll(deeds)), { class: "quiet" }),
    deeds.element);
  return {
    element,
    render() {
      const { bot } = store.demo;
      const said = bot ? `Program bota: ${STATES[bot.state] ?? bot.state}. Uruchomień: ${bot.starts}, zabić: ${bot.kills}.` : "";
      if (state.textContent !== said) {
        state.textContent = said;
      }
      deeds.render();
    },
  };
}

function faultButton(name, text, run) {
  return el("button", { type: "button", class: "fault", onclick: run }, el("strong", {}, name), el("span", { class: "faint" }, text));
}

async function trigger(name, run, deeds) {
  await attempt(async () => {
    await deeds.begin(name);
    await run();
    toast(`${name}: gotowe.`);
    deeds.element.scrollIntoView({ block: "nearest" });
  });
  await refresh();
}

function fault(fields) {
  return api.post("/faults", fields);
}

function process(action) {
  return demo.post("/bot", { action });
}

async function cancelAll(deeds) {
  await api.remove("/faults");
  await api.post("/down", { on: false });
  await deeds.begin("Bez awarii");
  toast("Awarie odwołane.");
}
