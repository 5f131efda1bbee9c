"""Holds the pages to the facts: links lead somewhere, and every command and function that a page names exists."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.loops import TOLD
from tests.tree import ROOT, tracked

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
FUNCTION = re.compile(r"`([\w/]+\.py): ([\w.]+)`")
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DEMO = Path("bot/playground/demo_files")  # what the demo answers by is no documentation


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


def linked_from(page: Path) -> set[Path]:
    """The pages that a page links to."""
    named = (a or b for a, b in LINK.findall(COMMAND.sub("", page.read_text())))
    targets = {(page.parent / link.partition("#")[0]).resolve() for link in named if not re.match(r"[a-z]+:", link)}
    return {target for target in targets if target.suffix == ".md"}


def defined(body: list[ast.stmt], name: str) -> bool:
    """Whether a function, or with a dot the method of a class, stands in a file or a class."""
    outer, _, inner = name.partition(".")
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == outer:
            return not inner or (isinstance(node, ast.ClassDef) and defined(node.body, inner))
    return False


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


def test_every_command_of_run_py_is_written_so_that_it_works_after_make() -> None:
    assert commands(r"(?<!\.venv/bin/python )run\.py (?:--\S+ \S+ )*([a-z][a-z-]*)") == {}


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, new = set[Path](), {ROOT / "README.md"}
    while new:
        reached |= new
        new = {target for page in new for target in linked_from(page)} - reached
    pages = {page for page in tracked(".md") if DEMO not in page.parents}
    assert {str(page) for page in pages if ROOT / page not in reached} == set()


def test_a_message_is_followed_through_eight_functions() -> None:
    rows = re.findall(r"^\| (\d) \| (`[^`]+`) \|", ARCHITECTURE.read_text(), re.MULTILINE)
    assert [number for number, _ in rows] == [str(number) for number in range(1, 9)]
    assert all(FUNCTION.fullmatch(function) for _, function in rows)


@pytest.mark.parametrize(("file", "function"), sorted(set(FUNCTION.findall(ARCHITECTURE.read_text()))))
def test_every_function_that_the_architecture_names_is_there(file: str, function: str) -> None:
    assert defined(ast.parse((ROOT / file).read_text()).body, function)


def test_every_line_that_an_operator_is_told_is_explained() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    assert {what for what in TOLD if not re.search(rf"^\| `{re.escape(what)}` \|", page, re.MULTILINE)} == set()


def told() -> set[str]:
    """The names of all lines that the product writes as a warning or worse."""
    code = [file for file in tracked(".py") if file.parts[0] in {"bot", "config", "inbox", "responders"}]
    texts = [(ROOT / file).read_text() for file in code if "playground" not in file.parts]
    return {name for text in texts for name in re.findall(r'log\.(?:warning|error|exception)\(\s*"([a-z_.]+)"', text)}


def test_every_warning_has_its_place_on_the_page_for_operators() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    assert {name for name in told() if not re.search(rf"^\|.*`{re.escape(name)}`.* \|", page, re.MULTILINE)} == set()


def test_make_help_lists_what_a_newcomer_needs() -> None:
    assert targets() >= {"demo", "run", "test", "check", "bench", "chaos", "lock", "clean", "help"}
