// The way to the server and back: POST for what the visitor does, a stream of lines for what comes.

/** An answer that was no; `code` is the server's word for it, `retry` seconds until it is worth asking again. */
export class Refused extends Error {
  constructor(status, code, retry) {
    super(code);
    Object.assign(this, { status, code, retry });
  }

  /** Whether asking again later can help. */
  get passing() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

const QUIET = 40_000; // the server says something at least every 15 s
const LONGEST = 30_000;

export class Server {
  constructor(token, identity) {
    this.headers = { Authorization: `Bearer ${token}` };
    if (identity.visitor) {
      this.headers["X-Visitor"] = encodeURIComponent(identity.visitor);
      this.headers["X-Visitor-Signature"] = identity.signature || "";
    }
  }

  /** Tell what the visitor did; rejects with Refused, or with a TypeError when there is no connection. */
  say(said) {
    return this.#ask("say", JSON.stringify(said), { "Content-Type": "application/json" }, AbortSignal.timeout(20_000));
  }

  /** Upload a file; resolves with how messages name it. */
  upload(file) {
    const type = file.type || "application/octet-stream";
    return this.#ask("files", file, { "Content-Type": type, "X-File-Name": encodeURIComponent(file.name) });
  }

  /** The bytes of a file of this thread. */
  async download(ref) {
    const response = await fetch(`files/${ref.replace("blob:", "")}`, { headers: this.headers });
    if (!response.ok) throw new Refused(response.status, "erased", 0);
    return response.blob();
  }

  async #ask(path, body, headers, signal) {
    const response = await fetch(path, { method: "POST", body, headers: { ...this.headers, ...headers }, signal });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw new Refused(response.status, answer.error || "broken", Number(response.headers.get("Retry-After")) || 0);
  }
}

/** Follows the lines of the thread for ever: comes back after every break, and asks only for what it has not seen. */
export class Lines {
  constructor(server, { onPiece, onUp, onDown, onRefused }) {
    Object.assign(this, { server, onPiece, onUp, onDown, onRefused });
    this.place = "";
    this.failures = 0;
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.abort?.abort());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
  }

  async follow() {
    for (;;) {
      let pause = 0;
      try {
        await this.#once();
      } catch (error) {
        if (error instanceof Refused && !error.passing) return this.onRefused(error);
        pause = (error.retry || 0) * 1000;
      }
      this.onDown();
      const backoff = Math.min(LONGEST, 500 * 2 ** this.failures++);
      await this.#sleep(Math.max(pause, backoff * (0.5 + Math.random() / 2)));
    }
  }

  async #once() {
    this.abort = new AbortController();
    const headers = { ...this.server.headers, ...(this.place && { "Last-Event-ID": this.place }) };
    const response = await fetch("lines", { headers, signal: this.abort.signal, cache: "no-store" });
    if (!response.ok) {
      const answer = await response.json().catch(() => ({}));
      throw new Refused(response.status, answer.error || "broken", Number(response.headers.get("Retry-After")) || 0);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const watch = setTimeout(() => this.abort.abort(), QUIET);
      const { value, done } = await reader.read().finally(() => clearTimeout(watch));
      if (done) return;
      const pieces = (rest + value).split("\r\n\r\n");
      rest = pieces.pop();
      pieces.forEach((piece) => this.#take(piece));
    }
  }

  #take(piece) {
    const fields = {};
    for (const line of piece.split("\r\n")) {
      const [, name, value] = line.match(/^(\w+): ?(.*)$/) || [];
      if (name) fields[name] = fields[name] === undefined ? value : `${fields[name]}\n${value}`;
    }
    if (!fields.event) return;
    if (fields.event === "state") {
      this.failures = 0;
      this.onUp();
    }
    this.onPiece(fields.event, JSON.parse(fields.data), fields.id);
    if (fields.id) this.place = fields.id;
  }

  #sleep(milliseconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  #wake() {
    this.wake?.();
  }
}
