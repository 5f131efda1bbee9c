// The place to write in: text that grows, files beside it, what it answers or changes, and how much still fits.

import { el } from "./view.js";

export class Composer {
  /** `on` has what follows: send({text, files, about}), typing(), and size(bytes) for words about files. */
  constructor({ settings, word, store, server, on }) {
    Object.assign(this, { settings, word, store, server, on, files: [], about: null });
    for (const id of ["composer", "text", "send", "attach", "picker", "files", "problem", "about"]) this[`$${id}`] = document.getElementById(id);
    this.$text.placeholder = word("placeholder");
    for (const [element, name] of [[this.$text, "placeholder"], [this.$send, "send"], [this.$attach, "attach"], [this.$about.lastElementChild, "cancel"]]) {
      element.setAttribute("aria-label", word(name));
      if (element !== this.$text) element.title = word(name);
    }
    this.$attach.hidden = !settings.max_upload;
    this.$picker.accept = settings.accept;
    this.$text.value = store.get("draft", "");
    this.#listen();
    this.#fit();
  }

  focus() {
    this.$text.focus();
  }

  /** Start writing an answer to, or a change of, a message. */
  regard(kind, message) {
    this.about = { kind, id: message.id };
    this.$about.hidden = false;
    this.$about.firstElementChild.textContent = this.word(kind, { text: message.text });
    if (kind === "editing") this.$text.value = message.text;
    this.#fit();
    this.focus();
  }

  /** Take the visitor's pen away, with the reason, or give it back. */
  shut(words) {
    this.closed = Boolean(words);
    this.$text.disabled = this.$attach.disabled = this.closed;
    this.$composer.classList.toggle("shut", this.closed);
    this.tell(words || "");
    this.#fit();
  }

  tell(words) {
    this.$problem.textContent = words;
    this.$problem.hidden = !words;
  }

  #listen() {
    this.$composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.$text.addEventListener("keydown", (event) => {
      // isComposing: Enter picks a word in the input methods of Chinese, Gujarati and others.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    this.$text.addEventListener("input", () => {
      if (!this.closed) this.tell("");
      this.#fit();
      if (!this.about) this.store.set("draft", this.$text.value);
      if (this.$text.value) this.on.typing();
    });
    this.$text.addEventListener("paste", (event) => this.#take(event.clipboardData.files, event));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => this.#take(event.dataTransfer.files, event));
    this.$attach.addEventListener("click", () => this.$picker.click());
    this.$picker.addEventListener("change", () => {
      this.#take(this.$picker.files);
      this.$picker.value = "";
    });
    this.$about.lastElementChild.addEventListener("click", () => this.#clear());
  }

  #send() {
    const text = this.$text.value.trim();
    const ready = this.files.filter((one) => one.media);
    const uploading = this.files.length > ready.length;
    if (this.closed || uploading || this.#over() > 0 || !(text || ready.length)) return;
    this.on.send({ text, files: ready.map((one) => one.media), about: this.about });
    this.#clear();
    this.focus();
  }

  #clear() {
    Object.assign(this, { files: [], about: null });
    this.$text.value = "";
    this.$about.hidden = true;
    this.store.set("draft", "");
    this.tell("");
    this.#drawFiles();
  }

  #over() {
    return [...this.$text.value.trim()].length - this.settings.max_text;
  }

  #fit() {
    this.$text.style.height = "auto";
    this.$text.style.height = `${this.$text.scrollHeight}px`;
    const over = this.#over();
    if (over > -200) this.tell(over > 0 ? this.word("over", { n: over }) : this.word("left", { n: -over }));
    const uploading = this.files.some((one) => !one.media);
    this.$send.disabled = this.closed || uploading || over > 0 || !(this.$text.value.trim() || this.files.length);
  }

  #take(list, event) {
    if (!list?.length || this.closed || !this.settings.max_upload) return;
    event?.preventDefault();
    for (const file of list) {
      if (this.files.length >= this.settings.max_files) return this.tell(this.word("too_many", { n: this.settings.max_files }));
      if (file.size > this.settings.max_upload) this.tell(this.#words("too_big"));
      else this.#upload({ file, media: null });
    }
  }

  async #upload(one) {
    this.files.push(one);
    this.#drawFiles();
    try {
      one.media = await this.server.upload(one.file);
    } catch (error) {
      this.#forget(one);
      this.tell(this.#words(error.code || "offline"));
    }
    this.#drawFiles();
  }

  #forget(one) {
    this.files = this.files.filter((other) => other !== one);
    this.#drawFiles();
  }

  #words(code) {
    return this.word(code, { size: this.on.size(this.settings.max_upload) });
  }

  #drawFiles() {
    this.$files.hidden = !this.files.length;
    this.$files.replaceChildren(
      ...this.files.map((one) =>
        el(
          "li",
          { className: one.media ? "" : "busy" },
          el("span", { dir: "auto" }, one.file.name),
          el("small", {}, one.media ? this.on.size(one.file.size) : this.word("uploading")),
          el("button", { type: "button", className: "quiet", "aria-label": `${this.word("discard")}: ${one.file.name}`, onclick: () => this.#forget(one) }, "×"),
        ),
      ),
    );
    this.#fit();
  }
}
