// Text with Telegram's entities → DOM nodes. Text only ever becomes text nodes; links are checked.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const SAFE_LINK = /^(https?:\/\/|mailto:|tel:)/i;

// Offsets are UTF-16 units, as JavaScript's own; `onCommand` and `onStart` get what a pressed link means.
export function richText(text, entities, actions) {
  const whole = { offset: 0, end: text.length };
  const sorted = (entities ?? [])
    .map((entity) => ({ ...entity, end: entity.offset + entity.length }))
    .filter((entity) => entity.offset >= 0 && entity.end <= text.length && entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  return nodes(text, whole, sorted, actions);
}

function nodes(text, { offset, end }, entities, actions) {
  const result = document.createDocumentFragment();
  let at = offset;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const limit = Math.min(entity.end, end);
    const inner = [];
    index += 1;
    while (index < entities.length && entities[index].offset < limit) {
      inner.push({ ...entities[index], end: Math.min(entities[index].end, limit) });
      index += 1;
    }
    if (entity.offset < at) {
      continue;
    }
    result.append(text.slice(at, entity.offset));
    const element = wrap(entity, text.slice(entity.offset, limit), actions);
    element.append(nodes(text, { offset: entity.offset, end: limit }, inner, actions));
    result.append(element);
    at = limit;
  }
  result.append(text.slice(at, end));
  return result;
}

function wrap(entity, part, actions) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, actions);
    case "url":
      return link(/^[a-z]+:/i.test(part) ? part : `https://${part}`, actions);
    case "email":
      return link(`mailto:${part}`, actions);
    case "phone_number":
      return link(`tel:${part.replace(/[^+\d]/g, "")}`, actions);
    case "bot_command":
      return commandButton(part, actions);
    case "spoiler":
      return spoiler();
    default: {
      const element = document.createElement(TAGS[entity.type] ?? "span");
      if (["mention", "hashtag", "cashtag", "text_mention"].includes(entity.type)) {
        element.className = "tinted";
      }
      return element;
    }
  }
}

function link(url, actions) {
  if (!SAFE_LINK.test(url)) {
    return document.createElement("span");
  }
  const element = document.createElement("a");
  element.href = url;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  element.addEventListener("click", (event) => {
    const start = startLink(url, actions.username());
    if (start !== null) {
      event.preventDefault();
      actions.send(start ? `/start ${start}` : "/start");
    }
  });
  return element;
}

// The payload of a link to this bot's own /start, "" for none, null for any other link.
function startLink(url, username) {
  const match = /^https?:\/\/t\.me\/([A-Za-z0-9_]+)(?:\?start=([A-Za-z0-9_-]*))?$/i.exec(url);
  return match && match[1].toLowerCase() === username.toLowerCase() ? (match[2] ?? "") : null;
}

function commandButton(command, actions) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "inline-link";
  element.addEventListener("click", () => actions.send(command));
  return element;
}

function spoiler() {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "spoiler";
  element.setAttribute("aria-label", "Ukryty tekst, naciśnij, aby pokazać");
  element.addEventListener("click", () => {
    element.classList.add("shown");
    element.removeAttribute("aria-label");
  });
  return element;
}
