// Draws message components: https://docs.discord.com/developers/components/reference, read 2026-11.

import { el, icon, isOurs, opens } from "./dom.js";
import { file, picture } from "./files.js";
import { select } from "./select.js";
import { words } from "./words.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };

// `around`: {press(custom_id), choose(custom_id, values), known, server, files}.
export function components(list, around) {
  return (list ?? []).map((one) => component(one, around));
}

function component(one, around) {
  const drawn = DRAWN[one.type];
  return drawn
    ? drawn(one, around)
    : el("p.unknown", {}, `A component of type ${one.type}, which this page cannot draw.`);
}

const selects = (one, around) => select(one, (values) => around.choose(one.custom_id, values), around.server);

const DRAWN = {
  1: (one, around) => el("div.row", {}, components(one.components, around)),
  2: button,
  3: selects,
  5: selects,
  6: selects,
  7: selects,
  8: selects,
  9: (one, around) =>
    el(
      "div.section",
      {},
      el("div.section-words", {}, components(one.components, around)),
      el("div.accessory", {}, component(one.accessory, around)),
    ),
  10: (one, around) => el("div.text", {}, words(one.content, around.known)),
  11: (one, around) => hideable(one, picture(resolved(one.media, around), one.description, "thumbnail")),
  12: (one, around) => gallery(one, around),
  13: (one, around) => hideable(one, file(fileOf(one, around))),
  14: (one) =>
    el("div.separator", {
      class: `separator space-${one.spacing ?? 1}${one.divider === false ? "" : " divider"}`,
      role: one.divider === false ? null : "separator",
    }),
  17: container,
};

function button(one, around) {
  const inside = [
    one.emoji && el("span.emoji", { "aria-hidden": "true" }, one.emoji.name),
    one.label && el("span", { dir: "auto" }, one.label),
  ];
  if (one.style === 5) {
    return el("a.button.link", { ...opens(one.url ?? ""), "aria-disabled": one.disabled || null }, inside, icon("out"));
  }
  const attributes = {
    type: "button",
    disabled: one.disabled,
    "data-custom-id": one.custom_id,
    "aria-label": one.label ? null : one.emoji?.name,
  };
  const made = el(`button.button.${STYLES[one.style] ?? "secondary"}`, attributes, inside);
  made.addEventListener("click", () => around.press(one.custom_id, made));
  return made;
}

function container(one, around) {
  const made = hideable(one, el("div.container", {}, components(one.components, around)));
  const color = one.accent_color;
  if (color !== undefined && color !== null) {
    made.classList.add("accented");
    made.style.setProperty("--accent-color", `#${color.toString(16).padStart(6, "0")}`);
  }
  return made;
}

function gallery(one, around) {
  const items = one.items.map((item) =>
    hideable(item, picture(resolved(item.media, around), item.description, "piece")),
  );
  return el("div.gallery", { class: `gallery of-${Math.min(items.length, 4)}` }, items);
}

function hideable(one, drawn) {
  if (!one.spoiler) return drawn;
  const cover = el("button.cover", { type: "button", onclick: () => cover.remove() }, "Spoiler");
  return el("div.covered", {}, drawn, cover);
}

// A file that came with the message is named attachment://name; the message's attachments say where it lies.
function resolved(media, around) {
  const url = media?.url ?? "";
  const found = url.startsWith("attachment://") && (around.files ?? []).find((one) => one.filename === url.slice(13));
  return found ? found.url : isOurs(media?.proxy_url) ? media.proxy_url : url;
}

function fileOf(one, around) {
  const url = resolved(one.file, around);
  const known = (around.files ?? []).find((each) => each.url === url);
  return known ?? { url, filename: one.name ?? url.split("/").at(-1), size: one.size };
}
