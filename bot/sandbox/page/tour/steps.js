// The steps of the tour: what to do, where, and how it is seen that it happened.

import { roleOf } from "../core/demo.js";
import { groups, personById, store } from "../core/store.js";
import { writerOf } from "../people/choices.js";
import { isStaff } from "../people/names.js";

// `seat()` is where it happens, `sees()` where that is seen when it is elsewhere; `text` may be written for the reader;
// `isDone` says whether a message that is new there since the step began shows that it happened.
export const STEPS = [
  {
    title: "Zapytać",
    seat: citizenSeat,
    text: "gdzie jest biuro w Koninie",
    help: "Mieszkanka albo mieszkaniec pyta zwykłymi słowami. Proszę wysłać pytanie w tej rozmowie. Przy pierwszej rozmowie najpierw naciskamy „Start”.",
    done: "Bot odpowiedział od razu. Pod własną wiadomością jest „dlaczego?”: tam widać, skąd ta odpowiedź.",
    isDone: isAnswer,
  },
  {
    title: "Napisać z błędami",
    seat: citizenSeat,
    text: "gdze jest bióro w konine",
    help: "Teraz to samo pytanie, pisane w pośpiechu. Bot poprawia literówki, a gdy nie jest pewny, pyta, o co chodziło.",
    done: "Bot zrozumiał mimo błędów.",
    isDone: isAnswer,
  },
  {
    title: "Oddać pytanie człowiekowi",
    seat: citizenSeat,
    text: "chcę porozmawiać z człowiekiem",
    help: "Proszę poprosić o człowieka, opisać sprawę i nacisnąć „Wyślij”. Nic nie wychodzi bez podglądu.",
    done: "Pytanie jest w grupie pracowników jako karta.",
    sees: staffSeat,
    isDone: ({ message }) => hasButton(message, "Biorę"),
  },
  {
    title: "Odpowiedzieć jako pracownik",
    seat: staffSeat,
    help: "W grupie pracowników proszę nacisnąć „Biorę” pod kartą, a potem odpowiedzieć na kartę: ⋯, „Odpowiedz”, tekst, Enter. Znak 👌 mówi, że doszło.",
    done: "Odpowiedź doszła do osoby, która pytała. Znak 👌 stoi pod wiadomością w grupie.",
    isDone: (item) => !item.from_bot && hasBotReaction(item, "👌"),
  },
  {
    title: "Zgłosić organizację",
    seat: organisationSeat,
    text: "/sesje",
    help: "Jako organizacja: /sesje, wybrać sesję, „Zgłaszam organizację”, odpowiedzieć na pytania i nacisnąć „Wysyłam zgłoszenie”.",
    done: "Zgłoszenie przyjęte. Potwierdzenie można przesłać dalej, a „Do kalendarza” daje plik .ics.",
    isDone: ({ message }) => /Zgłoszenie nr \d+/.test(message.text ?? ""),
  },
  {
    title: "Odwołać sesję",
    seat: staffSeat,
    text: "/sesja",
    help: "W grupie pracowników: /sesja, wybrać tę samą sesję, „Odwołaj”, podać powód w odpowiedzi i potwierdzić przyciskiem „Wyślij…”. W nocy bot nie wysyła wiadomości do wielu osób: wtedy najpierw Zegar, „Jutro o 8:00”.",
    done: "Organizacja dostała wiadomość z powodem. Nic nie wyszło bez potwierdzenia.",
    sees: organisationSeat,
    isDone: ({ message, from_bot: isBot }) => isBot && (message.text ?? "").startsWith("Sesja jest odwołana"),
  },
];

function citizenSeat() {
  const found = store.people.find((one) => roleOf(one.id) === "citizen") ?? store.people.find((one) => !isStaff(one.id));
  return privateSeat(found);
}

function organisationSeat() {
  const outside = store.people.filter((one) => !isStaff(one.id));
  return privateSeat(store.people.find((one) => roleOf(one.id) === "organisation") ?? outside[1] ?? outside[0]);
}

function privateSeat(one) {
  return one ? { personId: one.id, chatId: one.id } : null;
}

function staffSeat() {
  const group = groups().find((one) => one.chat.id === store.demo.cast?.group) ?? groups()[0];
  if (!group) {
    return null;
  }
  const chatId = group.chat.id;
  return store.seats.find((one) => one.chatId === chatId) ?? { personId: writerOf(group), chatId };
}

function isAnswer({ message, from_bot: isBot }) {
  return isBot && (hasButton(message, "Pomogło") || hasButton(message, "Żadne z tych"));
}

function hasButton(message, label) {
  return (message.reply_markup?.inline_keyboard ?? []).flat().some((one) => one.text.includes(label));
}

function hasBotReaction(item, emoji) {
  return item.reactions.some(({ user_id: id, reaction }) => !personById(id) && reaction.some((one) => one.emoji === emoji));
}
