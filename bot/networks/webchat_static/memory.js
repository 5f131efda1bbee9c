// What this browser remembers of the chat; where it may keep nothing, it is remembered until the page is left.

/** A small store of named values. Two visitors of one site on one browser never see each other's. */
export function memory(chat, visitor) {
  const prefix = `sangam:${chat}:${visitor}:`;
  const fallback = new Map();
  let lasting = true;
  try {
    localStorage.setItem(`${prefix}lasts`, "1");
  } catch {
    lasting = false;
  }
  return {
    lasting,
    get(name, otherwise) {
      const text = lasting ? localStorage.getItem(prefix + name) : fallback.get(name);
      try {
        return text ? JSON.parse(text) : otherwise;
      } catch {
        return otherwise;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      fallback.set(name, text);
      try {
        if (lasting) localStorage.setItem(prefix + name, text);
      } catch {
        // The browser's store is full: what is here already stays, and the page still works until it is left.
      }
    },
  };
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
