// Whether the bot is there, in a line under its name.

import { byId } from "../core/dom.js";
import { store } from "../core/store.js";

// A bot that leaves messages waiting for so long is shown as not there.
const PATIENCE_MS = 3000;

// What is said of a bot that this server looks after and that does not serve.
const PROCESS = {
  starting: "bot się uruchamia (za pierwszym razem uczy się minutę lub dwie)",
  stopping: "bot kończy pracę",
  stopped: "bot jest zatrzymany",
  died: "bot nie żyje; można go uruchomić w „Awariach”",
};

let waitingSince = null;

export function renderBotState() {
  const name = [...store.profiles.values()][0]?.name ?? "Bot";
  const [state, isGood] = botState();
  write(byId("bot-name"), name);
  write(byId("bot-state"), state);
  byId("bot-state").classList.toggle("good", isGood);
  document.title = `${name} – piaskownica`;
}

// A status that is set anew would be read out anew.
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function botState() {
  if (!store.isReachable) {
    return ["brak połączenia z serwerem", false];
  }
  const process = PROCESS[store.demo.bot?.state];
  if (process) {
    return [process, false];
  }
  if (!store.bot?.connected) {
    return ["bot jeszcze się nie połączył", false];
  }
  const waits = store.bot.pending > 0 && !store.bot.polling;
  waitingSince = waits ? (waitingSince ?? Date.now()) : null;
  const isLate = waitingSince !== null && Date.now() - waitingSince > PATIENCE_MS;
  return isLate ? [`bot nie odbiera, czeka: ${store.bot.pending}`, false] : ["bot działa", true];
}
