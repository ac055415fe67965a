// Everything a page shows, it asks of the API like any other client; the session cookie lets it in.
export class Problem extends Error {
  constructor(details) {
    super(`${details.detail} ${details.next_step}`);
    this.details = details;
  }
}

const UNREACHABLE = {
  cause: "not_running",
  detail: "Ownvoice does not answer.",
  next_step: "Start it with 'ownvoice serve', then reload this page.",
};

async function send(method, path, body, accept, signal) {
  const headers = { Accept: accept, "X-Ownvoice-Api": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(UNREACHABLE);
  }
  if (!response.ok) throw new Problem(await response.json());
  return response;
}

const json = async (method, path, body) =>
  (await send(method, path, body, "application/json")).json();

export const get = (path) => json("GET", path);
export const post = (path, body) => json("POST", path, body);
export const remove = (path) => json("DELETE", path);

// Post and call `told` with name and data of each server-sent event.
export async function stream(path, body, told, signal) {
  const response = await send("POST", path, body, "text/event-stream", signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    pending += value;
    const blocks = pending.split("\n\n");
    pending = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block
          .split("\n")
          .filter((line) => line.includes(": ") && !line.startsWith(":"))
          .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
      );
      if (!fields.event) continue;
      const data = JSON.parse(fields.data);
      if (fields.event === "error") throw new Problem(data);
      told(fields.event, data);
    }
  }
}

export function decide(rewrite, edit, action, framing) {
  return post("/v1/decisions", {
    id: crypto.randomUUID(),
    rewrite_id: rewrite,
    edit_id: edit.id,
    action,
    shown: edit.show && { order: edit.show.order, default: edit.show.default, framing },
  });
}
