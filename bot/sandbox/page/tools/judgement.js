// One judgement of the bot as readable tables: words, candidates, thresholds.

import { button, el } from "../core/dom.js";

const OUTCOMES = {
  answer: "odpowiedź",
  choice: "wybór z kilku tematów",
  human: "propozycja rozmowy z człowiekiem",
  decline: "grzeczna odmowa: to nie sprawa ośrodka",
  crisis: "wezwanie pomocy: numery alarmowe",
};
const REASONS = {
  match: "zdecydowało dopasowanie do wiedzy",
  moment: "zdecydował dzień albo godzina z wiadomości; nic nie trzeba było dopasowywać",
  crisis: "rozpoznano wołanie o pomoc",
  unreadable: "nie ma tu słów do odczytania",
  foreign: "wiadomość jest w innym języku",
  own_case: "to pytanie o własną sprawę, na które odpowiada człowiek",
  nothing_fits: "nic w wiedzy nie pasuje wystarczająco",
};
const LIMITS = {
  decline: "poza zakresem",
  own_case: "własna sprawa",
  crisis: "wołanie o pomoc",
  answer: "odpowiedź: pewność najlepszego",
  segment: "odpowiedź na część: pewność najlepszego",
  margin: "przewaga nad drugim",
  choice: "propozycja do wyboru: pewność najlepszej",
  scope: "w zakresie ośrodka, nie poza nim",
};

// `open(place)` shows {file, line, column} in the editor.
export function judgement(judged, { title, open }) {
  return [
    el("h3", {}, title),
    el("p", { role: "status" },
      el("strong", {}, `Wynik: ${OUTCOMES[judged.outcome] ?? judged.outcome}`), ` – ${REASONS[judged.why] ?? judged.why}.`),
    remarks(judged),
    words(judged.words),
    entries(judged.entries, open),
    rankings(judged.looks),
    thresholds(judged.thresholds),
  ].filter(Boolean);
}

function remarks({ text, context, refused, unanswered, may_go_on: mayGoOn, call_for_help: help, language }) {
  const said = [
    `Oceniony tekst: „${text}”.`,
    language && language !== "pl" && `Język: ${language}.`,
    context && `Poprzedni temat rozmowy: ${context}.`,
    refused?.length > 0 && `Odrzucone wcześniej przez „To nie to”: ${refused.join(", ")}.`,
    unanswered?.length > 0 && `Bez odpowiedzi zostało: ${unanswered.join(", ")}.`,
    mayGoOn && "Bot czekał chwilę na ciąg dalszy.",
    help === "about" && "Tekst mówi o przemocy albo śmierci, ale nie o sobie.",
    help === "perhaps" && "Tekst trochę przypomina wołanie o pomoc: pod tym, co nie jest odpowiedzią, stoją telefony zaufania.",
  ].filter(Boolean);
  return el("p", { class: "faint" }, said.join(" "));
}

// Against the two best: more columns would not be readable.
function words(found) {
  if (!found) {
    return null;
  }
  const best = found.entries.slice(0, 2);
  return el("div", {},
    table("Słowa i poprawki", ["Napisano", "Czytane jako", ...best.map((id) => `Za: ${id}`)],
      found.tokens.map(({ typed, read_as: read, adds }) => [
        typed,
        read === typed ? "bez zmian" : el("mark", {}, read || "pominięte"),
        ...best.map((_id, at) => signed(adds[at])),
      ])),
    el("details", {}, el("summary", {}, "Skąd pewność"),
      el("p", {}, `Suma słów: ${best.map((id, at) => `${id} ${signed(found.sums[at])}`).join(", ")}. Pewność najlepszego: ${percent(found.confidence)}.`),
      table("Przesłanki pewności", ["Przesłanka", "Wartość", "Wkład"],
        [["punkt wyjścia", "", signed(found.bias)], ...found.evidence.map(({ name, value, adds }) => [name, number(value), signed(adds)])])));
}

function entries(found, open) {
  if (found.length === 0) {
    return null;
  }
  return table("Co bot pokazał", ["Temat", "Pewność", "Plik i wiersz"], found.map((one) => [
    el("span", {}, one.title ?? one.id, el("br"), el("code", {}, one.id)),
    percent(one.confidence),
    one.file ? button(`${one.file}:${one.line ?? 1}`, () => open(one), { class: "inline-link" }) : "–",
  ]));
}

function rankings(looks) {
  if (looks.length === 0) {
    return null;
  }
  const last = looks.at(-1);
  const others = looks.slice(0, -1);
  return el("div", {}, ranking("Kandydaci", last),
    others.length > 0 ? el("details", {}, el("summary", {}, "Części wiadomości osobno"), ...others.map((look) => ranking(look.name, look))) : null);
}

function ranking(title, look) {
  return table(title, ["Temat", "Pewność"], look.ranking.slice(0, 5).map(({ id, confidence }) => [el("code", {}, id), bar(confidence)]));
}

function bar(confidence) {
  return el("span", { class: "measure" }, el("meter", { min: 0, max: 1, value: confidence, "aria-hidden": "true" }), percent(confidence));
}

function thresholds(found) {
  return found.length === 0 ? null : table("Pewność a progi", ["Próg", "Zmierzono", "Potrzeba", "Osiągnięty"],
    found.map((one) => [el("span", {}, LIMITS[one.name] ?? one.name, ...named(one.compared_with)), percent(one.measured), percent(one.limit),
      one.reached ? "✓ tak" : "✗ nie"]));
}

// The entry that a comparison is about, where it names one.
function named(words) {
  const [id] = /[a-z_]+(\.[a-z_0-9]+)+$/.exec(words) ?? [];
  return id ? [el("br"), el("code", {}, id)] : [];
}

function table(title, head, rows) {
  return el("div", { class: "scrolled", tabIndex: 0, role: "region", "aria-label": title },
    el("table", { class: "facts" },
      el("caption", {}, title),
      el("thead", {}, el("tr", {}, ...head.map((one) => el("th", { scope: "col" }, one)))),
      el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)))))));
}

function percent(value) {
  return `${(value * 100).toLocaleString("pl-PL", { maximumFractionDigits: 1 })}%`;
}

function number(value) {
  return value.toLocaleString("pl-PL", { maximumFractionDigits: 2 });
}

function signed(value) {
  return `${value > 0 ? "+" : ""}${number(value)}`;
}
