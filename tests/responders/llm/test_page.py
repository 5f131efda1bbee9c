"""The page for those who connect a model: its examples are settings, and it names every key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from responders.options import ModelOptions
from tests.tree import ROOT

PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """The keys of a section and of the sections in it."""
    for name, field in model.model_fields.items():
        inner = next((one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type)), None)
        if inner is not None and issubclass(inner, BaseModel):
            yield from keys(inner, f"{before}{name}.")
        elif name == "api_key":
            yield from (f"{before}api_key_file", f"{before}api_key_env")
        else:
            yield before + name


def test_every_key_has_its_place_in_the_table_and_no_other_stands_there() -> None:
    table = PAGE.partition("## Every key")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert set(re.findall(r"`([\w.]+)`", " ".join(rows))) == set(keys(ModelOptions))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_section_of_settings(example: str) -> None:
    section = dict(YAML(typ="safe").load(example)["model"])
    for name in ("api_key_file", "api_key_env"):  # where the key is read, config/secrets.py
        section.pop(name, None)

    assert ModelOptions.model_validate(section).name


def test_there_is_one_for_each_endpoint_that_is_named() -> None:
    assert len(EXAMPLES) == 5
