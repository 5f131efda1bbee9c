// A small menu at a message: the apps' own entries, answering, a reaction, copying, and one's own words again.

import { el, icon } from "./dom.js";

// `groups`: lists of {label, short, icon, aside, danger, take()}; entries with a short form stand in a row.
export function openMenu(anchor, groups) {
  const before = document.activeElement;
  const item = (entry) =>
    el(
      `button.menu-item${entry.danger ? ".danger" : ""}`,
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        "aria-label": entry.short ? entry.label : null,
        onclick: () => (close(), entry.take()),
      },
      el("span", { dir: "auto" }, entry.short ?? entry.label),
      entry.aside && el("span.quiet", {}, entry.aside),
      entry.icon && icon(entry.icon),
    );
  const drawn = (group) => el(`div.menu-group${group[0].short ? ".in-a-row" : ""}`, { role: "group" }, group.map(item));
  const menu = el(
    "div.menu",
    { role: "menu", popover: "manual", "aria-label": "Message" },
    groups.filter((group) => group.length).map(drawn),
  );
  const items = () => [...menu.querySelectorAll("[role=menuitem]")];
  // By hand: a popover that closes by itself would close as the right button is let go.
  const outside = (event) => menu.contains(event.target) || close();
  const close = () => {
    if (!menu.isConnected) return;
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    before?.focus?.({ preventScroll: true });
  };

  menu.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[
      event.key
    ];
    if (event.key === "Escape") event.stopPropagation();
    if (event.key === "Tab" || event.key === "Escape") return close();
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length).focus();
  });
  document.body.append(menu);
  menu.showPopover();
  document.addEventListener("pointerdown", outside, true);
  place(menu, anchor);
  items()[0]?.focus();
}

// `anchor` is an element, or the point {x, y} where the mouse was.
function place(menu, anchor) {
  const point = anchor instanceof Element ? null : anchor;
  const at = point ? { right: point.x, top: point.y, bottom: point.y } : anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.right - (point ? 0 : width)), innerWidth - width - 8);
  const below = at.bottom + 4 + height < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}
