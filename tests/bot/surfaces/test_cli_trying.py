"""The command line tries rules: on what was said, or on a text that somebody types."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.surfaces.cli.trying import commands
from inbox.brand import AutonomyOf, Brand, Undo
from inbox.errors import SetupError
from inbox.store import opened
from responders.chain import Check
from responders.guard import check
from responders.rules import Rules, RulesFile
from tests.bot.surfaces.cli_line import Ended, Line
from tests.bot.surfaces.cli_program import now
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, said

RULES: list[dict[str, Any]] = [
    {"id": "upset", "when": {"words": ["scam", "worst"]}, "labels": "upset", "priority": 7, "stop": False},
    {"id": "hello", "when": {"words": "hello"}, "text": {"en": "Hello, {name}!", "gu": "નમસ્તે!"}},
    {"id": "night", "when": {"time": {"from": "22:00", "to": "6:00", "zone": "UTC"}}, "hand_off": "It is night."},
    {"id": "vip", "when": {"labels": "vip"}, "assign": "meera", "snooze": "until open"},
]


async def run(cli: Line, *words: str) -> Ended:
    """Run a command of `rules` in this process."""

    @contextlib.asynccontextmanager
    async def open_brand() -> AsyncIterator[Brand]:
        async with opened(cli.url, cli.world.name) as store:
            yield Brand(cli.world.name, store, {ACCOUNT: CAPABILITIES}, lambda *_: "draft", now, Undo())

    def read(path: Path | None) -> tuple[Rules, Check, AutonomyOf]:
        if path and not path.exists():
            raise SetupError(f"{path}:1: this file is missing")
        written = json.loads(path.read_text()) if path else RULES
        return Rules(RulesFile.model_validate({"rules": written})), check, lambda *_: "auto"

    app = typer.Typer(pretty_exceptions_enable=False)
    app.add_typer(commands(open_brand, read, lambda: {ACCOUNT: CAPABILITIES}), name="rules")
    invoke = CliRunner(env={"SANGAM_AS": "meera", "TZ": "UTC"}).invoke
    done = await asyncio.to_thread(invoke, app, ["rules", "try", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ended(done.exit_code, done.stdout, done.stderr)


async def test_what_was_said_is_counted_rule_by_rule(cli: Line) -> None:
    noon = cli.world.clock.at // 86_400_000 * 86_400_000 - 43_200_000
    await cli.world.receive(
        said("Hello", ASHA, id="a", at=noon), said("the worst \x1b[31mscam", BHAVIN, id="b", at=noon + 5)
    )

    plain, document = await run(cli), (await run(cli, "--json")).json

    assert plain.out.splitlines() == [
        "upset\t1\t-\t-\t1\t1\t-\t-\t-",
        "hello\t1\t1\t-\t-\t-\t-\t-\t-",
        "night\t-\t-\t-\t-\t-\t-\t-\t-",
        "vip\t-\t-\t-\t-\t-\t-\t-\t-",
        'upset\ttelegram:main/0000000102\tthe worst ␛[31mscam ("worst")',
        'hello\ttelegram:main/0000000101\tHello ("hello")',
    ]
    assert (document["turns"], document["unmatched"], document["never"]) == (2, 0, ["night", "vip"])
    assert document["rules"][0]["labelled"] == 1
    assert document["rules"][0]["examples"][0]["conversation"] == "telegram:main/0000000102"


async def test_how_far_back_to_look_can_be_said(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(*(said("hello", ASHA, id=f"m{n}", at=now - n * 3_600_000) for n in range(5, 0, -1)))

    async def turns(*words: str) -> int:
        return int((await run(cli, "--json", *words)).json["turns"])

    assert [await turns(), await turns("--last", "2"), await turns("--since", "150m")] == [5, 2, 2]
    assert (await run(cli, "--since", "soon")).code == 2


async def test_nothing_said_is_told(cli: Line) -> None:
    assert "Nothing was said to us in that time." in (await run(cli)).err


async def test_a_text_is_tried_at_once(cli: Line) -> None:
    ended = await run(cli, "Hello,", "you", "scam", "--name", "Asha", "--language", "en", "--at", "12:00")

    assert ended.out.splitlines() == [
        'upset\tlabels it upset; raises it to 7\t"scam"',
        'hello\tanswers alone\t"hello"',
        "It would go out alone:",
        "Hello, Asha!",
    ]


async def test_where_and_when_a_text_is_said_counts(cli: Line) -> None:
    night = await run(cli, "--at", "23:00", "x", "--json")
    vip = await run(cli, "x", "--label", "vip", "--at", "12:00", "--kind", "group")
    french = await run(cli, "Hello, où êtes-vous ?", "--language", "fr", "--at", "12:00")

    assert (night.json["hand_off"], night.json["answer"], night.json["alone"]) == ("It is night.", None, False)
    assert vip.out == "vip\tgives it to meera; puts it away (until open)\tthe label vip\n"
    assert "The FAQ" not in vip.out
    assert "It would wait for a person (it needs a person's judgement):" in french.out
    assert "No rule matches; the FAQ would be asked next." in (await run(cli, "x", "--at", "12:00")).err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ("x", "--account", "telegram:nope"),
            1,
            "There is no account telegram:nope in bot.yaml; there are telegram:main.",
        ),
        (("x", "--kind", "private"), 2, "direct, group, comments"),
        (("x", "--language", "gujarati"), 2, "language code"),
        (("x", "--at", "someday"), 2, "is no time"),
        (("x", "--rules", "none.yaml"), 5, "this file is missing"),
        (("--last", "0"), 2, "--last"),
    ],
)
async def test_what_cannot_be_meant_is_told(cli: Line, words: tuple[str, ...], code: int, told: str) -> None:
    ended = await run(cli, *words)

    assert (ended.code, told in ended.err) == (code, True), ended.err


async def test_other_rules_can_be_tried(cli: Line, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps([{"id": "only", "when": {"words": "hello"}, "labels": "a"}]))

    assert [rule["rule"] for rule in (await run(cli, "hello", "--json", "--rules", str(other))).json["rules"]] == [
        "only"
    ]
