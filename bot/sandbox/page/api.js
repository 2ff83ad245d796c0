// Talks to the control API of this server; every function returns parsed JSON or throws with the reason.

export class Refused extends Error {}

async function ask(path, options) {
  const response = await fetch(`/control${path}`, { cache: "no-store", ...options });
  const answer = await response.json();
  if (!response.ok) {
    throw new Refused(answer.error ?? `Błąd ${response.status}`);
  }
  return answer;
}

export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given).toString();
  return ask(text ? `${path}?${text}` : path);
}

export function post(path, body = {}) {
  return ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
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
