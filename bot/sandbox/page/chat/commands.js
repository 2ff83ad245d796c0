// The list of the bot's commands over the writing: opened by "/" or by its button, chosen by press or by keyboard.

import { el, iconButton } from "../core/dom.js";
import { profileOf } from "../core/store.js";

// `send(text)` sends the chosen command; `text` is the writing.
export function makeCommands(seat, text, send) {
  const list = el("ul", { class: "commands", id: `commands-${seat.key}`, role: "listbox", "aria-label": "Polecenia", hidden: true });
  const opener = iconButton("/", "Polecenia bota", toggle, { "aria-controls": list.id, "aria-expanded": "false" });
  let chosen = -1;
  // The commands that the profile had when they were last offered.
  let offered = "";

  // Pressing these leaves the focus in the text, so that the list stays until something is chosen.
  for (const element of [list, opener]) {
    element.addEventListener("mousedown", (event) => event.preventDefault());
  }
  text.addEventListener("blur", close);
  text.setAttribute("aria-controls", list.id);

  function toggle() {
    text.focus();
    list.hidden ? suggest("/") : close();
  }

  function suggest(typed = text.value) {
    const found = /^\/\w*$/.test(typed)
      ? profileOf(seat).commands.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()))
      : [];
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    opener.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function option({ command, description }, index) {
    return el("li", {
      role: "option",
      id: `${list.id}-${index}`,
      onclick: () => {
        close();
        text.value = "";
        send(`/${command}`);
      },
    }, el("strong", {}, `/${command}`), el("span", {}, description));
  }

  function mark(index) {
    chosen = index;
    const options = [...list.children];
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    text.setAttribute("aria-activedescendant", index >= 0 ? `${list.id}-${index}` : "");
  }

  function close() {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  // Says whether the key was for the list.
  function take(event) {
    const options = [...list.children];
    if (list.hidden) {
      return false;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      close();
    } else if (step) {
      mark(chosen < 0 && step < 0 ? options.length - 1 : (chosen + step + options.length) % options.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
      options[chosen].click();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  return {
    list,
    opener,
    suggest,
    close,
    take,
    // The profile may come, or change, after the "/" was typed.
    render() {
      const { commands } = profileOf(seat);
      opener.hidden = commands.length === 0;
      if (JSON.stringify(commands) !== offered) {
        offered = JSON.stringify(commands);
        document.activeElement === text && suggest();
      }
    },
  };
}
