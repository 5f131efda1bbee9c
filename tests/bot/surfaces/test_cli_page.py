"""docs/cli.md is true: every command with an example that parses, every option, exit code and JSON key."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.surfaces.cli import COMMANDS, docket_documents, moderation
from bot.surfaces.cli import call as codes
from inbox import docket
from inbox.incoming import Unreadable
from inbox.moderation.measures import switch_on
from inbox.moderation.rulings import register
from inbox.policy import Slice
from tests.bot.surfaces.cli_line import ROOT, Line
from tests.bot.surfaces.cli_program import program
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.cased import HIDES, comment, judge, judging, opened, person
from tests.world import ACCOUNT, at

PAGE = (ROOT / "docs" / "cli.md").read_text()
SECTION = re.compile(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
NAMES = [deed.__name__.replace("_", "-") for deeds in COMMANDS.values() for deed in deeds]
SECTIONS = dict(SECTION.findall(PAGE))
NAMES_WITHIN = ("counts", "reactions", "texts", "called", "things")  # by shelf, person, language, action, priced thing
GROUP = PAGE.partition("\n## What moderation does\n")[2].partition("\n## ")[0]
OF_MODERATION = [deed.__name__.replace("_", "-") for deed in moderation.COMMANDS]
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


@pytest.mark.parametrize("name", OF_MODERATION)
def test_every_command_of_moderation_is_described_with_its_options_and_an_example(name: str) -> None:
    rows = [row for row in GROUP.splitlines() if row.startswith("| ") and f"`moderation {name}`" in row]
    examples = re.findall(rf"^\.venv/bin/python run\.py (moderation {name}(?: .*?)?)(?:\s\|.*)?$", GROUP, re.MULTILINE)
    command = get_command(program("unused", "unused", Path()))
    deed = command.get_command(None, "moderation").get_command(None, name)  # type: ignore[attr-defined]
    options = {option for one in deed.params for option in (*one.opts, *one.secondary_opts) if option[:2] == "--"}

    assert len(rows) == 1
    assert [option for option in options - SHARED if f"`{option}`" not in rows[0]] == []
    assert examples
    for example in examples:
        deed.make_context(name, shlex.split(example)[2:])


def test_the_page_names_no_other_command_of_moderation() -> None:
    named = set(re.findall(r"`moderation ([a-z][a-z-]*)`", GROUP))
    assert named - {"try"} == set(OF_MODERATION)


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


async def test_the_page_names_every_key_of_what_moderation_answers(cli: Line) -> None:
    judged = judging(cli.world)
    await opened(judged, cli.world)
    await register(judged, {"scam": "v1", "insults": "v1"})
    await comment(judged, cli.world, author=BHAVIN, id="m9")
    await judge(judged, HIDES)
    await switch_on(judged, MEERA, "hide_new", ACCOUNT)
    answers = [
        docket_documents.cases(await docket.cases(judged, MEERA)),
        docket_documents.appeals(await docket.appeals(judged, MEERA)),
        docket_documents.rule(await docket.rule(judged, MEERA, "scam")),
        docket_documents.person(await docket.person(judged, MEERA, person())),
        docket_documents.measures(await docket.measures(judged, MEERA)),
        docket_documents.tally(await docket.tally(judged, MEERA, judged.now())),
    ]
    said = [await cli(*words.split(), "--json") for words in ("moderation reason 1 x", "moderation undo 1 --why x")]
    keys = set[str]().union(*map(keys_of, answers), *[keys_of(answer.json) for answer in said])

    assert len(keys) > 60
    assert sorted(key for key in keys if f"`{key}`" not in PAGE) == []
