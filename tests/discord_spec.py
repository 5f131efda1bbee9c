"""Holds every REST call that the simulated Discord sees against Discord's published description, where that is at hand.

The description lies beside the project, not in it; without it nothing is held against anything, and the tests that ask
for it are skipped and say so. What discord.py 2.7.1 is known to do differently is subtracted first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.playground.discord.calls import Call
from tests.tree import ROOT

FILE = ROOT.parent / "shared" / "specs" / "discord.openapi.json"
ADDRESS = "urn:discord"
# Ids that discord.py writes as numbers where Discord's description wants digits in quotes.
NUMBERS_FOR_IDS = frozenset(
    {
        "id",
        "message_id",
        "channel_id",
        "guild_id",
        "recipient_id",
        "parent_id",
        "users",
        "roles",
        "sticker_ids",
        "messages",
    }
)
# Sent where the description has no place for it: everywhere, or inside what has this name.
UNDESCRIBED = {"tts", "nsfw"}
UNDESCRIBED_INSIDE = {
    "embeds": {"flags"},
    "attachments": {"content_type", "proxy_url", "url", "size", "spoiler", "width", "height", "flags", "ephemeral"},
}
# The same in the query; the first of these the description has in the body.
UNDESCRIBED_QUERY = {"delete_message_seconds", "use_nested_fields"}
BODY_MAY_BE_MISSING = {"PUT /guilds/{guild_id}/bans/{user_id}", "DELETE /guilds/{guild_id}/bans/{user_id}"}
FLAGS = {"1": True, "0": False, "true": True, "false": False}


def described() -> bool:
    """Whether the description is at hand."""
    return FILE.exists()


needs_description = pytest.mark.skipif(not described(), reason=f"{FILE.name} is not beside this copy of the project")


@cache
def _description() -> dict[str, Any]:
    description: dict[str, Any] = json.loads(FILE.read_text())
    return description


@cache
def _strict() -> dict[str, Any]:
    """The same, where what an object has besides what is described counts as a mistake."""
    description: dict[str, Any] = json.loads(FILE.read_text())
    for schema in description["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return description


@cache
def _validator(pointer: str, *, strict: bool) -> Draft202012Validator:
    contents = _strict() if strict else _description()
    resource = Resource.from_contents(contents, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(ADDRESS, resource)
    return Draft202012Validator({"$ref": f"{ADDRESS}#{pointer}"}, registry=registry)


def describes(route: str) -> bool:
    """Whether the description knows a route, given as method and path."""
    method, _, path = route.partition(" ")
    return method.lower() in _description()["paths"].get(_described_path(path), {})


def problems_of(call: Call) -> list[str]:
    """What is wrong with a call by Discord's description; each as a sentence."""
    if not describes(call.route):
        return [f"{call.route} is not in the description"]
    path = _described_path(call.route.partition(" ")[2])
    operation = _description()["paths"][path][call.method.lower()]
    place = f"/paths/{path.replace('/', '~1')}/{call.method.lower()}"
    found = [*_query_problems(call, operation, place), *_body_problems(call, operation, place)]
    return [f"{call.route}: {problem}" for problem in found]


def problems_of_answer(call: Call, answer: object) -> list[str]:
    """What is wrong with the answer that the simulated Discord gave, by the same description."""
    path = _described_path(call.route.partition(" ")[2])
    operation = _description()["paths"].get(path, {}).get(call.method.lower(), {})
    status = next((code for code in ("200", "201") if code in operation.get("responses", {})), "")
    if answer is None or not status:
        return []
    place = (
        f"/paths/{path.replace('/', '~1')}/{call.method.lower()}/responses/{status}/content/application~1json/schema"
    )
    errors = _validator(place, strict=False).iter_errors(answer)
    return [f"{call.route} answered wrongly: at {error.json_path}: {_said(error)}" for error in errors]


def _said(error: ValidationError) -> str:
    while error.context:
        error = _meant(error.context)
    return f"{error.json_path} {error.message[:300]}"


def _meant(errors: list[ValidationError]) -> ValidationError:
    """Of the alternatives that all failed, what is wrong with the one whose `type` was meant."""
    branches: dict[object, list[ValidationError]] = {}
    for error in errors:
        branches.setdefault(error.schema_path[0], []).append(error)
    return min(branches.values(), key=lambda branch: any(_is_type(error) for error in branch))[0]


def _is_type(error: ValidationError) -> bool:
    return (bool(error.path) and error.path[-1] == "type") or (not error.path and error.validator == "type")


@cache
def _described_path(path: str) -> str:
    """The same path as the description writes it: only the names in the braces may differ."""
    wanted = _shape(path)
    return next((known for known in _description()["paths"] if _shape(known) == wanted), path)


def _shape(path: str) -> tuple[str, ...]:
    return tuple("{}" if part.startswith("{") else part for part in path.split("/"))


def _query_problems(call: Call, operation: Mapping[str, Any], place: str) -> Iterator[str]:
    known = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
    for name, text in call.query.items():
        if name in UNDESCRIBED_QUERY and name not in known:
            continue
        if name not in known:
            yield f"the query has {name}={text}, which is not described"
            continue
        pointer = f"{place}/parameters/{[one['name'] for one in operation['parameters']].index(name)}/schema"
        for error in _validator(pointer, strict=True).iter_errors(_from_query(text, known[name])):
            yield f"the query has {name}={text}: {error.message}"


def _from_query(text: str, schema: Mapping[str, Any]) -> object:
    kinds = schema.get("type", ())
    if "boolean" in kinds:
        return FLAGS.get(text, text)
    return int(text) if "integer" in kinds and text.isdigit() else text


def _body_problems(call: Call, operation: Mapping[str, Any], place: str) -> Iterator[str]:
    described = operation.get("requestBody", {}).get("content", {})
    if call.body is None:
        if operation.get("requestBody", {}).get("required") and call.route not in BODY_MAY_BE_MISSING:
            yield "the body is missing"
        return
    if "application/json" not in described:
        yield "it has a body, and none is described"
        return
    validator = _validator(f"{place}/requestBody/content/application~1json/schema", strict=True)
    body = _subtracted(call.body)
    if call.route == "POST /channels/{channel_id}/threads" and "message" in body:
        body.pop("type", None)  # it says that a post of a forum is a public thread, which goes without saying
    for error in validator.iter_errors(body):
        yield f"at {error.json_path}: {_said(error)}"


def _subtracted(given: Any, key: str = "", inside: str = "") -> Any:
    """A body without what discord.py is known to do differently."""
    if isinstance(given, dict):
        drop = UNDESCRIBED | UNDESCRIBED_INSIDE.get(key, set())
        return {name: _subtracted(value, name, key) for name, value in given.items() if name not in drop}
    if isinstance(given, list):
        return [_subtracted(one, key, inside) for one in given]
    if key not in NUMBERS_FOR_IDS or not isinstance(given, int) or isinstance(given, bool):
        return given
    # The id of a component has at most 31 bits and stays a number; that of a file is small too, and described as text.
    return str(given) if given >= 1 << 31 or inside == "attachments" else given


class Watch:
    """Notes what is wrong with each call that a server sees: `server.inspect = Watch()`."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.seen = 0

    def __call__(self, call: Call) -> None:
        self.seen += 1
        if described():
            self.problems += problems_of(call)

    def answer(self, call: Call, answer: object) -> None:
        """The same for what the server answers: `server.inspect_answer = watch.answer`."""
        if described():
            self.problems += problems_of_answer(call, answer)

    def check(self) -> None:
        """Fail when anything was wrong."""
        assert not self.problems, "\n".join(dict.fromkeys(self.problems))
