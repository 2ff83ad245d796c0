// What the bot did since a fault was ordered: its calls with their outcome, and the lines that it printed.

import * as api from "../core/api.js";
import { el, fullName, renderOnce } from "../core/dom.js";
import { demo, isLookedAfter } from "../core/demo.js";
import { chatById, personById, store } from "../core/store.js";

const SHOWN_CALLS = 40;
const SHOWN_LINES = 30;
// Looking around and introducing itself is not what a fault is about.
const QUIET = /^(get|setMy|deleteMy|setWebhook|deleteWebhook|sendChatAction)/;

const METHODS = {
  sendMessage: "wysyła wiadomość",
  sendDocument: "wysyła plik",
  sendPhoto: "wysyła zdjęcie",
  sendMediaGroup: "wysyła album",
  sendVenue: "wysyła miejsce",
  sendLocation: "wysyła lokalizację",
  sendContact: "wysyła kontakt",
  copyMessage: "przekazuje wiadomość",
  editMessageText: "zmienia wiadomość",
  editMessageCaption: "zmienia podpis",
  deleteMessage: "usuwa wiadomość",
  setMessageReaction: "stawia znak",
  answerCallbackQuery: "odpowiada na naciśnięcie",
  createForumTopic: "zakłada temat",
};

export function makeDeeds() {
  const title = el("h3", {}, "Co zrobił bot");
  const verdict = el("p", { role: "status" });
  const calls = el("tbody");
  const lines = el("pre", { class: "lines", tabIndex: 0, "aria-label": "Dziennik programu" });
  const journal = el("details", {}, el("summary", {}, "Dziennik programu"), lines);
  const table = el("table", { class: "facts" },
    el("thead", {}, el("tr", {}, ...["Po", "Bot", "Wynik"].map((name) => el("th", { scope: "col" }, name)))), calls);
  // Numbers of the last call and line before the fault.
  let since = null;
  let after = 0;
  let isAsking = false;

  async function begin(name) {
    since = (await api.get("/log", { since: Number.MAX_SAFE_INTEGER })).last;
    after = isLookedAfter() ? (await demo.get("/log", { after: 0 })).last : 0;
    title.textContent = `Co zrobił bot: ${name}`;
  }

  async function render() {
    if (isAsking) {
      return;
    }
    isAsking = true;
    try {
      since ?? (await begin("od otwarcia tego narzędzia"));
      const found = (await api.get("/log", { since })).calls.filter(({ method }) => !QUIET.test(method));
      const unheard = (await api.get("/log", { since, method: "getUpdates", code: 0 })).calls.length;
      renderOnce(calls, found, () => found.slice(-SHOWN_CALLS).map((call) => row(call, found[0].t)));
      table.hidden = found.length === 0;
      write(verdict, unheard > 0 ? `${summary(found)} Próby połączenia bez odpowiedzi: ${unheard}.` : summary(found));
      if (isLookedAfter()) {
        const printed = (await demo.get("/log", { after })).lines;
        write(lines, printed.slice(-SHOWN_LINES).map(({ text }) => text).join("\n") || "Program nic nie wypisał.");
      }
    } catch {
      write(verdict, "Serwer nie odpowiada.");
    } finally {
      isAsking = false;
    }
  }

  journal.hidden = !isLookedAfter();
  return { element: el("section", { class: "stack" }, title, verdict, table, journal), begin, render };
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Carried out, though the bot may not know.
function hasArrived({ code, fault, description }) {
  return code === 200 || (fault === "lost_reply" && !description);
}

function row(call, start) {
  const isGood = call.code === 200 && !call.fault;
  return el("tr", { class: isGood ? "" : "bad" },
    el("td", {}, seconds(call.t - start)),
    el("td", {}, `${METHODS[call.method] ?? call.method}${whose(call.chat)}`),
    el("td", {}, outcome(call)));
}

function seconds(value) {
  return `${value.toLocaleString("pl-PL", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;
}

function whose(chatId) {
  const name = chatId > 0 ? fullName(personById(chatId) ?? { first_name: "" }) : chatById(chatId)?.chat.title;
  return name ? ` (${name})` : "";
}

function outcome(call) {
  const { code, description, fault } = call;
  if (fault === "lost_reply" && hasArrived(call)) {
    return "doszło, potwierdzenie zginęło";
  }
  if (fault === "down") {
    return "połączenie zerwane, serwer nie działa";
  }
  if (code === 200) {
    return fault ? "doszło z opóźnieniem" : "udane";
  }
  return code === 0 ? "połączenie zerwane" : `${code}: ${description ?? "odmowa"}`;
}

// In a sentence: how often it failed, and whether it went well in the end.
function summary(found) {
  if (found.length === 0) {
    return nothing();
  }
  const failed = found.filter((call) => !hasArrived(call));
  const last = failed.at(-1);
  if (!last) {
    return [
      `Wszystkie wywołania udane: ${found.length}.`,
      ...counted("Z opóźnieniem", found, ({ fault }) => fault === "slow"),
      ...counted("Bez potwierdzenia", found, ({ code }) => code !== 200),
    ].join(" ");
  }
  const mended = found.find((call) => call.n > last.n && call.method === last.method && call.chat === last.chat && call.code === 200);
  const count = `Nieudane wywołania: ${failed.length}.`;
  return mended ? `${count} Bot powtórzył i po ${seconds(mended.t - last.t)} się udało.` : `${count} Bot jeszcze próbuje albo czeka.`;
}

function counted(name, found, isMeant) {
  const count = found.filter(isMeant).length;
  return count > 0 ? [`${name}: ${count}.`] : [];
}

// Having done nothing is something, too: with what came twice, or while it is down.
function nothing() {
  const waits = store.bot?.pending ?? 0;
  return waits > 0 ? `Czeka na bota: ${waits}.` : "Bot odebrał wszystko, co przyszło, i nic nie wysłał.";
}
