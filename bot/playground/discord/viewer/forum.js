// A forum channel: its posts, newest talk first, by tag; and a new post.

import { el, icon, nameOf, redraw } from "./dom.js";
import { plain } from "./marks.js";
import { address } from "./server.js";
import { ago } from "./times.js";

let chosen = ""; // the tag that posts must have

// `post(forum)` begins a new post.
export function drawForum(place, forum, post) {
  const tags = new Map(forum.tags.map((tag) => [tag.id, tag]));
  const posts = forum.posts.filter((one) => !tags.has(chosen) || one.tags.includes(chosen));
  const again = () => drawForum(place, forum, post);
  const begin = el("button.button.primary.new-post", { type: "button", onclick: () => post(forum) }, icon("plus"));
  begin.append("New post");
  const filters = el(
    "div.tag-filters",
    {},
    forum.tags.map((tag) => filter(tag, again)),
  );
  const none = el("p.empty", {}, forum.posts.length ? "No post has this tag." : "There are no posts here yet.");
  const rows = posts.length ? posts.map((one) => row(one, tags)) : none;
  redraw(place, el("div.forum", {}, el("div.forum-top", {}, filters, begin), rows));
}

function filter(tag, again) {
  const toggle = () => {
    chosen = chosen === tag.id ? "" : tag.id;
    again();
  };
  const pressed = String(chosen === tag.id);
  const attributes = { type: "button", "aria-pressed": pressed, "data-tag": tag.id, onclick: toggle };
  return el("button.tag-filter", attributes, tagWords(tag));
}

const tagWords = (tag) => [
  tag.emoji && el("span.emoji", { "aria-hidden": "true" }, tag.emoji),
  el("span", { dir: "auto" }, tag.name),
];

function row(one, tags) {
  const worn = one.tags.map((id) => tags.get(id)).filter(Boolean);
  const first = one.first;
  const said = first ? plain(first.content) || cardWords(first.components) : "";
  return el(
    "a.post",
    { href: address(one.id), "data-channel": one.id, class: one.archived ? "post archived" : "post" },
    worn.length
      ? el(
          "span.post-tags",
          {},
          worn.map((tag) => el("span.post-tag", {}, tagWords(tag))),
        )
      : null,
    el("b.post-title", { dir: "auto" }, one.name),
    first &&
      el("span.post-said", { dir: "auto" }, el("span.quiet", {}, `${nameOf(first.author)}: `), said.slice(0, 240)),
    el(
      "span.post-foot",
      {},
      `${one.count} ${one.count === 1 ? "message" : "messages"} · `,
      ago(one.at),
      one.archived ? " · closed" : null,
    ),
  );
}

// The words on a card, without its buttons.
function cardWords(list) {
  const inside = (one) =>
    one.type === 10
      ? plain(one.content)
      : [one.components, one.accessory && [one.accessory]].flat().filter(Boolean).map(inside).join(" ");
  return (list ?? []).map(inside).join(" ").trim();
}
