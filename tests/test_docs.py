"""Holds the pages to the facts: links lead somewhere, and every command that a page names exists."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tree import ROOT, tracked

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked to."""
    titles = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(page: Path) -> Iterator[str]:
    """Relative links of a page that lead to no file or to no heading."""
    for link in (a or b for a, b in LINK.findall(COMMAND.sub("", (ROOT / page).read_text()))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            yield link


def commands(pattern: str) -> dict[str, str]:
    """What the pattern finds in the code of any page, with the page that says it first."""
    found: dict[str, str] = {}
    for page in tracked(".md"):
        for piece in COMMAND.findall((ROOT / page).read_text()):
            for name in re.findall(pattern, piece):
                found.setdefault(name, str(page))
    return found


@cache
def targets() -> set[str]:
    """What make can make, as `make help` lists it."""
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  make ([a-z]+)", said, re.MULTILINE))


@cache
def verbs() -> set[str]:
    """What run.py can do, as its help lists it: the first word of each line, whatever box is drawn around it."""
    plain = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
    listing = [sys.executable, "run.py", "--help"]
    said = subprocess.run(listing, cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^\W*([a-z][a-z-]*)\s", said, re.MULTILINE))


@pytest.mark.parametrize("page", tracked(".md"), ids=str)
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_every_make_target_that_a_page_names_exists() -> None:
    named = commands(r"(?m)(?:^|`|&& )make (?:[A-Z]+=\S+ )*([a-z]+)")
    assert {name: page for name, page in named.items() if name not in targets()} == {}


def test_every_command_of_run_py_that_a_page_names_exists() -> None:
    named = commands(r"run\.py ([a-z][a-z-]*)")
    assert {name: page for name, page in named.items() if name not in verbs()} == {}


def test_make_help_lists_what_a_newcomer_needs() -> None:
    assert targets() >= {"demo", "run", "test", "check", "bench", "chaos", "lock", "clean", "help"}
