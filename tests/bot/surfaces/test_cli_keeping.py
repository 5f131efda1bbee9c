"""The command line keeps order, follows the log and lets nothing raw into the terminal, on a real Redis."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from inbox import review
from inbox.incoming import MessageEdited, Unreadable
from inbox.models import RemoteId, Subject
from inbox.policy import Mode
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, NOOR
from tests.world import at, proposal, said, thread_of

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def test_every_command_that_keeps_order_changes_how_the_conversation_stands(cli: Line) -> None:
    id = await cli.world.hear()

    async def now_is(*words: str) -> dict[str, object]:
        assert (await cli(words[0], id, *words[1:])).code == 0
        return dict((await cli("show", id, "--json")).json["conversation"])

    assert (await now_is("take"))["claimed_by"] == "meera"
    assert (await now_is("let-go"))["claimed_by"] is None
    assert (await now_is("assign", "noor"))["assignee"] == "noor"
    assert (await now_is("assign"))["assignee"] is None
    assert (await now_is("label", "sales", "vip", "sales"))["labels"] == ["sales", "vip"]
    assert (await now_is("label"))["labels"] == []
    snoozed = await now_is("snooze", "2030-01-01T09:00+05:30")
    assert (snoozed["state"], snoozed["snoozed_until"]) == ("snoozed", "2030-01-01T03:30:00.000Z")
    assert (await now_is("reopen"))["state"] == "open"
    assert (await now_is("responders", "off"))["quiet_by"] == "meera"
    assert (await now_is("responders", "on"))["quiet_by"] is None
    assert (await now_is("resolve"))["state"] == "resolved"


async def test_what_others_claimed_is_refused(cli: Line) -> None:
    draft = await cli.world.drafted()
    await review.claim(cli.world.brand, at(ASHA), NOOR)

    ended = await cli("approve", draft)

    assert (ended.code, ended.err) == (1, "noor is writing here right now.\n")


@pytest.mark.parametrize("when", ["yesterday", "25:00", "soon", "2h3x"])
async def test_a_time_that_nobody_understands_is_explained(cli: Line, when: str) -> None:
    ended = await cli("snooze", "x", when)

    assert ended.code == 2
    assert "say it like" in " ".join(ended.err.split())


async def test_a_time_that_is_over_is_refused(cli: Line) -> None:
    ended = await cli("snooze", await cli.world.hear(), "2020-01-01")

    assert (ended.code, ended.err) == (1, "A conversation can only be snoozed until a time to come.\n")


async def test_the_mode_is_shown_and_changed_with_its_reason_and_its_end(cli: Line) -> None:
    assert (await cli("mode")).out == "mode normal\n"

    changed = (await cli("mode", "crisis", "--why", "a storm", "--until", "2h", "--json")).json

    assert (changed["level"], changed["by"], changed["why"]) == ("crisis", "meera", "a storm")
    assert STAMP.fullmatch(changed["until"])
    assert "mode crisis by meera: a storm, until " in (await cli("mode")).out
    assert (await cli("mode", "panic")).code == 2
    assert (await cli("mode", "normal")).out == "mode normal by meera\n"


async def test_what_happens_is_followed_in_plain_words(cli: Line) -> None:
    draft = await cli.world.drafted()
    await cli("approve", draft)
    await cli("note", at(ASHA), "call\nback \x1b[31m")

    shown = await cli("watch", "--after", "0", "--limit", "5")

    assert [line.split("  ", 1)[1] for line in shown.out.splitlines()] == [
        f"they wrote  {at(ASHA)}",
        f"rules drafted {draft}  {at(ASHA)}",
        f"meera approved draft {draft}  {at(ASHA)}",
        next(line for line in shown.out.splitlines() if "is on its way" in line).split("  ", 1)[1],
        f"meera noted: call back ␛[31m  {at(ASHA)}",
    ]
    assert re.fullmatch(r"To go on from here: watch --after \d+-\d+\n", shown.err)


async def test_watching_goes_on_after_the_line_that_was_seen_last(cli: Line) -> None:
    for text in ("one", "two", "three"):
        await cli.world.hear(text, id=text)

    first = await cli("watch", "--after", "0", "--limit", "2", "--json")
    seen = [json.loads(line) for line in first.out.splitlines()]
    rest = await cli("watch", "--after", seen[-1]["id"], "--limit", "1", "--json")

    assert [line["ref"] for line in [*seen, json.loads(rest.out)]] == ["one", "two", "three"]
    assert {line["what"] for line in seen} == {"message.new"}
    assert STAMP.fullmatch(seen[0]["at"])


async def test_a_place_in_the_log_that_makes_no_sense_is_not_understood(cli: Line) -> None:
    assert (await cli("watch", "--after", "yesterday")).code == 2
    assert (await cli("show", "x", "--before", "yesterday")).code == 2


async def test_who_acts_comes_from_the_option_else_the_environment(cli: Line) -> None:
    id = await cli.world.hear()
    await cli("note", id, "one", who="noor")
    await cli("note", id, "two", "--as", "olga")

    lines = (await cli("show", id, "--json")).json["lines"]

    assert [line["by"] for line in lines if line.get("what") == "note"] == ["noor", "olga"]
    assert (await cli("queue", "--as", "no\x1body")).code == 2
    assert (await cli("queue", "--as", "x" * 65)).code == 2


HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\x08\x7f[bold]b[/bold]"
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


async def test_nothing_from_outside_reaches_the_terminal_raw(cli: Line) -> None:
    evil = replace(ASHA, name=f"Asha {HOSTILE}", username=HOSTILE)
    post = Subject(RemoteId("p"), HOSTILE, HOSTILE)
    await cli.world.receive(
        said(f"one {HOSTILE}\nline two", evil, thread=thread_of(evil, "comments", HOSTILE, post)),
        Unreadable(HOSTILE, HOSTILE, HOSTILE, 5),
    )
    hostile = replace(proposal(HOSTILE, checks=(HOSTILE,)), because=HOSTILE)
    await cli.world.propose(hostile)
    commands = [
        ("queue",),
        ("show", "next"),
        ("show", at(ASHA)),
        ("parked",),
        ("watch", "--after", "0", "--limit", "3"),
    ]

    for command in commands:
        for form in ((), ("--json",)):
            out = (await cli(*command, *form)).out
            assert "pwned" in out or command[0] == "watch"
            assert not RAW.search(out.replace("\t", "")), (command, form)


async def test_json_gives_back_exactly_what_they_said(cli: Line) -> None:
    await cli.world.hear(f"કેમ છો 👨‍👩‍👧 {HOSTILE}")

    shown = await cli("queue", "--json")
    read = await cli("show", at(ASHA), "--json")

    assert "કેમ છો 👨‍👩‍👧" in shown.out
    assert read.json["lines"][0]["message"]["text"] == f"કેમ છો 👨‍👩‍👧 {HOSTILE}"


async def test_what_happened_to_a_message_is_shown_with_it(cli: Line) -> None:
    await cli.world.hear("Kem cho?")
    await cli.world.receive(MessageEdited(thread_of(ASHA), RemoteId("m1"), ASHA, "Kem chho?", cli.world.clock.at + 5))

    assert "Asha: Kem chho?\n       (edited)" in (await cli("show", at(ASHA))).out


async def test_a_held_mode_is_shown_on_the_card(cli: Line) -> None:
    draft = await cli.world.drafted()
    await cli.world.store.modes.change(Mode("stopped", 0, "olga", "storm"), 1)

    shown, refused = await cli("show", draft), await cli("approve", draft)

    assert "mode     stopped" in shown.out
    assert (refused.code, refused.err) == (1, "Not sent: everything is stopped.\n")
