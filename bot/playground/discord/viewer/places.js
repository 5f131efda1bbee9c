// The side: servers with their channels and posts, private conversations, and who one is.

import { $, avatar, el, icon, nameOf, redraw } from "./dom.js";
import { address } from "./server.js";

const SHOWN_POSTS = 12;
const looked = new Map(); // channel -> the newest message that was looked at

export function look(channel, newest) {
  if (newest) looked.set(channel, newest);
}

// What was there when the page was opened is not news; what comes later is, until one looks.
export function drawPlaces(state, open) {
  const all = state.guilds.flatMap((guild) => guild.channels).concat(state.dms);
  if (looked.size <= 1) all.forEach((one) => looked.set(one.id, one.last));
  redraw($("#places"), ...state.guilds.map((guild) => server(guild, open)), ...direct(state.dms, open));
  drawSelf(state);
}

// An open list of people stays open: it is drawn anew only when there is somebody new.
function drawSelf({ me, people }) {
  const who = $("#who");
  if (who.options.length !== people.length)
    who.replaceChildren(
      ...people.map((one) => el("option", { value: one.username }, `${nameOf(one)} (${one.username})`)),
    );
  who.value = me.username;
  $("#me").replaceChildren(avatar({ id: me.id, name: nameOf(me) }));
}

function server(guild, open) {
  const inside = (parent) => guild.channels.filter((one) => one.kind !== "thread" && (one.parent ?? "") === parent);
  const threads = (parent) =>
    guild.channels
      .filter((one) => one.kind === "thread" && one.parent === parent && !one.archived)
      .slice(0, SHOWN_POSTS);
  const drawn = (one) => [place(one, open), threads(one.id).map((thread) => place(thread, open))];
  const category = (one) =>
    el("section", {}, el("h3", { dir: "auto" }, one.name), el("ul", {}, inside(one.id).map(drawn)));
  const loose = inside("").filter((one) => one.kind !== "category");
  return el(
    "section.server",
    { "aria-label": guild.name },
    el("h2", { dir: "auto" }, guild.name),
    el("ul", {}, loose.map(drawn)),
    inside("")
      .filter((one) => one.kind === "category")
      .map(category),
  );
}

function direct(dms, open) {
  if (!dms.length) return [];
  return [
    el(
      "section",
      {},
      el("h3", {}, "Direct messages"),
      el(
        "ul",
        {},
        dms.map((one) => place(one, open)),
      ),
    ),
  ];
}

function place(one, open) {
  const here = one.id === open;
  const fresh = !here && Boolean(one.last) && one.last !== looked.get(one.id);
  const attributes = { href: address(one.id), "data-channel": one.id, "aria-current": here ? "page" : null };
  const name = el("span.place-name", { dir: "auto" }, one.name);
  const link = el("a", attributes, one.kind === "thread" ? null : icon(one.kind), name);
  if (fresh) link.append(el("span.unseen", {}, "unread"));
  return el(`li.place.kind-${one.kind}${fresh ? ".fresh" : ""}`, {}, link);
}
