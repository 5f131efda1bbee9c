// Starts the page: what the simulated Discord tells is drawn, where the person goes is shown.

import { composer } from "./composer.js";
import { doing, writing } from "./deeds.js";
import { $, el } from "./dom.js";
import { drawForum } from "./forum.js";
import { plain } from "./marks.js";
import { drawPlaces, look } from "./places.js";
import { newPost } from "./post.js";
import { everyChannel, known, mentions, seen, serverNow } from "./seen.js";
import { address, follow, openChannel } from "./server.js";
import { drawMessages, forget, keepEnd } from "./talk.js";
import { startTheme } from "./theme.js";
import { keepTime } from "./times.js";

const field = composer($("#write"), writing);
const deeds = doing(field.answer);

function draw() {
  const { state, talk } = seen;
  if (!state || !talk) return;
  const { channel } = talk;
  look(channel.id, everyChannel().find((one) => one.id === channel.id)?.last ?? "");
  drawPlaces(state, channel.id);
  head(channel);
  const forum = channel.kind === "forum";
  $("#write").hidden = forum;
  $("#forum").hidden = !forum;
  $("#messages").hidden = forum;
  if (forum) drawForum($("#forum"), channel, (opened) => newPost(opened, go));
  else drawMessages(talk.messages, { known, server: serverNow(), doing: deeds, mentions });
  field.show(serverNow(), channel);
  document.title = `${channel.kind === "dm" ? "@" : "#"}${channel.name} · ${state.me.username} · Simulated Discord`;
  document.body.dataset.awake = "";
}

function head({ name, parent, tag_names, topic }) {
  const way = parent && [
    el("a.quiet", { href: address(parent.id), "data-channel": parent.id, dir: "auto" }, parent.name),
    el("span.quiet", { "aria-hidden": "true" }, "›"),
  ];
  $("#where").replaceChildren(...(way ?? []), el("b", { dir: "auto" }, name));
  const tags = (tag_names ?? []).map((tag) => el("span.post-tag", { dir: "auto" }, tag));
  $("#about").replaceChildren(...tags, topic ? el("span", { dir: "auto", title: topic }, plain(topic)) : "");
}

function go(channel) {
  if (channel !== openChannel()) history.pushState({}, "", address(channel));
  document.body.classList.remove("side-open");
  $("#side-button").setAttribute("aria-expanded", "false");
  open();
}

function open() {
  seen.talk = null;
  forget();
  follow(openChannel(), {
    places: (told) => ((seen.state = told), draw()),
    talk: (told) => ((seen.talk = told), draw()),
    away: (gone) => ($("#away").hidden = !gone),
  });
}

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-channel]");
    if (!link || event.ctrlKey || event.metaKey || event.button) return;
    event.preventDefault();
    go(link.dataset.channel);
  });
  document.addEventListener("contextmenu", (event) => {
    const node = event.target.closest?.(".message:not(.ephemeral):not(.notice)");
    const message = node && seen.talk?.messages.find((one) => one.id === node.dataset.id);
    if (!message || getSelection().toString()) return;
    event.preventDefault();
    deeds.menu(message, { x: event.clientX, y: event.clientY });
  });
  addEventListener("popstate", open);
  $("#who").addEventListener("change", (event) => (location.href = address(openChannel(), event.target.value)));
  $("#side-button").addEventListener("click", (event) =>
    event.currentTarget.setAttribute("aria-expanded", String(document.body.classList.toggle("side-open"))),
  );
  $("#shade").addEventListener("click", () => $("#side-button").click());
}

startTheme($("#theme"));
keepTime();
keepEnd();
listen();
open();
