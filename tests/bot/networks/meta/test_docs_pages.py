"""docs/networks/facebook.md and instagram.md are true: what one reads when something goes wrong is what is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.networks._meta.needs import NEEDS, PORTFOLIO
from bot.networks._meta.options import FacebookOptions, InstagramOptions
from tests.tree import ROOT, tracked

PAGES = {name: (ROOT / "docs" / "networks" / f"{name}.md").read_text() for name in ("facebook", "instagram")}
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
GAP = "…"


def sentences() -> Iterator[tuple[str, str]]:
    """What the pages say that one may read: the first column of their last tables."""
    for page, text in PAGES.items():
        for quoted in ROW.findall(text.partition("## What goes wrong")[2]):
            yield page, quoted


@cache
def said() -> str:
    """Every text in the code that anybody may read; what is put in is a gap."""
    folders = ("bot/networks/", "inbox/", "bot/playground/meta/")  # Meta's own words are in the last
    files = [file for file in tracked(".py") if str(file).startswith(folders)]
    return "\n".join(text for file in files for text in texts(ast.parse((ROOT / file).read_text())))


def texts(tree: ast.Module) -> Iterator[str]:
    """The strings of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else GAP for part in node.values]
            yield "".join(map(str, parts)).replace("`", "")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w+\}", GAP, node.value).replace("`", "")


@pytest.mark.parametrize(("page", "quoted"), sorted(sentences()))
def test_every_sentence_that_a_page_explains_is_one_that_is_said(page: str, quoted: str) -> None:
    pieces = [piece.strip(" .,") for piece in quoted.split(GAP) if len(piece.strip(" .,()")) > 3]
    assert pieces
    assert [piece for piece in pieces if piece not in said()] == []


def test_every_permission_that_is_asked_for_is_explained() -> None:
    for need in NEEDS["page"]:
        assert f"| `{need.scope}` |" in PAGES["facebook"]
    assert f"| `{PORTFOLIO}` |" in PAGES["facebook"]
    for way in ("instagram", "instagram by page"):
        named = PAGES["instagram"].replace("`…_", "`instagram_business_")
        assert [need.scope for need in NEEDS[way] if f"`{need.scope}`" not in named] == []


@pytest.mark.parametrize(("page", "options"), [("facebook", FacebookOptions), ("instagram", InstagramOptions)])
def test_every_key_of_bot_yaml_is_explained(page: str, options: type[FacebookOptions | InstagramOptions]) -> None:
    secrets = {"app_secret": "app_secret_file", "token": "token_file"}
    keys = [secrets.get(name, name) for name in options.model_fields]
    assert [key for key in keys if not re.search(rf"^\|[^|]*`{key}`", PAGES[page], re.MULTILINE)] == []
