// Puts the page together: the columns, the tools, the event stream.

import { makeColumns } from "./chat/columns.js";
import { listen } from "./core/api.js";
import { isSettingUp } from "./core/demo.js";
import { byId } from "./core/dom.js";
import { setUpPopup } from "./core/popup.js";
import { followMoves, restore } from "./core/seats.js";
import { refresh, setLost, store, subscribe } from "./core/store.js";
import { renderBotState } from "./people/bot_state.js";
import { firstSeats } from "./people/first_seats.js";
import { makeSwitcher } from "./people/switcher.js";
import { setUpTools } from "./tools/toolbar.js";

const LOOK_AGAIN_MS = 5000;

const columns = makeColumns(byId("columns"));
const switcher = makeSwitcher(byId("switcher"), columns.show);
const tools = setUpTools(columns);
let isBegun = false;

setUpPopup();
subscribe(render);
listen(look, setLost);
setInterval(() => document.hidden || look(), LOOK_AGAIN_MS);

async function look() {
  try {
    await refresh();
    if (isSettingUp()) {
      return;
    }
    if (!isBegun) {
      isBegun = true;
      restore(await firstSeats());
      await refresh();
    } else if (followMoves()) {
      await refresh();
    }
  } catch {
    setLost();
  }
}

function render() {
  renderBotState();
  switcher.render();
  columns.render();
  tools.render();
}
