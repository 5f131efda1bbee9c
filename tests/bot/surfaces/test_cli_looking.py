"""The command line shows what a person needs to see, through typer's runner on a real Redis."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from inbox.incoming import Reacted, Unreadable
from inbox.models import AccountId, RemoteId, Subject
from inbox.store.outbox import Sending
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN, CHEN
from tests.world import HOUR, LEASE, at, proposal, said, thread_of


async def parked_delivery(cli: Line, words: str = "the chat was deleted") -> str:
    """A delivery that a network refused."""
    sent = await cli("approve", await cli.world.drafted(), "--json")
    sending = await cli.world.store.outbox.claim(cli.world.clock.at + HOUR, LEASE, "t")
    assert isinstance(sending, Sending)
    await cli.world.store.outbox.unsent(
        sending.delivery, "parked", cli.world.clock.at, token="t", error="Rejected", words=words
    )
    return str(sent.json["delivery"])


async def test_the_queue_shows_who_waits_the_longest_first(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(said("Kem cho?", ASHA, at=now - 120_000), said("Namaste", BHAVIN, at=now - 2 * HOUR - 1))

    shown = await cli("queue")

    assert shown.code == 0
    assert shown.out.splitlines() == [
        f"2 h\t{at(BHAVIN)}\t-\tBhavin\tNamaste",
        f"2 min\t{at(ASHA)}\t-\tAsha\tKem cho?",
    ]


async def test_every_conversation_is_on_exactly_one_page(cli: Line) -> None:
    people = [replace(ASHA, remote=RemoteId(f"{n:04}"), name=f"Asha {n}") for n in range(120)]
    moments = [cli.world.clock.at - 1000 * (n // 10) for n in range(120)]  # ten at a time wait equally long
    await cli.world.receive(*(said("?", one, at=moment) for one, moment in zip(people, moments, strict=True)))
    found: list[str] = []
    more: list[str] = []
    while True:
        page = (await cli("queue", "waiting", "--limit", "25", "--json", *more)).json
        found += [row["id"] for row in page["conversations"]]
        if page["next"] is None:
            break
        more = ["--after", page["next"]]

    assert page["total"] == 120
    assert len(found) == 120
    assert set(found) == {at(one) for one in people}


async def test_a_page_says_on_standard_error_how_to_go_on(cli: Line) -> None:
    await cli.world.receive(said("?", ASHA, at=5), said("?", BHAVIN, at=6), said("?", CHEN, at=7))

    first = await cli("queue", "--limit", "2")
    rest = await cli("queue", "--after", f"6 {at(BHAVIN)}")

    assert first.err == f"There is more: --after '6 {at(BHAVIN)}'\n"
    assert [line.split("\t")[1] for line in rest.out.splitlines()] == [at(CHEN)]


async def test_an_empty_shelf_says_so(cli: Line) -> None:
    assert (await cli("queue")).err == "Nothing stands here.\n"
    assert (await cli("queue", "--after", "5 x")).err == "That was all.\n"
    assert (await cli("parked")).out == ""


async def test_a_shelf_that_does_not_exist_and_a_place_that_makes_no_sense_are_not_found(cli: Line) -> None:
    shelf, place = await cli("queue", "sideboard"), await cli("queue", "--after", "nonsense")

    assert (shelf.code, place.code) == (3, 3)
    assert "There is no shelf sideboard" in shelf.err
    assert "begin at the first one" in place.err


async def test_the_queue_can_be_of_one_account_of_one_label_or_of_the_one_who_asks(cli: Line) -> None:
    await cli.world.hear(author=ASHA)
    await cli.world.hear(author=BHAVIN)
    await cli("label", at(ASHA), "sales")
    await cli("assign", at(BHAVIN), "meera")

    async def ids(*words: str) -> list[str]:
        return [row["id"] for row in (await cli("queue", *words, "--json")).json["conversations"]]

    assert await ids("label:sales") == [at(ASHA)]
    assert await ids("mine") == [at(BHAVIN)]
    assert await ids("mine", "--as", "noor") == []
    assert await ids("--account", "telegram:other") == []
    assert len(await ids("--account", "telegram:main")) == 2


async def test_the_queue_shows_how_a_conversation_stands(cli: Line) -> None:
    id = await cli.world.hear(author=ASHA)
    await cli("assign", id, "noor")
    await cli("label", id, "sales", "vip")
    await cli("take", id)

    assert "meera is writing  @noor  #sales #vip  Kem cho?" in (await cli("queue")).out

    await cli("snooze", id, "2030-01-01")

    assert "until 2030-01-01 09:00" in (await cli("queue", "snoozed")).out


async def test_a_card_has_everything_to_decide_on_in_one_order(cli: Line) -> None:
    post = Subject(RemoteId("p1"), "Diwali sale", "https://example.org/17")
    thread = thread_of(ASHA, "comments", subject=post)
    await cli.world.receive(said("Kem cho?", ASHA, at=cli.world.clock.at - 120_000, thread=thread))
    suggested = proposal("Majama!", evidence="faq", checks=("mentions a price",))
    await cli.world.propose(replace(suggested, version="0a1b2c3d"))

    shown = await cli("show", "next")

    assert shown.code == 0
    assert shown.out.splitlines() == [
        "Draft 1 · pending  telegram:main",
        f"Asha @asha  {at(ASHA)} · comments",
        "under “Diwali sale” https://example.org/17",
        "> Kem cho?",
        "by a rule: reply",
        "> Majama!",
        "because  the rule greeting matched (a known question)",
        "sources  rule greeting: How to greet: “kem cho”",
        "version  0a1b2c3d",
        "checks   failed: mentions a price",
        "window   23 h 57 min left to answer",
        "waits    here a person sends whatever is drafted",
        "waiting  2 min",
        "approve 1 · approve 1 --text … · reject 1 --reason … · redraft 1",
    ]


async def test_a_decided_draft_shows_what_became_of_it(cli: Line) -> None:
    first = await cli.world.drafted(author=ASHA)
    second = await cli.world.drafted(author=BHAVIN)
    await cli("reject", first, "--reason", "too cold")
    sent = (await cli("approve", second, "--text", "Saras!", "--json")).json["delivery"]

    rejected, approved = await cli("show", first), await cli("show", second)

    assert "decided  rejected by meera: too cold" in rejected.out
    assert "decided  approved by meera, edited" in approved.out
    assert "approved draft 2, edited" in (await cli("show", at(BHAVIN))).out
    assert f"delivery {sent} queued, leaves in " in approved.out
    assert f"recall {sent}" in approved.out


async def test_a_conversation_is_read_from_the_oldest_line_to_what_waits(cli: Line) -> None:
    await cli.world.drafted("Majama!")
    await cli("note", at(ASHA), "call back")
    await cli("assign", at(ASHA), "noor")
    await cli.world.receive(Reacted(thread_of(ASHA), RemoteId("m1"), BHAVIN, "👍", 9))

    lines = (await cli("show", at(ASHA))).out.splitlines()

    assert lines[0] == f"Asha @asha  {at(ASHA)} · direct"
    assert lines.index("with     noor") < next(n for n, line in enumerate(lines) if "Asha: Kem cho?" in line)
    assert [line[7:] for line in lines if re.match(r"\d\d:\d\d", line)] == [
        "Asha: Kem cho?", "meera noted: call back", "meera gave it to noor",
    ]  # fmt: skip
    assert lines.index("       👍") < lines.index("Draft 1 · pending  telegram:main") < lines.index("> Majama!")


async def test_a_long_conversation_is_read_page_by_page(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(*(said(f"line {n}", id=f"m{n:03}", at=now - 1000 * (100 - n)) for n in range(100)))
    seen: list[str] = []
    more: list[str] = []
    while True:
        page = (await cli("show", at(ASHA), "--limit", "40", "--json", *more)).json
        seen = [line["message"]["text"] for line in page["lines"] if "message" in line] + seen
        if page["earlier"] is None:
            break
        more = ["--before", page["earlier"]]

    assert seen == [f"line {n}" for n in range(100)]


async def test_what_is_leaving_is_shown_with_the_way_to_stop_it(cli: Line) -> None:
    await cli.world.hear()
    id = (await cli("reply", at(ASHA), "Majama!", "--json")).json["delivery"]

    shown = (await cli("show", at(ASHA))).out

    assert re.search(rf"{id} leaves in \d s by meera   recall {id}", shown)
    assert "silent   responders are, since meera wrote" in shown


@pytest.mark.parametrize("command", [("show",), ("approve",), ("resolve",), ("note", "x"), ("reply", "x")])
async def test_what_does_not_exist_is_not_found(cli: Line, command: tuple[str, ...]) -> None:
    ended = await cli(command[0], "nothing", *command[1:])

    assert ended.code == 3
    assert ended.out == ""
    assert "There is no" in ended.err


async def test_next_is_the_draft_that_waits_longest_and_not_found_when_none_does(cli: Line) -> None:
    assert (await cli("approve", "next")).code == 3
    first = await cli.world.drafted(author=ASHA)
    await cli.world.drafted(author=BHAVIN)

    assert (await cli("show", "last", "--json")).json["draft"]["id"] == first
    assert f"Approved draft {first} for Asha @asha" in (await cli("approve", "next")).out


async def test_what_is_parked_is_shown_page_by_page_and_can_be_let_be_or_sent_after_all(cli: Line) -> None:
    id = await parked_delivery(cli)
    await cli.world.receive(*(Unreadable(f"u{n}", "{", "no JSON", 100 + n) for n in range(3)))

    first = (await cli("parked", "--limit", "2", "--json")).json
    rest = (await cli("parked", "--limit", "9", "--after", first["next"], "--json")).json

    assert [one["id"] for one in first["deliveries"]] == [id]
    assert first["deliveries"][0]["words"] == "the chat was deleted"
    unreadable = [one["id"] for one in [*first["unreadable"], *rest["unreadable"]]]
    assert unreadable == ["telegram:main/u2", "telegram:main/u1", "telegram:main/u0"]
    assert (rest["deliveries"], rest["next"]) == ([], None)
    assert "the chat was deleted" in (await cli("parked")).out
    assert (await cli("retry", id)).out == f"{id} is on its way again.\n"
    assert (await cli("discard", id)).code == 1
    assert (await cli("parked", "--json")).json["deliveries"] == []


async def test_a_parked_delivery_can_be_let_be(cli: Line) -> None:
    id = await parked_delivery(cli)

    assert (await cli("discard", id)).out == f"{id} will not be sent.\n"
    assert "It is not parked any more: it is discarded." in (await cli("discard", id)).err


async def test_status_counts_and_names_accounts_and_the_mode(cli: Line) -> None:
    await cli.world.drafted()
    await cli.world.store.modes.account_is(AccountId("telegram:main"), "stopped", "the token was revoked", 5)

    shown = (await cli("status", "--json")).json

    assert shown["counts"]["waiting"] == shown["counts"]["drafted"] == 1
    assert shown["mode"]["level"] == "normal"
    assert [(a["account"], a["state"], a["why"]) for a in shown["accounts"]] == [
        ("telegram:main", "stopped", "the token was revoked")
    ]
    assert "telegram:main\tstopped\theard " in (await cli("status")).out
