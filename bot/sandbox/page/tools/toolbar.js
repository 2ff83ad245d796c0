// The buttons of the tools, and which of them there are: most need a bot that this server looks after.

import { button, byId, renderOnce } from "../core/dom.js";
import { isLookedAfter } from "../core/demo.js";
import { store, tell } from "../core/store.js";
import { makeTour } from "../tour/tour.js";
import { clock, clockFace } from "./clock.js";
import { faults } from "./faults.js";
import { knowledge } from "./knowledge.js";
import { isOpen, renderTool, toggleTool } from "./panel.js";

const TICK_MS = 1000;

export function setUpTools(columns) {
  const tour = makeTour(byId("tour"), columns);
  setInterval(renderToolbar, TICK_MS);

  function renderToolbar() {
    const shown = isLookedAfter() ? [[clock, clockFace()], [faults, "Awarie"], [knowledge, "Wiedza"]] : [[faults, "Awarie"]];
    const state = [...shown.map(([tool, label]) => [label, isOpen(tool)]), tour.isOpen()];
    renderOnce(byId("toolbar"), state, () => [
      button("Przewodnik", tour.toggle, { "aria-expanded": String(tour.isOpen()), "aria-controls": "tour" }),
      ...shown.map(([tool, label]) => button(label, () => {
        toggleTool(tool);
        tell();
      }, { "aria-expanded": String(isOpen(tool)), "aria-controls": "tools" })),
    ]);
  }

  return {
    render() {
      byId("sample").hidden = !store.demo.cast;
      renderToolbar();
      renderTool();
      tour.render();
    },
  };
}
