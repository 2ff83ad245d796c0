// The guided tour: one step at a time in a strip over the columns, with the place of the step outlined.

import { button, el, renderOnce } from "../core/dom.js";
import { attempt } from "../core/notices.js";
import { keyOf, open } from "../core/seats.js";
import { messagesOf, tell } from "../core/store.js";
import { STEPS } from "./steps.js";

const REMEMBERED = "sandbox.tour";
// `marks`: chat id → the number of its last message when the step began.
const NOTHING = { isOpen: false, step: 0, isDone: false, marks: {} };

// `columns` gives the column of a seat. The tour is remembered for this tab of the browser only.
export function makeTour(element, columns) {
  let state = read();

  function change(fields) {
    state = { ...state, ...fields };
    sessionStorage.setItem(REMEMBERED, JSON.stringify(state));
    tell();
  }

  // Opens the chats that the step needs, and remembers what stands there already.
  async function begin(step) {
    const places = placesOf(STEPS[step]);
    for (const { personId, chatId } of places) {
      await attempt(() => open(personId, chatId));
    }
    const marks = places.map(({ chatId }) => [chatId, messagesOf(chatId).at(-1)?.message.message_id ?? 0]);
    change({ isOpen: true, step, isDone: false, marks: Object.fromEntries(marks) });
    element.querySelector("h2")?.focus();
  }

  function end() {
    change({ isOpen: false });
    document.querySelector("[aria-controls=tour]")?.focus();
  }

  function look() {
    const step = STEPS[state.step];
    const seen = step && (step.sees ?? step.seat)();
    const happened = state.isOpen && seen && !state.isDone && messagesOf(seen.chatId).some((item) =>
      item.message.message_id > (state.marks[seen.chatId] ?? Infinity) && step.isDone(item));
    if (happened) {
      change({ isDone: true });
    }
  }

  async function show(step, text) {
    const { personId, chatId } = step.seat();
    const { key } = await open(personId, chatId);
    columns.show(key);
    if (text) {
      columns.of(key).composer.suggest(text);
    }
  }

  function parts() {
    const step = STEPS[state.step];
    const close = button("Zakończ", end, { class: "chip" });
    if (!step) {
      return [
        el("h2", { tabIndex: -1 }, "To już cały przewodnik"),
        el("p", { role: "status" }, "Dalej można próbować samodzielnie: przesunąć zegar, wywołać awarię, zmienić wiedzę bota."),
        row(button("Od początku", () => begin(0), { class: "chip" }), close),
      ];
    }
    const isHere = step.seat() !== null;
    const isWaiting = isHere && !state.isDone;
    return [
      el("h2", { tabIndex: -1 }, `Krok ${state.step + 1} z ${STEPS.length}: ${step.title}`),
      el("p", { role: "status" }, state.isDone ? `✓ ${step.done}` : isHere ? step.help : "Tu brakuje osoby albo grupy, więc ten krok trzeba pominąć."),
      row(
        isWaiting ? button("Gdzie?", () => show(step), { class: "chip" }) : null,
        isWaiting && step.text ? button("Wpisz za mnie", () => show(step, step.text), { class: "chip" }) : null,
        button(state.isDone ? "Dalej" : "Pomiń krok", () => begin(state.step + 1), { class: state.isDone ? "chip strong" : "chip" }),
        close),
    ];
  }

  return {
    isOpen: () => state.isOpen,
    toggle: () => (state.isOpen ? end() : begin(state.step)),
    render() {
      look();
      element.hidden = !state.isOpen;
      const place = state.isOpen && !state.isDone ? (STEPS[state.step]?.seat() ?? null) : null;
      outline(place);
      renderOnce(element, [state.isOpen, state.step, state.isDone, place === null], parts);
    },
  };
}

// Where a step happens comes last: it is the one to be looked at.
function placesOf(step) {
  return [step?.sees?.(), step?.seat()].filter(Boolean);
}

function row(...buttons) {
  return el("div", { class: "chips" }, ...buttons);
}

function outline(place) {
  const id = place ? `column-${keyOf(place.personId, place.chatId)}` : null;
  for (const column of document.querySelectorAll(".column")) {
    column.classList.toggle("pointed", column.id === id);
  }
}

function read() {
  try {
    return { ...NOTHING, ...JSON.parse(sessionStorage.getItem(REMEMBERED)) };
  } catch {
    return NOTHING;
  }
}
