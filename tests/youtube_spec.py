"""Holds every call that the simulated YouTube sees against Google's published descriptions, where these are at hand.

The descriptions (of the Data API v3 and of Analytics v2) lie beside the project, not in it; without them nothing is
held against anything, and the tests that ask for them are skipped and say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from bot.playground.youtube import Request
from tests.tree import ROOT

FOLDER = ROOT.parent / "shared" / "specs"
FILES = (FOLDER / "youtube.v3.json", FOLDER / "youtubeAnalytics.v2.json")
UPLOADING = frozenset(("uploadType", "upload_id"))
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def described() -> bool:
    """Whether the descriptions are at hand."""
    return all(file.exists() for file in FILES)


needs_description = pytest.mark.skipif(
    not described(), reason=f"{' and '.join(file.name for file in FILES)} are not beside this copy of the project"
)


@cache
def _descriptions() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(file.read_text()) for file in FILES)


@cache
def _methods() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Each method and the description that it stands in, by its name here: `POST /youtube/v3/comments`."""
    found = {}
    for description in _descriptions():
        for resource in description["resources"].values():
            for method in resource.get("methods", {}).values():
                uploads = method.get("mediaUpload", {}).get("protocols", {}).values()
                for path in (f"/{method['path']}", *(protocol["path"] for protocol in uploads)):
                    found[f"{method['httpMethod']} {path}"] = (method, description)
    return found


def describes(call: str) -> bool:
    """Whether the descriptions know a call, given as method and path."""
    return call in _methods()


def problems_of(request: Request) -> list[str]:
    """What is wrong with a request by Google's description; each as a sentence."""
    name = f"{request.method} {request.path}"
    if name not in _methods():
        return [f"{name} is not described"]
    method, description = _methods()[name]
    found = [*_query_problems(request, method, description), *_body_problems(request, method, description)]
    return [f"{name}: {problem}" for problem in found]


def problems_of_answer(request: Request, answer: object) -> list[str]:
    """What is wrong with the JSON that the simulated YouTube answered with, by the same description."""
    method, description = _methods()[f"{request.method} {request.path}"]
    schema = method.get("response")
    if answer is None:
        return []
    if schema is None:
        return [f"{method['id']} answers, and no answer is described"]
    return [f"{method['id']} answered wrongly: {one}" for one in _wrong(answer, schema, description, "$")]


def _query_problems(request: Request, method: Mapping[str, Any], description: Mapping[str, Any]) -> Iterator[str]:
    known = description["parameters"] | method.get("parameters", {})
    named = [name for name, _ in request.query]
    for name, value in request.query:
        if name in known:
            if named.count(name) > 1 and not known[name].get("repeated"):
                yield f"{name} is named more than once"
            yield from _wrong_parameter(name, value, known[name])
        elif name not in UPLOADING:
            yield f"the query has {name}={value}, which is not described"
    for name, schema in method.get("parameters", {}).items():
        if schema.get("required") and name not in named:
            yield f"the query lacks {name}"


def _wrong_parameter(name: str, value: str, schema: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{name}={value} is none of {', '.join(schema['enum'])}"
    if schema["type"] == "boolean" and value not in ("true", "false"):
        yield f"{name}={value} is neither true nor false"
    if schema["type"] == "integer":
        least, most = int(schema.get("minimum", -(2**31))), int(schema.get("maximum", 2**31))
        if not value.isdigit() or not least <= int(value) <= most:
            yield f"{name}={value} is no number from {least} to {most}"


def _body_problems(request: Request, method: Mapping[str, Any], description: Mapping[str, Any]) -> Iterable[str]:
    schema = method.get("request")
    if request.body is None:
        return ["the body is missing"] if schema is not None else []
    if schema is None:
        return ["it has a body, and none is described"]
    return _wrong(request.body, schema, description, "$")


def _wrong(value: Any, schema: Mapping[str, Any], description: Mapping[str, Any], place: str) -> Iterator[str]:
    """What in a value is not as its schema says: unknown names, other types, words that are none of a list."""
    if "$ref" in schema:
        schema = description["schemas"][schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "any":
        return
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{place} is {value!r}, not of type {kind}"
    elif kind == "array":
        for at, one in enumerate(value):
            yield from _wrong(one, schema["items"], description, f"{place}[{at}]")
    elif kind == "object":
        yield from _wrong_object(value, schema, description, place)
    else:
        yield from _wrong_word(value, schema, place)


def _wrong_object(
    value: Mapping[str, Any], schema: Mapping[str, Any], description: Mapping[str, Any], place: str
) -> Iterator[str]:
    for name, one in value.items():
        known = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if known is None:
            yield f"{place}.{name} is not described"
        else:
            yield from _wrong(one, known, description, f"{place}.{name}")


def _wrong_word(value: Any, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place} is {value!r}, none of {', '.join(schema['enum'])}"
    form = schema.get("format", "")
    if form in ("uint64", "int64") and not str(value).lstrip("-").isdigit():
        yield f"{place} is {value!r}, not a whole number as text"
    if form.startswith("uint") and str(value).startswith("-"):
        yield f"{place} is {value!r}, which is below 0"
    if form == "date-time" and not _is_time(value):
        yield f"{place} is {value!r}, not a time with its zone"


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


class Watch:
    """Notes what is wrong with each call that a server sees: `server.inspect = Watch()`.

    With `answers=False` only requests are held against the description, as when an adapter is tested.
    """

    def __init__(self, *, answers: bool = True) -> None:
        self.problems: list[str] = []
        self.seen = 0
        self._answers = answers

    def __call__(self, request: Request, answer: object) -> None:
        self.seen += 1
        if not described():
            return
        found = problems_of(request)
        if not found and self._answers:
            found = problems_of_answer(request, answer)
        self.problems += found

    def check(self) -> None:
        """Fail when anything was wrong."""
        assert not self.problems, "\n".join(dict.fromkeys(self.problems))
