"""The command line decides and sends, takes back and refuses, through typer's runner on a real Redis."""

from __future__ import annotations

import re
from pathlib import Path

from inbox.actions import Reply
from inbox.models import DeliveryId
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN
from tests.world import HOUR, at, said

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def delivery_of(cli: Line, id: str) -> Reply:
    """What a delivery would say."""
    found = await cli.world.store.outbox.open(DeliveryId(id))
    assert found
    assert isinstance(found.action, Reply)
    return found.action


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


async def test_another_draft_ends_the_one_that_waits(cli: Line) -> None:
    draft = await cli.world.drafted()

    done, again = await cli("redraft", "next"), await cli("redraft", draft)

    assert done.out == f"Draft {draft} is ended; another one is on its way if anything else fits.\n"
    assert (again.code, again.err) == (1, "Already rejected by meera.\n")
    assert list((await cli.world.turn()).declined.values()) == [{"rules:greeting"}]


async def test_a_wish_goes_along_with_another_draft(cli: Line) -> None:
    draft = await cli.world.drafted("Majama!")

    long = await cli("redraft", draft, "--wish", "x" * 501)
    done = await cli("redraft", draft, "--wish", "in  Gujarati", "--json")

    assert (long.code, long.err) == (1, "Say what you wish in at most 500 characters; these are 501.\n")
    assert done.json == {"draft": draft, "state": "rejected", "wish": "in  Gujarati"}
    (wish,) = (await cli.world.turn()).wishes.values()
    assert (wish.words, wish.text, wish.by) == ("in Gujarati", "Majama!", "meera")


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
    assert "does not exist" in " ".join(ended.err.replace("│", " ").split())  # the box breaks its lines anywhere


async def test_a_refusal_is_said_as_it_is(cli: Line) -> None:
    await cli.world.receive(said("Kem cho?", ASHA, at=cli.world.clock.at - 25 * HOUR))

    ended = await cli("reply", at(ASHA), "Majama!")

    assert ended.code == 1
    assert ended.err == "Not sent: Telegram lets us answer for 24 hours after their last message; that is over.\n"


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
