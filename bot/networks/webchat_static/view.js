// Draws the messages. Everything becomes text nodes and elements; no markup is ever made from what somebody wrote.

const GROUP = 5 * 60_000; // what one side says within this time stands together
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}»”’]/g;

/** An element with properties and children; `aria-*`, `data-*` and the like are set as attributes. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key in element && !key.includes("-") && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export class View {
  /** `on` has what the buttons do: edit, remove, reply, like, again, discard; `file` gives the address of a file. */
  constructor(list, { language, word, on, file }) {
    Object.assign(this, { list, word, on, file, drawn: new Map() });
    this.clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
    this.near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.bytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    list.addEventListener("click", (click) => click.target.closest(".message")?.classList.toggle("tapped"));
  }

  /** Bring the list up to date; what did not change is left alone, so that nothing is read out twice. */
  draw(messages) {
    const keep = new Set();
    let before = null;
    messages.forEach((message, index) => {
      const after = messages[index + 1];
      if (!before || !sameDay(before.at, message.at)) this.#place(`day ${message.at}`, message.at, keep, () => this.#day(message.at));
      const first = !before || before.from !== message.from || message.at - before.at > GROUP || !sameDay(before.at, message.at);
      const last = !after || after.from !== message.from || after.at - message.at > GROUP || !sameDay(after.at, message.at);
      const quoted = message.to && messages.find((one) => one.id === message.to);
      const key = JSON.stringify([message, first, last, quoted?.text, quoted?.removed]);
      this.#place(message.id, key, keep, () => this.#message(message, { first, last, quoted }));
      before = message;
    });
    for (const [id, { node }] of this.drawn) {
      if (keep.has(id)) continue;
      node.remove();
      this.drawn.delete(id);
    }
  }

  size(bytes) {
    return bytes < 1e6 ? `${this.bytes.format(Math.max(1, Math.round(bytes / 1000)))} kB` : `${this.bytes.format(bytes / 1e6)} MB`;
  }

  #place(id, key, keep, make) {
    const old = this.drawn.get(id);
    const node = old?.key === key ? old.node : make();
    if (old && old.node !== node) old.node.replaceWith(node);
    const here = this.list.children[keep.size] || null;
    if (here !== node) this.list.insertBefore(node, here);
    keep.add(id);
    this.drawn.set(id, { key, node });
  }

  #day(at) {
    const days = Math.round((midnight(at) - midnight(Date.now())) / 86_400_000);
    return el("li", { className: "day" }, el("span", {}, days > -2 ? this.near.format(days, "day") : this.day.format(at)));
  }

  #message(message, { first, last, quoted }) {
    const { from, removed, hidden, edited, problem, waiting } = message;
    const gone = removed || hidden;
    const classes = ["message", from, first && "first", last && "last", gone && "gone", waiting && "waiting", problem && "refused", edited && "edited"];
    return el(
      "li",
      { className: classes.filter(Boolean).join(" "), "data-id": message.id },
      el("span", { className: "spoken" }, `${this.word(from === "us" ? "us" : "you")}, ${this.clock.format(message.at)}: `),
      el(
        "div",
        { className: "bubble" },
        quoted && !gone ? el("blockquote", { dir: "auto" }, quoted.removed ? this.word("removed") : quoted.text) : null,
        gone ? el("p", {}, this.word(removed ? "removed" : "hidden")) : null,
        !gone && message.text ? el("p", { dir: "auto" }, ...linked(message.text)) : null,
        ...(gone ? [] : message.media.map((media) => this.#media(media))),
        gone ? null : this.#reactions(message.reactions),
      ),
      this.#meta(message, gone),
      problem || gone || waiting ? null : el("div", { className: "actions" }, ...this.#actions(message)),
    );
  }

  #meta(message, gone) {
    const state = message.from === "us" ? "" : this.word(message.problem ? "failed" : message.waiting ? "sending" : "sent");
    const said = [this.clock.format(message.at), !gone && message.edited && this.word("edited"), !gone && state].filter(Boolean);
    const actions = message.problem ? this.#actions(message) : [];
    return el("div", { className: "meta" }, el("span", { className: "state" }, said.join(" · ")), ...actions);
  }

  #actions(message) {
    const button = (name, pressed) =>
      el("button", { type: "button", className: "link", "aria-pressed": pressed, onclick: () => this.on[name](message) }, this.word(name));
    if (message.problem) return [button("again"), button("discard")];
    if (message.from === "us") return [button("reply"), button("like", String(Boolean(message.reactions.them)))];
    return [message.text ? button("edit") : null, button("remove")].filter(Boolean);
  }

  #reactions(reactions) {
    const shown = Object.values(reactions).filter(Boolean);
    return shown.length ? el("span", { className: "reactions" }, ...shown.map((one) => el("span", {}, one))) : null;
  }

  #media({ kind, ref, name, size, alt }) {
    const icon = el("span", { className: "sheet", "aria-hidden": "true" }, name.split(".").pop().slice(0, 4));
    const about = el("span", { className: "name" }, el("b", { dir: "auto" }, name), el("small", {}, this.size(size)));
    const save = async () => {
      const address = await this.file(ref).catch(() => null);
      if (address) el("a", { href: address, download: name }).click();
      else about.lastChild.textContent = this.word("erased");
    };
    const label = this.word("download", { name });
    if (kind !== "image") return el("button", { type: "button", className: "file", "aria-label": label, onclick: save }, icon, about);
    const picture = el("img", { alt: alt || name });
    this.file(ref).then((address) => (picture.src = address), () => (picture.alt = this.word("erased")));
    return el("button", { type: "button", className: "picture", "aria-label": label, onclick: save }, picture);
  }
}

function linked(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index));
    parts.push(el("a", { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow ugc" }, match[0]));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function midnight(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

function sameDay(one, other) {
  return midnight(one) === midnight(other);
}
