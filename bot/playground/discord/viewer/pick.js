// A list to pick from, beside a field or a button: by arrows, Enter, mouse or touch.

import { el } from "./dom.js";

let numbers = 0;

// `options`: [{label, value, note, mark, aside, chosen}]. `chosen(option)` is told;
// who has the keyboard calls `key(event)`.
export function listbox(label, chosen, { many = false } = {}) {
  const id = `list-${++numbers}`;
  const node = el("ul.listbox", {
    id,
    role: "listbox",
    "aria-label": label,
    hidden: true,
    "aria-multiselectable": many || null,
  });
  const box = { id, node, options: [], at: -1, owner: null };

  box.show = (options, owner) => {
    box.options = options;
    box.owner = owner;
    node.replaceChildren(...options.map((option, number) => item(option, number)));
    node.hidden = options.length === 0;
    move(
      options.length
        ? Math.max(
            0,
            options.findIndex((option) => option.chosen),
          )
        : -1,
    );
    say();
    owner?.setAttribute("aria-controls", id);
  };
  box.hide = () => {
    node.hidden = true;
    box.at = -1;
    say();
    box.owner?.removeAttribute("aria-activedescendant");
  };
  box.key = (event) => {
    if (node.hidden) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) move((box.at + steps[event.key] + box.options.length) % box.options.length);
    else if ((event.key === "Enter" || event.key === "Tab") && box.at >= 0) take(box.at);
    else if (event.key === "Escape") box.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  // A field of several lines cannot be a combobox, and only a combobox is expanded.
  function say() {
    if (box.owner?.getAttribute("role") === "combobox") box.owner.setAttribute("aria-expanded", String(!node.hidden));
  }

  function item(option, number) {
    return el(
      "li.option",
      {
        id: `${id}-${number}`,
        role: "option",
        "aria-selected": String(Boolean(option.chosen)),
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => take(number),
      },
      many && el("span.tick", { "aria-hidden": "true" }),
      option.mark && el("span.option-mark", { "aria-hidden": "true" }, option.mark),
      el(
        "span.option-words",
        {},
        el("span.option-label", { dir: "auto" }, option.label),
        option.note && el("span.option-note", { dir: "auto" }, option.note),
      ),
      option.aside && el("span.option-aside", {}, option.aside),
    );
  }

  function move(to) {
    box.at = to;
    [...node.children].forEach((child, number) => child.classList.toggle("current", number === to));
    const current = node.children[to];
    current?.scrollIntoView({ block: "nearest" });
    if (current) box.owner?.setAttribute("aria-activedescendant", current.id);
  }

  function take(number) {
    const option = box.options[number];
    if (many) {
      option.chosen = !option.chosen;
      node.children[number].setAttribute("aria-selected", String(option.chosen));
    }
    chosen(option);
  }

  return box;
}
