"""docs/cli.md is true: every command with an example that parses, every option, exit code and JSON key."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.surfaces.cli import COMMANDS
from bot.surfaces.cli import call as codes
from inbox.incoming import Unreadable
from inbox.policy import Slice
from tests.bot.surfaces.cli_line import ROOT, Line
from tests.bot.surfaces.cli_program import program
from tests.cast import ASHA
from tests.world import ACCOUNT, at

PAGE = (ROOT / "docs" / "cli.md").read_text()
SECTION = re.compile(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
NAMES = [deed.__name__.replace("_", "-") for deeds in COMMANDS.values() for deed in deeds]
SECTIONS = dict(SECTION.findall(PAGE))
NAMES_WITHIN = ("counts", "reactions", "texts", "called", "things")  # by shelf, person, language, action, priced thing
SHARED = {"--as", "--json", "--plain", "--help"}


def test_the_page_describes_every_command_in_the_order_of_the_help() -> None:
    assert list(SECTIONS) == NAMES
    for panel in COMMANDS:
        assert f"\n## {panel}\n" in PAGE


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example_that_is_understood_as_far_as_its_words_go(name: str, tmp_path: Path) -> None:
    (tmp_path / "price-list.pdf").touch()
    examples = re.findall(r"^\.venv/bin/python run\.py (.*?)(?:\s\|.*|\s+#.*)?$", SECTIONS[name], re.MULTILINE)
    command = get_command(program("unused", "unused", tmp_path))

    assert examples
    for example in examples:
        words = shlex.split(example.replace("price-list.pdf", str(tmp_path / "price-list.pdf")))
        assert words[0] == name
        command.get_command(None, name).make_context(name, words[1:])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_the_section_of_a_command_names_its_options_and_no_others(name: str) -> None:
    said = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(program("", "", Path()), [name, "--help"]).stdout
    options = set(re.findall(r"(--[a-z-]+)", said)) - SHARED

    assert options == set(re.findall(r"(--[a-z-]+)", SECTIONS[name])) - SHARED - {"--unbuffered"}
    assert all(f"`{option}" in PAGE for option in SHARED)


def test_the_page_names_every_exit_code() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (\w+)", PAGE, re.MULTILINE))

    ours = (codes.REFUSED, 2, codes.NOT_FOUND, codes.AWAY, codes.NOT_SET_UP)
    assert [int(code) for code in table] == [0, *ours, 130]


def keys_of(document: object) -> set[str]:
    """All keys of a document, however deep, but not those that are data."""
    match document:
        case dict():
            deeper = (keys_of(value) for key, value in document.items() if key not in NAMES_WITHIN)
            return set(document).union(*deeper)
        case list():
            return set[str]().union(*map(keys_of, document))
        case _:
            return set()


async def test_the_page_names_every_key_of_every_answer(cli: Line) -> None:
    draft = await cli.world.drafted()
    await cli("note", at(ASHA), "x")
    await cli.world.store.grants.ask(Slice("faq", ACCOUNT, "direct"), "40 of 40", 5)
    await cli.world.receive(Unreadable("u", "{", "no JSON", 5))
    asked = f"""
        queue; show {draft}; show {at(ASHA)}; parked; status; watch --after 0 --limit 1; approve {draft} --dry-run
        reply {at(ASHA)} x --dry-run; approve {draft}; recall {draft}; reject {draft} --reason x; mode; take {at(ASHA)}
        assign {at(ASHA)}; note {at(ASHA)} x; label {at(ASHA)}; snooze {at(ASHA)} 2h; responders {at(ASHA)} on
        resolve {at(ASHA)}; search kem; why {at(ASHA)}; stats; canned; canned thanks
        canned thanks {at(ASHA)}; faq-add Gifts? Yes.; autonomy
    """
    answers = [await cli(*words.split(), "--json") for words in re.split(r"[;\n]", asked) if words.strip()]
    keys = set[str]().union(*[keys_of(answer.json) for answer in answers])

    assert len(keys) > 70
    assert sorted(key for key in keys if f"`{key}`" not in PAGE) == []
