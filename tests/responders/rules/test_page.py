"""Holds docs/rules.md to the code: every key is explained and shown, and every example works."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.shape import keys
from responders.hours_words import NAMES
from responders.rules.conditions import Author, Clock, Condition, Post
from responders.rules.file import Rule, RulesFile
from responders.rules.gaps import VALUES
from tests.config_files import BRAND, folder, loaded
from tests.tree import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MODELS: tuple[type[BaseModel], ...] = (RulesFile, Rule, Clock, Author, Post)
ACCOUNTS = "accounts: [{network: webchat, name: site}, {network: telegram, name: main, token_env: T}]\n"


def explained() -> Iterator[str]:
    """Every key as the page names it."""
    for model in MODELS:
        yield from keys([model])
    yield from (f"when.{key}" for key in keys([Condition]))


@pytest.mark.parametrize("key", sorted(set(explained())))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"^\|.*`{re.escape(key)}`.* \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("key", sorted({key for model in (*MODELS, Condition) for key in keys([model])}))
def test_every_key_is_in_an_example(key: str) -> None:
    assert any(re.search(rf"(?<!\w){key}:", example) for example in EXAMPLES)


@pytest.mark.parametrize("gap", VALUES)
def test_every_gap_is_explained(gap: str) -> None:
    assert re.search(rf"^\|.*`{{{gap}}}`.* \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_works(tmp_path: Path, example: str) -> None:
    (folder(tmp_path) / "brand.yaml").write_text("hours: {zone: UTC, weekly: {mon: '9:00-18:00'}}\n")

    assert loaded(tmp_path, BRAND + ACCOUNTS, environ={"T": "1:a"}, rules=example).rules.rules


def test_the_page_names_the_languages_that_hours_are_told_in() -> None:
    named = re.search(r"Hours are told in the language.*?\((.*?)\)", PAGE, re.DOTALL)

    assert named
    assert len(named[1].split(",")) == len([code for code in NAMES if "-" not in code])
