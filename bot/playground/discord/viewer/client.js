// Starts the page: what the simulated Discord tells is drawn, what the person does is told to it.

import { $, el, nameOf } from "./dom.js";
import { composer } from "./composer.js";
import { drawForum } from "./forum.js";
import { openMenu } from "./menu.js";
import { openModal } from "./modal.js";
import { newPost } from "./post.js";
import { drawPlaces, look } from "./places.js";
import { act, address, follow, openChannel } from "./server.js";
import { drawMessages, forget, keepEnd } from "./talk.js";
import { startTheme } from "./theme.js";
import { keepTime } from "./times.js";
import { plain } from "./marks.js";

const REACTIONS = ["👍", "❤️", "😄", "✅"];
let state = null; // places: who one is, servers, people, commands
let talk = null; // the open channel

const writing = composer($("#write"), {
  say: (text, reply_to) => act("say", { channel: openChannel(), text, reply_to }),
  command: async (command, options) => settled(await act("command", { channel: openChannel(), command: command.name, app: command.app_id, options })),
  complete: (command, option, options, typed) => act("complete", { channel: openChannel(), command: command.name, app: command.app_id, option, options, typed }),
});

const doing = {
  async press(message, custom_id, button) {
    button?.setAttribute("aria-busy", "true");
    const answer = settled(await act("press", { message: message.id, custom_id }));
    button?.removeAttribute("aria-busy");
    complain(answer);
  },
  async choose(message, custom_id, values) {
    complain(settled(await act("choose", { message: message.id, custom_id, values })));
  },
  dismiss: (message) => act("dismiss", { message: message.id }),
  react: async (message, emoji, mine) => complain(await act(mine ? "unreact" : "react", { message: message.id, emoji })),
  menu: (message, anchor) => openMenu(anchor, entries(message)),
};

function entries(message) {
  const apps = (state?.menus ?? []).map((one) => ({ label: one.name, aside: one.app, take: async () => complain(settled(await act("menu", { message: message.id, command: one.name, app: one.app_id }))) }));
  const usual = [{ label: "Answer", icon: "reply", take: () => writing.answer(message) }];
  if (message.content) usual.push({ label: "Copy the text", take: () => navigator.clipboard.writeText(message.content) });
  const own = message.author.id === state?.me.id ? [{ label: "Edit", take: () => editOwn(message) }, { label: "Delete", danger: true, take: () => act("remove", { message: message.id }) }] : [];
  return [apps, REACTIONS.map((emoji) => ({ label: `React with ${emoji}`, short: emoji, take: () => doing.react(message, emoji, false) })), usual, own];
}

function editOwn(message) {
  const field = { type: 4, custom_id: "text", style: 2, value: message.content, max_length: 2000 };
  openModal({ title: "Edit your message", components: [{ type: 18, label: "Text", component: field }] }, { app: "the simulated Discord", server: serverNow(), known, send: ({ text }) => act("edit", { message: message.id, text }) });
}

// An answer that brings a modal opens it; what is typed there goes back as the answer to that interaction.
function settled(answer) {
  if (answer.modal) openModal(answer.modal, { app: answer.app, server: serverNow(), known, send: async (values) => settled(await act("submit", { interaction: answer.interaction, values })) });
  return answer;
}

function complain(answer) {
  const words = $("#toast");
  words.textContent = answer.problem ?? "";
  words.hidden = !answer.problem;
  if (answer.problem) setTimeout(() => (words.hidden = true), 8000);
}

const guildHere = () => state?.guilds.find((guild) => guild.channels.some((one) => one.id === openChannel()));
const serverNow = () => ({ ...guildHere(), commands: state?.commands ?? [] });

const known = {
  person: (id) => {
    const found = [...(guildHere()?.members ?? []), ...(state?.people ?? [])].find((one) => one.id === id);
    return found && { name: nameOf(found) };
  },
  role: (id) => guildHere()?.roles.find((one) => one.id === id),
  channel: (id) => state?.guilds.flatMap((guild) => guild.channels).find((one) => one.id === id),
};

function mentions(message) {
  return message.mention_everyone || (message.mentions ?? []).some((one) => one.id === state?.me.id) || (message.mention_roles ?? []).some((id) => state?.me.roles.includes(id));
}

function draw() {
  if (!state || !talk) return;
  const { channel } = talk;
  look(channel.id, state.guilds.flatMap((guild) => guild.channels).concat(state.dms).find((one) => one.id === channel.id)?.last ?? "");
  drawPlaces(state, channel.id);
  head(channel);
  const forum = channel.kind === "forum";
  $("#write").hidden = forum;
  $("#forum").hidden = !forum;
  $("#messages").hidden = forum;
  if (forum) $("#forum").replaceChildren(drawForum(channel, { post: (one) => newPost(one, go), again: draw }));
  else drawMessages(talk.messages, { known, server: serverNow(), doing, mentions });
  writing.show(serverNow(), channel);
  document.title = `${channel.kind === "dm" ? "@" : "#"}${channel.name} · ${state.me.username} · Simulated Discord`;
  document.body.dataset.awake = "";
}

function head(channel) {
  const parent = channel.parent && el("a.quiet", { href: address(channel.parent.id), "data-channel": channel.parent.id, dir: "auto" }, channel.parent.name);
  const tags = (channel.tag_names ?? []).map((name) => el("span.post-tag", { dir: "auto" }, name));
  $("#where").replaceChildren(...[parent, parent && el("span.quiet", { "aria-hidden": "true" }, "›"), el("b", { dir: "auto" }, channel.name)].filter(Boolean));
  $("#about").replaceChildren(...tags, channel.topic ? el("span", { dir: "auto", title: channel.topic }, plain(channel.topic)) : "");
}

function go(channel) {
  if (channel !== openChannel()) history.pushState({}, "", address(channel));
  document.body.classList.remove("side-open");
  $("#side-button").setAttribute("aria-expanded", "false");
  open();
}

function open() {
  talk = null;
  forget();
  follow(openChannel(), {
    places: (told) => ((state = told), draw()),
    talk: (told) => ((talk = told), draw()),
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
    const message = node && talk?.messages.find((one) => one.id === node.dataset.id);
    if (!message || getSelection().toString()) return;
    event.preventDefault();
    doing.menu(message, { x: event.clientX, bottom: event.clientY, top: event.clientY, right: event.clientX });
  });
  addEventListener("popstate", open);
  $("#who").addEventListener("change", (event) => (location.href = address(openChannel(), event.target.value)));
  $("#side-button").addEventListener("click", (event) => event.currentTarget.setAttribute("aria-expanded", String(document.body.classList.toggle("side-open"))));
  $("#shade").addEventListener("click", () => $("#side-button").click());
}

startTheme($("#theme"));
keepTime();
keepEnd();
listen();
open();
