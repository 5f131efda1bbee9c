"""The command line decides, keeps order and shows what a person needs, through typer's runner on a real Redis."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from inbox import review
from inbox.actions import Reply
from inbox.models import AccountId, DeliveryId, RemoteId, Subject
from inbox.network import MessageEdited, Reacted, Unreadable
from inbox.policy import Mode
from inbox.store.outbox import Sending
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN, CHEN, NOOR
from tests.world import HOUR, LEASE, at, proposal, said, thread_of

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def delivery_of(cli: Line, id: str) -> Reply:
    """What a delivery would say."""
    found = await cli.world.store.outbox.open(DeliveryId(id))
    assert found
    assert isinstance(found.action, Reply)
    return found.action


async def parked_delivery(cli: Line, words: str = "the chat was deleted") -> str:
    """A delivery that a network refused."""
    sent = await cli("approve", await cli.world.drafted(), "--json")
    sending = await cli.world.store.outbox.claim(cli.world.clock.at + HOUR, LEASE, "t")
    assert isinstance(sending, Sending)
    await cli.world.store.outbox.unsent(
        sending.delivery, "parked", cli.world.clock.at, token="t", error="Rejected", words=words
    )
    return str(sent.json["delivery"])


# ------------------------------------------------------------------------------------------------------------ looking


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
    await cli.world.propose(proposal("Majama!", evidence="faq", checks=("mentions a price",)))

    shown = await cli("show", "next")

    assert shown.code == 0
    assert shown.out.splitlines() == [
        "Draft 1 · pending  telegram:main",
        f"Asha @asha  {at(ASHA)} · comments",
        "under “Diwali sale” https://example.org/17",
        "> Kem cho?",
        "responder rules: reply",
        "> Majama!",
        "because  the rule greeting matched (a known question)",
        "sources  greeting How to greet: “kem cho”",
        "checks   failed: mentions a price",
        "window   23 h 57 min left to answer",
        "waiting  2 min",
        "approve 1 · approve 1 --text … · reject 1 --reason …",
    ]


async def test_a_decided_draft_shows_what_became_of_it(cli: Line) -> None:
    first = await cli.world.drafted(author=ASHA)
    second = await cli.world.drafted(author=BHAVIN)
    await cli("reject", first, "--reason", "too cold")
    sent = (await cli("approve", second, "--json")).json["delivery"]

    rejected, approved = await cli("show", first), await cli("show", second)

    assert "decided  rejected by meera: too cold" in rejected.out
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


# ----------------------------------------------------------------------------------------------------------- deciding


async def test_approving_sends_the_draft_on_its_way_once(cli: Line) -> None:
    draft = await cli.world.drafted("Majama!")

    done, again = await cli("approve", draft), await cli("approve", draft, "--as", "noor")

    assert done.code == 0
    found = re.fullmatch(r"Approved draft 1 for Asha @asha; it leaves in 5 s. To stop it: recall (\S+)\n", done.out)
    assert found
    assert (await delivery_of(cli, found[1])).text == "Majama!"
    assert (again.code, again.err) == (1, "Already approved by meera.\n")


async def test_approving_with_another_text_sends_that(cli: Line) -> None:
    draft = await cli.world.drafted("Majama!")

    done = await cli("approve", draft, "--text", "-", "--json", stdin="મજામાં!\nઅને તમે?\n")

    assert (await delivery_of(cli, done.json["delivery"])).text == "મજામાં!\nઅને તમે?"
    assert done.json["undo_ms"] == 5000
    assert STAMP.fullmatch(done.json["due"])


async def test_a_dry_run_shows_the_card_and_sends_nothing(cli: Line) -> None:
    draft = await cli.world.drafted("Majama!")

    plain = await cli("approve", draft, "--dry-run", "--text", "Majama, Asha!")
    as_json = await cli("approve", draft, "--dry-run", "--text", "Majama, Asha!", "--json")
    reply = await cli("reply", at(ASHA), "Hello", "--dry-run")

    assert "> Majama, Asha!" in plain.out
    assert "> Hello" in reply.out
    assert plain.err == reply.err == "Nothing was sent.\n"
    assert (as_json.json["text"], as_json.json["sent"]) == ("Majama, Asha!", False)
    assert (await cli("show", draft, "--json")).json["draft"]["state"] == "pending"


async def test_a_rejected_draft_keeps_the_reason(cli: Line) -> None:
    draft = await cli.world.drafted()

    assert (await cli("reject", draft)).code == 2
    assert (await cli("reject", draft, "--reason", "too cold")).out == f"Rejected draft {draft}.\n"

    shown = (await cli("show", draft, "--json")).json["draft"]
    assert (shown["state"], shown["decided_by"], shown["reason"]) == ("rejected", "meera", "too cold")


async def test_a_reply_may_come_from_standard_input_with_files(cli: Line, tmp_path: Path) -> None:
    await cli.world.hear()
    photo, page = tmp_path / "shop.jpg", tmp_path / "price"
    photo.write_bytes(b"jpeg")
    page.write_bytes(b"12")

    files = ("--attach", str(photo), "--attach", str(page))
    done = await cli("reply", at(ASHA), "-", *files, "--to", "m1", "--json", stdin="Like this?\n")

    action = await delivery_of(cli, done.json["delivery"])
    assert (action.text, action.to) == ("Like this?", "m1")
    assert [(m.kind, m.name, m.mime, m.size) for m in action.media] == [
        ("image", "shop.jpg", "image/jpeg", 4), ("file", "price", "application/octet-stream", 2),
    ]  # fmt: skip
    digest = action.media[0].ref.removeprefix("blob:")
    assert (tmp_path / "files" / digest[:2] / digest).read_bytes() == b"jpeg"


async def test_a_file_that_is_not_there_is_not_understood(cli: Line, tmp_path: Path) -> None:
    ended = await cli("reply", "x", "y", "--attach", str(tmp_path / "none.jpg"))

    assert ended.code == 2
    assert "does not exist" in ended.err


async def test_a_refusal_is_said_as_it_is(cli: Line) -> None:
    await cli.world.receive(said("Kem cho?", ASHA, at=cli.world.clock.at - 25 * HOUR))

    ended = await cli("reply", at(ASHA), "Majama!")

    assert ended.code == 1
    assert ended.err == "Not sent: telegram lets us answer for 24 h after their last message; that is over.\n"


async def test_a_reply_can_be_taken_back_by_its_own_id_or_its_drafts(cli: Line) -> None:
    first = await cli.world.drafted(author=ASHA)
    second = await cli.world.drafted(author=BHAVIN)
    delivery = (await cli("approve", first, "--json")).json["delivery"]
    await cli("approve", second)

    assert (await cli("recall", delivery)).out == f"Taken back; draft {first} waits again.\n"
    assert (await cli("recall", second, "--json")).json["draft_state"] == "pending"
    assert (await cli("recall", delivery)).err == "Too late to take it back: it is recalled.\n"
    assert (await cli("recall", "nothing")).code == 3


async def test_a_reply_taken_back_after_they_wrote_again_no_longer_fits(cli: Line) -> None:
    delivery = (await cli("approve", await cli.world.drafted(), "--json")).json["delivery"]
    await cli.world.hear("Hello?", id="m2")

    assert "no longer fits, they wrote meanwhile" in (await cli("recall", delivery)).out


async def test_a_draft_that_never_left_cannot_be_taken_back(cli: Line) -> None:
    draft = await cli.world.drafted()

    ended = await cli("recall", draft)

    assert (ended.code, ended.err) == (3, f"Draft {draft} is not on its way: it is pending.\n")


# ------------------------------------------------------------------------------------------------------ keeping order


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


# ----------------------------------------------------------------------------------------------------------- watching


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


# --------------------------------------------------------------------------------------------------- who, and how safe


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
