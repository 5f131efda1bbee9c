// Speaks with the simulated Discord in the name of one person.

const HEADERS = { "X-Simulated-Client": "1", "Content-Type": "application/json" };
const query = () => new URLSearchParams(location.search);

export const me = query().get("as") ?? "";
export const openChannel = () => query().get("channel") ?? "";

export function address(channel, as = me) {
  return `/client?${new URLSearchParams({ as, ...(channel && { channel }) })}`;
}

// Do something as this person; the answer is what came of it, or {problem: words}.
export async function act(verb, given = {}) {
  try {
    const body = JSON.stringify({ as: me, verb, ...given });
    const response = await fetch("/client/do", { method: "POST", headers: HEADERS, body });
    return await response.json();
  } catch {
    return { problem: "The simulated Discord does not answer. Is the demo still running?" };
  }
}

let source = null;

// Hear everything that this person can see while the channel is open: "places" at the side, "talk" in the middle.
export function follow(channel, { places, talk, away }) {
  source?.close();
  source = new EventSource(`/client/live?${new URLSearchParams({ as: me, channel })}`);
  source.addEventListener("places", (event) => places(JSON.parse(event.data)));
  source.addEventListener("talk", (event) => talk(JSON.parse(event.data)));
  source.addEventListener("open", () => away(false));
  source.addEventListener("error", () => away(true));
}
