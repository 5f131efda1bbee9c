// What this browser remembers of the chat. Where it denies a frame of another site a store of its own, the page around
// the frame remembers it for us; where nobody can, it is remembered until the page is left.

/**
 * A small store of named values; two visitors of one site on one browser never see each other's. `kept` is what the page
 * remembered, as `keep` was told it; `own` says whether the browser lets us keep things ourselves.
 */
export function memory(chat, visitor, kept, keep) {
  const prefix = `sangam:${chat}:${visitor}:`;
  const own = fits(`${prefix}own`, "1");
  const elsewhere = own ? {} : kept; // own: only what did not fit into the browser's store
  return {
    own,
    get(name, otherwise) {
      const text = elsewhere[prefix + name] ?? (own ? localStorage.getItem(prefix + name) : null);
      return text ? JSON.parse(text) : otherwise;
    },
    set(name, value) {
      const text = JSON.stringify(value);
      if (own && fits(prefix + name, text)) delete elsewhere[prefix + name];
      else elsewhere[prefix + name] = text;
      if (!own) keep(elsewhere);
    },
  };
}

function fits(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** The 256 random bits by which the server knows this browser again. */
export function tokenOf(store) {
  let token = store.get("token", "");
  if (!/^[0-9a-f]{64}$/.test(token)) {
    token = hex(crypto.getRandomValues(new Uint8Array(32)));
    store.set("token", token);
  }
  return token;
}

let last = 0;

/** An id that nobody else makes and that sorts by time (RFC 9562, version 7). */
export function newId() {
  last = Math.max(last + 1, Date.now());
  const random = crypto.getRandomValues(new Uint8Array(10));
  random[0] = (random[0] & 0x0f) | 0x70;
  random[2] = (random[2] & 0x3f) | 0x80;
  return last.toString(16).padStart(12, "0") + hex(random);
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
