// What the visitor did and the server has not confirmed yet. It outlives reloads, and leaves in order, each thing once:
// the server knows every `client_id` again, so sending twice after a lost answer changes nothing.

import { Refused } from "./server.js";

export class Outbox {
  constructor(store, server, onChange) {
    Object.assign(this, { store, server, onChange, busy: false, timer: 0, failures: 0 });
    addEventListener("online", () => this.flush());
  }

  /** All that waits, oldest first: `{said, shown, at, problem}`. */
  get waiting() {
    return this.store.get("outbox", []);
  }

  /** Keep something and try to send it. */
  add(said, shown = []) {
    this.#save([...this.waiting, { said, shown, at: Date.now(), problem: "" }]);
    this.flush();
  }

  /** Forget something: it arrived, or the visitor thought better of it. */
  drop(id) {
    const rest = this.waiting.filter((one) => one.said.client_id !== id);
    if (rest.length !== this.waiting.length) this.#save(rest);
  }

  /** Send what was refused once more. */
  again(id) {
    this.#save(this.waiting.map((one) => (one.said.client_id === id ? { ...one, problem: "" } : one)));
    this.flush();
  }

  /** Send what waits, until nothing is left or the connection is gone; comes back by itself. */
  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      // Two tabs of one browser share the store: one of them sends.
      const locks = this.store.own && navigator.locks;
      await (locks ? locks.request(`${location.pathname}#outbox`, () => this.#sendAll()) : this.#sendAll());
    } finally {
      this.busy = false;
    }
  }

  async #sendAll() {
    for (let next; (next = this.waiting.find((one) => !one.problem)); ) {
      try {
        await this.server.say(next.said);
        this.failures = 0;
        this.drop(next.said.client_id);
      } catch (error) {
        if (!(error instanceof Refused) || error.passing) {
          this.onChange(error);
          const backoff = Math.min(30_000, 2000 * 2 ** this.failures++);
          this.timer = setTimeout(() => this.flush(), Math.max(backoff, (error.retry || 0) * 1000));
          return;
        }
        this.#refuse(next.said.client_id, error.code);
      }
    }
  }

  #refuse(id, code) {
    this.#save(this.waiting.map((one) => (one.said.client_id === id ? { ...one, problem: code } : one)));
  }

  #save(waiting) {
    this.store.set("outbox", waiting);
    this.onChange();
  }
}
