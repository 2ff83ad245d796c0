// The bot that this server looks after: its process, its clock, its knowledge, why it answered; nothing without one.

import { ask } from "./api.js";
import { store } from "./store.js";

const NONE = { bot: null, clock: null, cast: null };

export async function readDemo() {
  return ask("/control/demo").catch(() => NONE);
}

export function isLookedAfter() {
  return Boolean(store.demo.bot);
}

// The example people and their group are still being made, which a bot that died does not do.
export function isSettingUp() {
  return store.demo.cast?.state === "setting_up" && ["starting", "running"].includes(store.demo.bot?.state);
}

export function roleOf(personId) {
  return store.demo.cast?.people.find((one) => one.id === personId)?.role ?? null;
}

export const demo = {
  get: (path, query) => ask(`/control/demo${path}`, { query }),
  post: (path, body) => ask(`/control/demo${path}`, { method: "POST", body }),
  put: (path, body) => ask(`/control/demo${path}`, { method: "PUT", body }),
  remove: (path) => ask(`/control/demo${path}`, { method: "DELETE" }),
};

// Paths of knowledge files keep their slashes.
export function knowledgePath(path) {
  return `/knowledge/${path.split("/").map(encodeURIComponent).join("/")}`;
}
