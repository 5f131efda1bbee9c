"""What networks differ in, on the command line: review, prices, what is done by hand, and all of them side by side."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

from bot.sending import send_next
from bot.surfaces.cli.networks import add_networks
from inbox import review
from inbox.actions import Action, Block, Remove, Unhide
from inbox.capabilities import MICRO, Tariff
from inbox.errors import Rejected
from inbox.matrix import as_markdown
from inbox.models import DeliveryId, RemoteId
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN, OLGA
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, at, said, thread_of

C = at(ASHA)
UNITS = Tariff("units", {"write": 50 * MICRO}, "here", "2026-11-27", a_day=10_000 * MICRO, actions={"reply": "write"})
TUBE = replace(
    CAPABILITIES,
    network="youtube",
    actions={"comments": CAPABILITIES.actions["comments"] | {"block"}},
    windows={},
    reviews=True,
    called={"unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={"unblock": "YouTube lets no program lift a ban."},
    tariff=UNITS,
    opens=lambda thread, message: f"https://tube.example/{message}",
)


async def held(cli: Line) -> None:
    """A comment of Bhavin's waits for review."""
    cli.world.capabilities[ACCOUNT] = TUBE
    comment = said("Buy now!", BHAVIN, id="m1", at=cli.world.clock.at, thread=thread_of(ASHA, "comments"))
    await cli.world.receive(replace(comment, held=True))


async def test_what_waits_for_review_is_listed_and_it_is_said_what_may_be_typed(cli: Line) -> None:
    await held(cli)

    listed, read = await cli("queue", "held"), await cli("show", C)

    assert "1 held for review  Bhavin: Buy now!" in listed.out
    assert f"unhide {C} --message m1 (publish) · remove {C} --message m1 (reject)" in read.out
    assert f"block {C} --message m1 (reject and ban)" in read.out
    assert (await cli("show", C, "--json")).json["held"] == ["m1"]


@pytest.mark.parametrize(
    ("command", "words", "action"),
    [
        ("unhide", "Publish", Unhide(ASHA.remote, RemoteId("m1"))),
        ("remove", "Reject", Remove(ASHA.remote, RemoteId("m1"))),
        ("block", "Reject and ban", Block(ASHA.remote, BHAVIN.remote, RemoteId("m1"))),
    ],
)
async def test_it_is_decided_without_naming_the_message(cli: Line, command: str, words: str, action: Action) -> None:
    await held(cli)

    done = await cli(command, C)

    assert done.out.startswith(f"{words}; it leaves in 5 s.")
    found = await cli.world.store.outbox.open(DeliveryId(done.out.rpartition("recall ")[2].strip()))
    assert found
    assert found.action == action


async def test_what_we_said_can_be_removed_and_nothing_else_be_done_with_it(cli: Line) -> None:
    await cli.world.hear(kind="comments")
    now, thread = cli.world.clock.at, thread_of(ASHA, "comments")
    await cli.world.receive(said("Thanks!", None, id="m2", at=now + 1, thread=thread))

    removed, hidden = await cli("remove", C, "--message", "m2"), await cli("hide", C, "--message", "m2")

    assert removed.out.startswith("It is removed; it leaves in 5 s.")
    assert (hidden.code, hidden.err) == (3, "We said that ourselves; there is nobody to act on.\n")


async def test_what_could_not_be_sent_stands_with_its_text_and_its_place_in_the_network(cli: Line) -> None:
    cli.world.capabilities[ACCOUNT] = TUBE
    await cli.world.hear(kind="comments")
    await review.reply(cli.world.brand, C, OLGA, "Nine euros.\nEach.")
    cli.world.clock.at += 6_000
    box = Postbox()
    box.fails.append(Rejected("Comments are off"))
    await send_next(cli.world.brand, {ACCOUNT: box})

    parked = await cli("parked")

    assert "Comments are off" in parked.out
    assert "Open in Telegram: https://tube.example/m1\nNine euros.\nEach.\n" in parked.out
    assert (await cli("parked", "--json")).json["deliveries"][0]["opens"] == "https://tube.example/m1"
    shown = await cli("show", C)
    assert "Nine euros.\nEach.\nOpen in Telegram: https://tube.example/m1\nretry " in shown.out
    assert (await cli("show", C, "--json")).json["parked"][0]["opens"] == "https://tube.example/m1"


async def test_what_was_spent_stands_in_the_status_and_in_the_figures(cli: Line) -> None:
    cli.world.capabilities[ACCOUNT] = TUBE
    await cli.world.store.costs.of(ACCOUNT, UNITS, cli.world.clock).spend({"write": 3})

    status, stats = await cli("status"), await cli("stats")

    words = f"{ACCOUNT}\t150 of 10,000 units today, 9,850 units left\n"
    assert words in status.out
    assert words in stats.out
    assert (await cli("status", "--json")).json["spending"][0]["left_micros"] == 9_850 * MICRO


def networks(*words: str) -> tuple[int, str, str]:
    """How the command ends."""
    app = typer.Typer()
    app.callback()(lambda: None)
    add_networks(app, lambda: {"telegram": CAPABILITIES, "youtube": TUBE})
    done = CliRunner().invoke(app, ["networks", *words])
    return done.exit_code, done.stdout, done.stderr


def test_every_network_stands_beside_the_others_and_one_with_all_that_is_known_of_it() -> None:
    _, everything, _ = networks()
    _, one, _ = networks("youtube")

    assert everything.splitlines()[0] == "\tTelegram\tYouTube"
    assert "Let the person back in\tin groups\t–" in everything
    assert "Let the person back in  –  YouTube lets no program lift a ban." in one.replace("in    –", "in  –")
    assert networks("--markdown")[1] == as_markdown([CAPABILITIES, TUBE])
    answers = json.loads(networks("--json")[1])["youtube"]["answers"]
    assert {"asked": "Reply", "answer": "yes", "remark": None} in answers


def test_a_network_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert networks("myspace") == (3, "", "There is no network myspace; there are telegram, youtube.\n")
