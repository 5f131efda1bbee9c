"""The command line moderates and writes in private, and shows until when one may answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.actions import Action, Block, DirectMessage, Hide, React, Unblock, Unhide
from inbox.incoming import GapClosed
from inbox.models import DeliveryId, RemoteId, Subject
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN
from tests.world import DAY, HOUR, at, said, thread_of

C = at(ASHA)


async def talk(cli: Line, kind: str = "comments") -> None:
    """Asha and Bhavin write under a post, or in a group."""
    post = Subject(RemoteId("9"), "Our new vases", "https://nadi.example/9", ad=True) if kind == "comments" else None
    thread, now = replace(thread_of(ASHA, subject=post), kind=kind), cli.world.clock.at
    await cli.world.receive(said("How much?", ASHA, id="m1", at=now, thread=thread))
    await cli.world.receive(said("Buy followers!", BHAVIN, id="m2", at=now + 1, thread=thread))


async def action_of(cli: Line, id: str) -> Action:
    """What a delivery would do."""
    found = await cli.world.store.outbox.open(DeliveryId(id))
    assert found
    return found.action


@pytest.mark.parametrize(
    ("command", "kind", "action"),
    [
        ("hide", "comments", Hide(ASHA.remote, RemoteId("m1"))),
        ("unhide", "comments", Unhide(ASHA.remote, RemoteId("m1"))),
        ("like", "comments", React(ASHA.remote, RemoteId("m1"), "👍")),
        ("unlike", "comments", React(ASHA.remote, RemoteId("m1"), "")),
        ("block", "group", Block(ASHA.remote, ASHA.remote, RemoteId("m1"))),
        ("unblock", "group", Unblock(ASHA.remote, ASHA.remote)),
    ],
)
async def test_a_message_or_its_author_is_acted_on_and_it_can_be_recalled(
    cli: Line, command: str, kind: str, action: Action
) -> None:
    await talk(cli, kind)

    done = await cli(command, C, "--message", "m1", "--json")

    assert await action_of(cli, done.json["delivery"]) == action
    assert (await cli("recall", done.json["delivery"])).code == 0


async def test_without_a_message_their_newest_is_meant(cli: Line) -> None:
    await talk(cli)

    done = await cli("hide", C)

    assert done.out.startswith("It goes out of sight; it leaves in 5 s. To stop it: recall ")
    read = (await cli("show", C, "--json")).json
    assert read["leaving"][0]["action"]["message"] == "m2"


async def test_what_the_network_does_not_offer_and_what_is_not_there_is_refused(cli: Line) -> None:
    await talk(cli)

    refused = [await cli("block", C), await cli("hide", C, "--message", "404"), await cli("hide", at(BHAVIN))]

    assert [(one.code, one.err) for one in refused] == [
        (1, "Telegram does not let us block anybody here.\n"),
        (3, f"There is no message 404 in the conversation {C}.\n"),
        (3, f"There is no conversation {at(BHAVIN)}.\n"),
    ]


async def test_a_comment_is_answered_in_private(cli: Line) -> None:
    await talk(cli)

    dry = await cli("reply", C, "Nine euros.", "--private", "--dry-run")
    done = await cli("reply", C, "Nine euros.", "--private", "--to", "m1")

    assert "in private" in dry.out
    assert done.out.startswith("Your private message is on its way; it leaves in 5 s.")
    id = done.out.rpartition("recall ")[2].strip()
    assert await action_of(cli, id) == DirectMessage(ASHA.remote, "Nine euros.", RemoteId("m1"))


async def test_the_shelf_of_windows_that_close_says_how_long_is_left(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(said("Namaste", BHAVIN, id="m2", at=now - 2 * HOUR))
    await cli.world.receive(said("Kem cho?", ASHA, at=now - 23 * HOUR))

    shown, as_json = await cli("queue", "closing"), (await cli("queue", "closing", "--json")).json

    assert [line.split("\t")[:2] for line in shown.out.splitlines()] == [
        ["in 59 min", C],
        ["in 21 h 59 min", at(BHAVIN)],
    ]
    assert [row["id"] for row in as_json["conversations"]] == [C, at(BHAVIN)]
    assert all(row["closes"] for row in as_json["conversations"])


async def test_what_is_too_late_is_shown_and_refused_in_words(cli: Line) -> None:
    await cli.world.receive(said("Kem cho?", ASHA, at=cli.world.clock.at - DAY))

    shown, refused = await cli("show", C), await cli("reply", C, "Majama!")

    assert "too late to answer here" in shown.out
    assert "Telegram lets us answer for 24 hours after their last message; that is over." in shown.out
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "Not sent: Telegram lets us answer for 24 hours after their last message; that is over.\n"


async def test_the_post_and_what_was_recovered_are_shown(cli: Line) -> None:
    await talk(cli)
    await cli.world.receive(GapClosed(1, 1, 2))

    shown, status = await cli("show", C), await cli("status")

    assert "from your ad “Our new vases” https://nadi.example/9" in shown.out
    assert "1 message recovered " in status.out
