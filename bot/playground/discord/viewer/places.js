// The side: servers with their channels and posts, private conversations, and who one is.

import { $, avatar, el, icon, nameOf } from "./dom.js";
import { address } from "./server.js";

const SHOWN_POSTS = 12;
const KINDS = { text: "text", announcement: "announcement", forum: "forum", voice: "voice", thread: "thread", dm: "dm" };
const seen = new Map(); // channel -> the newest message that was looked at

export function look(channel, newest) {
  if (newest) seen.set(channel, newest);
}

export function drawPlaces(state, open) {
  state.guilds.flatMap((guild) => guild.channels).concat(state.dms).forEach((one) => seen.has(one.id) || seen.set(one.id, one.last ?? ""));
  $("#places").replaceChildren(...state.guilds.map((guild) => server(guild, open)), ...direct(state.dms, open));
  const names = state.people.map((one) => el("option", { value: one.username }, `${nameOf(one)} (${one.username})`));
  const who = $("#who");
  who.replaceChildren(...names);
  who.value = state.me.username;
  $("#me").replaceChildren(avatar({ id: state.me.id, name: nameOf(state.me) }));
}

function server(guild, open) {
  const inside = (parent) => guild.channels.filter((one) => one.kind !== "thread" && (one.parent ?? "") === parent);
  const threads = (parent) => guild.channels.filter((one) => one.kind === "thread" && one.parent === parent && !one.archived).slice(0, SHOWN_POSTS);
  const drawn = (one) => [place(one, open), threads(one.id).map((thread) => place(thread, open))];
  const category = (one) => el("section", {}, el("h3", { dir: "auto" }, one.name), el("ul", {}, inside(one.id).map(drawn)));
  const loose = inside("").filter((one) => one.kind !== "category");
  return el(
    "section.server",
    { "aria-label": guild.name },
    el("h2", { dir: "auto" }, guild.name),
    el("ul", {}, loose.map(drawn)),
    inside("").filter((one) => one.kind === "category").map(category),
  );
}

function direct(dms, open) {
  if (!dms.length) return [];
  return [el("section", {}, el("h3", {}, "Direct messages"), el("ul", {}, dms.map((one) => place(one, open))))];
}

function place(one, open) {
  const here = one.id === open;
  const fresh = !here && (one.last ?? "") !== seen.get(one.id) && Boolean(one.last);
  return el(
    `li.place.kind-${KINDS[one.kind] ?? "text"}${fresh ? ".fresh" : ""}`,
    {},
    el("a", { href: address(one.id), "data-channel": one.id, "aria-current": here ? "page" : null }, one.kind === "thread" ? null : icon(KINDS[one.kind] ?? "text"), el("span.place-name", { dir: "auto" }, one.name), fresh && el("span.unseen", {}, "unread")),
  );
}
