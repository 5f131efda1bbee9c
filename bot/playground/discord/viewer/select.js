// A select menu as a button with a list below it; with several values, they are sent when the list is closed.

import { el, icon, nameOf } from "./dom.js";
import { listbox } from "./pick.js";

const FROM_SERVER = { 5: ["members"], 6: ["roles"], 7: ["members", "roles"], 8: ["channels"] };

// `tell(values)` hears what was chosen. `server` lists who and what a select of people, roles or channels offers.
export function select(component, tell, server = {}) {
  const options = optionsOf(component, server);
  const least = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  const many = most > 1;
  const label = component.placeholder || "Make a selection";
  const shown = el("span.select-value");
  const button = el(
    "button.select-button",
    {
      type: "button",
      disabled: component.disabled,
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": label,
      "data-custom-id": component.custom_id,
    },
    shown,
    icon("down"),
  );
  const list = listbox(label, (option) => (many ? paint() : take(option)), { many });
  const node = el("div.select", {}, button, list.node);
  const chosen = () => options.filter((option) => option.chosen);

  function paint() {
    const names = chosen().map((option) => option.label);
    shown.textContent = names.length ? names.join(", ") : label;
    shown.classList.toggle("placeholder", !names.length);
  }

  function take(option) {
    options.forEach((one) => (one.chosen = one === option));
    close({ send: true });
  }

  function close({ send }) {
    const open = !list.node.hidden;
    list.hide();
    paint();
    const count = chosen().length;
    if (send && open && count >= least && count <= most) tell(chosen().map((option) => option.value));
  }

  button.addEventListener("click", () => (list.node.hidden ? list.show(options, button) : close({ send: many })));
  button.addEventListener("keydown", (event) => {
    if (!list.node.hidden && many && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close({ send: true });
    } else if (!list.key(event) && list.node.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      list.show(options, button);
    }
  });
  button.addEventListener("blur", () => close({ send: many }));
  list.node.addEventListener("click", () => many || button.focus());
  paint();
  return node;
}

function optionsOf(component, server) {
  if (component.options)
    return component.options.map((one) => ({
      label: one.label,
      value: one.value,
      note: one.description,
      mark: one.emoji?.name,
      chosen: one.default,
    }));
  const given = new Set((component.default_values ?? []).map((one) => one.id));
  return (FROM_SERVER[component.type] ?? [])
    .flatMap((kind) => server[kind] ?? [])
    .map((one) => ({ label: one.name ?? nameOf(one), value: one.id, chosen: given.has(one.id) }));
}
