// Talks to this server only; every function returns parsed JSON or throws with the reason.

export class Refused extends Error {}

export async function ask(path, { method = "GET", query = {}, body } = {}) {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(withQuery(path, query), { method, cache: "no-store", ...sent });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(answer.error ?? `Błąd ${response.status}`);
  }
  return answer;
}

function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given).toString();
  return text ? `${path}?${text}` : path;
}

// The control API: what people and circumstances do.
export function get(path, query) {
  return ask(`/control${path}`, { query });
}

export function post(path, body = {}) {
  return ask(`/control${path}`, { method: "POST", body });
}

export function remove(path) {
  return ask(`/control${path}`, { method: "DELETE" });
}

export function fileUrl(fileId) {
  return `/control/files/${encodeURIComponent(fileId)}`;
}

// Calls `changed` after every change on the server, and `lost` while it cannot be reached.
export function listen(changed, lost) {
  const stream = new EventSource("/control/events");
  stream.onmessage = changed;
  stream.onerror = lost;
  return stream;
}
