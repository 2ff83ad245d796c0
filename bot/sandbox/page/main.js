// Puts the page together: the parts, the event stream, what is shown when.

import { listen } from "./api.js";
import { clearContext, edit, renderCommands, reply, sendText, setUpComposer } from "./composer.js";
import { byId } from "./dom.js";
import { renderMessages, setUpMessages } from "./messages.js";
import { attempt } from "./notices.js";
import { renderPeople, setUpPeople } from "./people.js";
import { setUpPopup } from "./popup.js";
import { chat, refresh, store, subscribe, tell } from "./store.js";

// A bot that leaves messages waiting for so long is shown as not there.
const PATIENCE_MS = 3000;
const LOOK_AGAIN_MS = 5000;

let waitingSince = null;
let shownChat = null;

setUpPopup();
setUpPeople();
setUpComposer();
setUpMessages({
  reply,
  edit,
  send: (text) => attempt(() => sendText(text)),
  username: () => store.bot?.user.username ?? "",
});
subscribe(render);
byId("start").addEventListener("click", () => attempt(pressStart));
listen(() => refresh().catch(lost), lost);
setInterval(() => document.hidden || refresh().catch(lost), LOOK_AGAIN_MS);

// `?start=payload` in the address is a deep link, as in t.me/bot?start=payload.
async function pressStart() {
  const payload = new URLSearchParams(location.search).get("start");
  await sendText(payload ? `/start ${payload}` : "/start");
  byId("text").focus();
}

function lost() {
  store.isReachable = false;
  tell();
}

function render() {
  if (shownChat !== store.chatId) {
    shownChat = store.chatId;
    clearContext();
  }
  byId("bot-name").textContent = store.profile.name;
  document.title = `${store.profile.name} – rozmowa`;
  byId("bot-state").textContent = botState();
  byId("bot-state").classList.toggle("good", isTaking());
  renderCommands();
  renderPeople();
  renderMessages();
  renderWelcome();
}

function renderWelcome() {
  const isPrivate = store.chatId > 0;
  const isBlocked = isPrivate && Boolean(chat()?.blocked);
  const isNew = isPrivate && !isBlocked && !chat()?.started;
  byId("welcome").hidden = !isNew;
  byId("blocked").hidden = !isBlocked;
  byId("composer").hidden = isNew || isBlocked;
  byId("description").textContent = store.profile.description || "Bot nie ma jeszcze opisu.";
}

function isTaking() {
  return store.isReachable && Boolean(store.bot?.connected) && !isLeavingUsWaiting();
}

function isLeavingUsWaiting() {
  const waits = store.bot && store.bot.pending > 0 && !store.bot.polling;
  waitingSince = waits ? (waitingSince ?? Date.now()) : null;
  return waitingSince !== null && Date.now() - waitingSince > PATIENCE_MS;
}

function botState() {
  if (!store.isReachable) {
    return "brak połączenia z serwerem";
  }
  if (!store.bot?.connected) {
    return "bot jeszcze się nie połączył";
  }
  return isLeavingUsWaiting() ? `bot nie odbiera, czeka: ${store.bot.pending}` : "bot";
}
