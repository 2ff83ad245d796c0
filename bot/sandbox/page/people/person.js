// A person: adding one, changing name and language, blocking the bot.

import * as api from "../core/api.js";
import { ask, selectField, textField } from "../core/dialog.js";
import { attempt } from "../core/notices.js";
import { open } from "../core/seats.js";
import { chatById, personById, refresh } from "../core/store.js";
import { LANGUAGES } from "./names.js";

const FIELDS = ["first_name", "last_name", "username", "language_code"];

// Asks who it is; a new person without `personId`.
export function askPerson(personId = null) {
  const user = personById(personId) ?? { language_code: "pl" };
  ask({
    title: personId ? "Zmień osobę" : "Nowa osoba",
    fields: [
      textField("Imię", "first_name", { required: true, maxLength: 64, value: user.first_name ?? "" }),
      textField("Nazwisko", "last_name", { maxLength: 64, value: user.last_name ?? "" }),
      textField("Nazwa użytkownika", "username", { maxLength: 32, pattern: "[A-Za-z0-9_]{3,32}", placeholder: "bez @", value: user.username ?? "" }),
      selectField("Język Telegrama", "language_code", LANGUAGES, user.language_code ?? ""),
    ],
    save: async (given) => {
      const fields = Object.fromEntries(FIELDS.map((name) => [name, given.text(name)]));
      const saved = await api.post("/users", personId ? { id: personId, ...fields } : fields);
      await refresh();
      await open(saved.id);
    },
  });
}

export function personChoices({ personId }) {
  const isBlocked = Boolean(chatById(personId)?.blocked);
  return [
    { label: "Zmień imię lub język…", run: () => askPerson(personId) },
    !isBlocked && { label: "Wejdź z linku lub plakatu…", run: () => askLink(personId) },
    { label: isBlocked ? "Odblokuj bota" : "Zablokuj bota", run: () => attempt(() => block(personId, !isBlocked)) },
  ];
}

// What t.me/bot?start=… does: the person presses Start, and the bot reads where they came from.
function askLink(personId) {
  ask({
    title: "Link do bota",
    fields: [textField("Co stoi po „?start=”, na przykład s_ i nazwa sesji", "payload", { required: true, pattern: "[A-Za-z0-9_\\-]{1,64}" })],
    action: "Wejdź",
    save: async (given) => {
      await api.post("/messages", { from: personId, text: `/start ${given.text("payload")}` });
      await refresh();
    },
  });
}

async function block(user, blocked) {
  await api.post("/blocks", { user, blocked });
  await refresh();
}
