// Draws one message, as Discord's API describes it.

import { $, avatar, el, icon, nameOf } from "./dom.js";
import { components } from "./components.js";
import { embeds } from "./embeds.js";
import { attachments } from "./files.js";
import { plain } from "./marks.js";
import { longMoment, shortMoment } from "./times.js";
import { words } from "./words.js";

const V2 = 1 << 15;
const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const NOTICES = {
  1: "added somebody to the thread",
  4: "changed the name of this place",
  6: "pinned a message",
  7: "joined the server",
  18: "opened a thread",
};

// `doing`: what deeds.js offers. `follows`: the message before is by the same author, so no head is needed.
export function messageElement(message, { known, server, doing, follows = false, mentioned = false }) {
  const made = el("article.message", {
    id: `m${message.id}`,
    tabindex: "-1",
    "data-id": message.id,
    "aria-label": `${nameOf(message.author)}, ${shortMoment(message.timestamp)}`,
  });
  const ephemeral = Boolean(message.flags & EPHEMERAL);
  made.classList.toggle("ephemeral", ephemeral);
  made.classList.toggle("mentioned", mentioned);
  const notice = NOTICES[message.type];
  if (notice) {
    made.classList.add("notice");
    made.append(
      icon("thread"),
      el(
        "p",
        {},
        el("b", { dir: "auto" }, nameOf(message.author)),
        ` ${notice} `,
        el("b", { dir: "auto" }, message.content ?? ""),
        " ",
        moment(message),
      ),
    );
    return made;
  }
  const first = !follows || message.referenced_message || message.interaction_metadata;
  made.classList.toggle("follows", !first);
  if (first)
    made.append(
      ...[above(message), avatar({ id: message.author.id, name: nameOf(message.author) }), head(message)].filter(
        Boolean,
      ),
    );
  else
    made.append(
      el(
        "time.side",
        { datetime: message.timestamp, "aria-hidden": "true" },
        shortMoment(message.timestamp).replace(/^.*, /, ""),
      ),
    );
  made.append(body(message, { known, server, doing }));
  if (ephemeral) made.append(onlyYou(message, doing));
  else
    made.append(
      el(
        "div.tools",
        {},
        tool("more", "More", (event) => doing.menu(message, event.currentTarget)),
      ),
    );
  return made;
}

function head(message) {
  const name = el("span.author", { dir: "auto" }, nameOf(message.author));
  if (message.author.color) name.style.setProperty("--role", message.author.color);
  return el("header.head", {}, name, message.author.bot && el("span.tag", {}, "App"), moment(message));
}

function moment(message) {
  return el(
    "time",
    { datetime: message.timestamp, title: longMoment(message.timestamp) },
    shortMoment(message.timestamp),
  );
}

// What this message answers: another message, or a command that somebody gave.
function above(message) {
  const asked = message.interaction_metadata;
  if (asked && asked.name) {
    return el(
      "p.above",
      {},
      avatar({ id: asked.user?.id, name: nameOf(asked.user) }),
      el("b", { dir: "auto" }, nameOf(asked.user)),
      " used ",
      el("span.mention", {}, `/${asked.name}`),
    );
  }
  if (message.type !== 19) return null;
  const other = message.referenced_message;
  if (!other) return el("p.above", {}, icon("reply"), "The message that this answers was deleted");
  const said =
    plain(other.content).slice(0, 160) || (other.components?.length ? "Look at the card" : "Look at the attachment");
  return el(
    "a.above",
    { href: `#m${other.id}` },
    avatar({ id: other.author.id, name: nameOf(other.author) }),
    el("b", { dir: "auto" }, nameOf(other.author)),
    " ",
    el("span.said", { dir: "auto" }, said),
  );
}

function body(message, { known, server, doing }) {
  const around = {
    known,
    server,
    files: message.attachments,
    press: (id, button) => doing.press(message, id, button),
    choose: (id, values) => doing.choose(message, id, values),
  };
  if (message.flags & LOADING && !message.content && !message.components?.length)
    return el(
      "div.body",
      {},
      el("p.thinking", { role: "status" }, el("i"), el("i"), el("i"), `${nameOf(message.author)} is thinking…`),
    );
  const drawn = components(message.components, around);
  const edited =
    message.edited_timestamp && el("span.edited", { title: longMoment(message.edited_timestamp) }, "(edited)");
  if (message.flags & V2) return el("div.body", {}, el("div.components", {}, drawn), edited, reactions(message, doing));
  const text = message.content ? words(message.content, known) : null;
  if (text && edited) ($(":scope > p.line:last-child", text) ?? text).append(" ", edited);
  const more = [stickers(message), attachments(message.attachments), embeds(message.embeds, known)];
  return el(
    "div.body",
    {},
    text,
    more,
    !text && edited,
    drawn.length ? el("div.components", {}, drawn) : null,
    thread(message),
    reactions(message, doing),
  );
}

function stickers(message) {
  return (message.sticker_items ?? []).map((one) => el("p.sticker", {}, icon("file"), `Sticker: ${one.name}`));
}

function thread(message) {
  const opened = message.thread;
  return opened
    ? el(
        "a.thread-link",
        { href: `?channel=${opened.id}`, "data-channel": opened.id },
        icon("thread"),
        el("b", { dir: "auto" }, opened.name),
        ` ${opened.message_count ?? 0} messages`,
      )
    : null;
}

function reactions(message, doing) {
  if (!message.reactions?.length) return null;
  const drawn = ({ emoji, count, me }) =>
    el(
      "button.reaction",
      {
        type: "button",
        "aria-pressed": String(Boolean(me)),
        "aria-label": `${emoji.name}, ${count}`,
        onclick: () => doing.react(message, emoji.name, Boolean(me)),
      },
      el("span", {}, emoji.name),
      el("span", {}, String(count)),
    );
  return el("div.reactions", {}, message.reactions.map(drawn));
}

function onlyYou(message, doing) {
  return el(
    "footer.only-you",
    {},
    icon("eye"),
    "Only you can see this · ",
    el("button.plain", { type: "button", onclick: () => doing.dismiss(message) }, "Dismiss message"),
  );
}

export function tool(name, label, clicked) {
  return el("button.tool", { type: "button", "aria-label": label, title: label, onclick: clicked }, icon(name));
}
