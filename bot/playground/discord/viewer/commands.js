// A slash command being given: a field for each option, with the app's own suggestions while one types.

import { $, el, icon, nameOf } from "./dom.js";
import { listbox } from "./pick.js";

const BOOLEAN = [
  { label: "True", value: true },
  { label: "False", value: false },
];
const NUMBERS = new Set([4, 10]);

export function commandForm(command, { server, send, cancel, complete }) {
  const fields = (command.options ?? []).map((option) => optionField(option, { server, suggest }));
  const problem = el("p.problem", { role: "alert", hidden: true });
  const go = el("button.button.primary", { type: "submit" }, "Send");
  const form = el(
    "form.command",
    { "aria-label": `/${command.name}` },
    el(
      "header",
      {},
      el("b", {}, `/${command.name}`),
      el("span.quiet", { dir: "auto" }, command.description),
      el(
        "button.tool",
        { type: "button", "aria-label": "No command", title: "No command", onclick: cancel },
        icon("close"),
      ),
    ),
    fields.length
      ? el(
          "div.options",
          {},
          fields.map((field) => field.node),
        )
      : null,
    problem,
    go,
  );

  function values() {
    return Object.fromEntries(
      fields.map((field) => [field.name, field.value()]).filter(([, value]) => value !== undefined),
    );
  }

  function suggest(option, typed) {
    return complete(option, values(), typed);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lacking = fields.find((field) => field.required && field.value() === undefined);
    if (lacking) return say(`${lacking.name} is needed.`, lacking);
    go.disabled = true;
    const answer = await send(values());
    go.disabled = false;
    if (answer.problem) say(answer.problem);
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && cancel());

  function say(words, field) {
    problem.hidden = false;
    problem.textContent = words;
    if (field) $("input", field.node).focus();
  }
  return form;
}

function optionField(option, { server, suggest }) {
  let picked; // what was chosen from the list, for as long as the field shows its name
  let asked = 0;
  let timer = 0;
  const id = `option-${option.name}`;
  const input = el("input", {
    id,
    type: "text",
    dir: "auto",
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "false",
    "aria-describedby": `${id}-note`,
    maxlength: option.max_length ?? 6000,
    inputmode: NUMBERS.has(option.type) ? "numeric" : null,
  });
  const list = listbox(option.name, (chosen) => {
    picked = chosen;
    input.value = chosen.label;
    list.hide();
  });

  async function look() {
    const typed = input.value;
    const given = fixed(option, server());
    if (given) return list.show(fitting(given, typed).slice(0, 25), input);
    if (!option.autocomplete) return;
    const mine = ++asked;
    const answer = await suggest(option.name, typed);
    if (mine !== asked || document.activeElement !== input) return;
    const offered = (answer.choices ?? []).map((one) => ({ label: one.name, value: one.value }));
    list.show(offered.length || !answer.problem ? offered : [{ label: answer.problem, value: typed }], input);
  }

  input.addEventListener("focus", look);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, option.autocomplete ? 120 : 0);
  });
  input.addEventListener("blur", () => list.hide());
  input.addEventListener("keydown", (event) => list.key(event));

  return {
    name: option.name,
    required: Boolean(option.required),
    node: el(
      "div.option-field",
      {},
      el(
        "label",
        { for: id },
        option.name,
        option.required ? el("span.required", { "aria-hidden": "true" }, "*") : null,
      ),
      input,
      list.node,
      el("span.quiet", { id: `${id}-note`, dir: "auto" }, option.description),
    ),
    value() {
      const typed = input.value.trim();
      if (!typed) return undefined;
      if (picked?.label === input.value) return picked.value;
      const exact = (fixed(option, server()) ?? []).find((one) => one.label.toLowerCase() === typed.toLowerCase());
      return exact ? exact.value : NUMBERS.has(option.type) ? Number(typed) : typed;
    },
  };
}

// What there is to choose from without asking the app.
function fixed(option, server) {
  if (option.choices?.length) return option.choices.map((one) => ({ label: one.name, value: one.value }));
  if (option.type === 5) return BOOLEAN;
  const kinds = { 6: ["members"], 7: ["channels"], 8: ["roles"], 9: ["members", "roles"] }[option.type];
  return kinds?.flatMap((kind) => server[kind] ?? []).map((one) => ({ label: one.name ?? nameOf(one), value: one.id }));
}

const fitting = (options, typed) =>
  options.filter((one) => one.label.toLowerCase().includes(typed.trim().toLowerCase()));
