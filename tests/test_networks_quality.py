"""docs/networks/quality.yaml is true: every network, every rule, and what is `done` is held by code or by a test."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from ruamel.yaml import YAML

from bot.networks import REGISTRY, network_class
from inbox.network import FetchesMedia
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.tree import ROOT

SHEET = ROOT / "docs" / "networks" / "quality.yaml"
FAMILY = {"facebook": "meta", "instagram": "meta"}
SECRET = re.compile(r"(?:^|_)(?:token|secret|password|bearer|key)$")
NO_SECRET = {("discord", "key"), ("tiktok", "client_key")}
FEWEST = 5  # payloads
STATES = ("done", "todo", "exempt")


@cache
def sheet() -> dict[str, Any]:
    """The whole file."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(SHEET.read_text("utf-8"))
    return found


def entries() -> Iterator[tuple[str, str, str, str]]:
    """Every entry: network, rule, its state, and what stands behind it."""
    for network, rules in sheet()["networks"].items():
        for rule, said in rules.items():
            state, words = next(iter(said.items())) if isinstance(said, dict) else (said, "")
            yield network, rule, state, words


# ------------------------------------------------------------------------------------------ what the code itself shows


def official_api(network: str) -> str:
    known = network_class(network).capabilities
    read_on = date.fromisoformat(known.read_on)
    if not known.source.startswith("https://"):
        return f"its facts come from {known.source}"
    return "" if date(2026, 1, 1) <= read_on <= datetime.now(UTC).date() else f"read on {read_on}"


def simulator(network: str) -> str:
    family = FAMILY.get(network, network)
    there = any((ROOT / "bot" / "playground" / name).exists() for name in (family, f"{family}.py"))
    if not there:
        return f"there is no bot/playground/{family}"
    return "" if any(name.endswith("url") for name in network_class(network).Options.model_fields) else "no base_url"


def page(network: str) -> str:
    file = ROOT / "docs" / "networks" / f"{network}.md"
    text = file.read_text("utf-8") if file.exists() else ""
    sections = text.split("\n## ")
    if len(sections) < 3 or not any("\n1. " in section for section in sections[1:3]):
        return "it does not begin with the steps"
    untold = [name for name in network_class(network).Options.model_fields if name not in text]
    return f"these options are not explained: {untold}" if untold else ""


def secrets_hidden(network: str) -> str:
    fields = network_class(network).Options.model_fields
    bare = [
        name for name, field in fields.items()
        if SECRET.search(name) and (network, name) not in NO_SECRET and SecretStr.__name__ not in str(field.annotation)
    ]  # fmt: skip
    return f"these show themselves: {bare}" if bare else ""


def payloads(network: str) -> str:
    files = sorted((ROOT / "tests" / "payloads" / network).glob("*.json"))
    nameless = [file.name for file in files if "_source" not in json.loads(file.read_text("utf-8"))]
    if len(files) < FEWEST:
        return f"there are {len(files)} payloads"
    return f"these name no source: {nameless[:5]}" if nameless else ""


def never_twice(network: str) -> str:
    cls = network_class(network)
    known = cls.capabilities.key_memory > 0 or hasattr(cls, "find_sent")
    return "" if known else "it can neither be looked for nor repeated"


def has(ability: type, method: str) -> Callable[[str], str]:
    def missing(network: str) -> str:
        return "" if hasattr(network_class(network), method) else f"it is no {ability.__name__}"

    return missing


def in_the_demo(network: str) -> str:
    text = (ROOT / "bot" / "playground" / "demo_files" / "bot.yaml").read_text("utf-8")
    return "" if f"network: {network}\n" in text else "it has no account in the demo's bot.yaml"


SHOWN: dict[str, Callable[[str], str]] = {
    "official-api": official_api,
    "simulator": simulator,
    "page": page,
    "secrets-hidden": secrets_hidden,
    "payloads": payloads,
    "never-twice": never_twice,
    "files": has(FetchesMedia, "fetch"),
    "posts-judged": has(JudgesPosts, "judge"),
    "metrics": has(ReadsMetrics, "metrics"),
    "in-the-demo": in_the_demo,
}


# --------------------------------------------------------------------------------------------------------- the tests


@cache
def names_in(file: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def untrue(network: str, rule: str, state: str, words: str) -> str:
    """Why an entry is not true; "" when it is."""
    match state, words:
        case "done", "":
            return SHOWN[rule](network) if rule in SHOWN else "this rule needs the test that holds it"
        case "done", _:
            place, _, name = words.partition("::")
            file = ROOT / (place if place.startswith("tests/") else f"tests/bot/networks/{place}")
            return "" if file.exists() and name in names_in(file) else f"there is no test {words}"
        case (("todo" | "exempt"), str()) if len(words) > 15:
            return ""
    return f"{state}: {words} is none of {STATES} with its reason"


def test_every_network_answers_to_every_rule() -> None:
    rules = sheet()["rules"]
    assert sheet()["networks"].keys() == REGISTRY.keys()
    for network, answered in sheet()["networks"].items():
        assert answered.keys() == rules.keys(), network


@pytest.mark.parametrize("network", REGISTRY)
def test_what_the_sheet_says_of_a_network_is_true(network: str) -> None:
    wrong = {rule: why for name, rule, *said in entries() if name == network and (why := untrue(name, rule, *said))}
    assert not wrong


def test_what_is_found_by_the_code_is_not_excused_by_mistake() -> None:
    """A rule that the code shows as kept is no todo any more."""
    kept = {
        (network, rule)
        for network, rule, state, _ in entries()
        if state == "todo" and rule in SHOWN and not SHOWN[rule](network)
    }
    assert not kept


def test_the_sheet_would_find_what_is_not_so() -> None:
    assert untrue("telegram", "stored-first", "done", "")
    assert untrue("telegram", "stored-first", "done", "telegram/test_listening.py::test_of_nothing")
    assert untrue("telegram", "stored-first", "exempt", "so")
    assert untrue("telegram", "never-twice", "done", "")
    assert untrue("telegram", "metrics", "done", "")
