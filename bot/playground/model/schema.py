"""What OpenAI asks of a strict schema: every key required, nothing besides. Read 2026-11 in its guide."""

from __future__ import annotations

from bot.playground.model.refusals import bad_schema

JsonObject = dict[str, object]


def refuse_open_schema(given: JsonObject) -> None:
    """Raise the refusal that a schema which is not strict enough gets; None of it matters unless `strict` is set."""
    name, schema = str(given.get("name", "")), given.get("schema")
    if not given.get("strict") or not isinstance(schema, dict):
        return
    properties, required = schema.get("properties"), schema.get("required")
    missing = set(properties if isinstance(properties, dict) else {}) - set(
        required if isinstance(required, list) else ()
    )
    if missing:
        why = "'required' is required to be supplied and to be an array including every key in properties."
        raise bad_schema(name, f"{why} Missing '{min(missing)}'.")
    if schema.get("additionalProperties") is not False:
        raise bad_schema(name, "'additionalProperties' is required to be supplied and to be false.")
