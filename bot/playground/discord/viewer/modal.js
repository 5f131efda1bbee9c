// A modal of an app: https://docs.discord.com/developers/components/reference#label, read 2026-11.
// Cancel loses what was typed, as it does in Discord.

import { $, el, icon } from "./dom.js";
import { select } from "./select.js";
import { words } from "./words.js";

// `send(values)` resolves to {problem} when it did not work; then the modal stays, with what was typed.
export function openModal(modal, { send, known, server, app }) {
  const fields = new Map(); // custom_id -> () => value
  const problem = el("p.problem", { role: "alert", hidden: true });
  const submit = el("button.button.primary", { type: "submit" }, "Submit");
  const parts = (modal.components ?? []).map((one) => part(one, { fields, known, server }));
  const form = el(
    "form",
    { method: "dialog", novalidate: true },
    el("div.modal-parts", {}, parts),
    problem,
    el("footer", {}, el("button.button.plain", { type: "button", onclick: () => dialog.close() }, "Cancel"), submit),
  );
  const dialog = el(
    "dialog.modal",
    { "aria-labelledby": "modal-title" },
    el(
      "header",
      {},
      el("h2", { id: "modal-title", dir: "auto" }, modal.title),
      el("button.tool", { type: "button", "aria-label": "Close", onclick: () => dialog.close() }, icon("close")),
    ),
    el("p.quiet", {}, `This form is sent to ${app}. Nobody else sees it before.`),
    form,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const answer = await send(Object.fromEntries([...fields].map(([id, value]) => [id, value()])));
    submit.disabled = false;
    if (!answer.problem) return dialog.close();
    problem.textContent = answer.problem;
    problem.hidden = false;
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const first = $("textarea, input, .select-button", form);
  first?.focus();
  if (first?.value) first.setSelectionRange(first.value.length, first.value.length);
}

function part(one, around) {
  if (one.type === 18) {
    const id = `field-${around.fields.size}`;
    const note = one.description && el("p.quiet", { id: `${id}-note`, dir: "auto" }, one.description);
    return el(
      "div.label",
      {},
      el("label", { for: id, dir: "auto" }, one.label, required(one.component)),
      note,
      field(one.component, id, around),
    );
  }
  if (one.type === 1) return one.components.map((child) => oldField(child, around));
  if (one.type === 10) return words(one.content, around.known);
  return el("p.unknown", {}, `A component of type ${one.type}, which this page cannot draw.`);
}

function oldField(one, around) {
  const id = `field-${around.fields.size}`;
  return el(
    "div.label",
    {},
    el("label", { for: id, dir: "auto" }, one.label ?? one.placeholder ?? "", required(one)),
    field(one, id, around),
  );
}

const required = (one) => (one.required === false ? null : el("span.required", { "aria-hidden": "true" }, "*"));

function field(one, id, { fields, server }) {
  if (one.type === 4) return textField(one, id, fields);
  if (one.type === 3 || (one.type >= 5 && one.type <= 8)) {
    let values = (one.options ?? []).filter((option) => option.default).map((option) => option.value);
    const made = select(one, (chosen) => (values = chosen), server);
    $(".select-button", made).id = id;
    fields.set(one.custom_id, () => values);
    return made;
  }
  return el("p.unknown", {}, `A field of type ${one.type}, which this page cannot draw.`);
}

function textField(one, id, fields) {
  const attributes = {
    id,
    name: one.custom_id,
    dir: "auto",
    value: one.value ?? "",
    placeholder: one.placeholder,
    minlength: one.min_length,
    maxlength: one.max_length ?? 4000,
    "aria-required": String(one.required !== false),
  };
  const input =
    one.style === 2 ? el("textarea", { rows: "5", ...attributes }) : el("input", { type: "text", ...attributes });
  const count = el("span.count", { "aria-hidden": "true" });
  const write = () => (count.textContent = `${[...input.value].length} / ${attributes.maxlength}`);
  input.addEventListener("input", write);
  write();
  fields.set(one.custom_id, () => input.value);
  return el("div.text-field", {}, input, one.style === 2 && count);
}
