"""The command line warns whoever writes, and sends all the same."""

from __future__ import annotations

import pytest

from inbox.models import DeliveryId
from responders.guard import Guard
from responders.options import GuardOptions
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA
from tests.world import at

SCAM = "Words that we never say: “scam”."


@pytest.fixture
def guarded(cli: Line) -> Line:
    """A command line where one word is never said."""
    cli.world.check = Guard(GuardOptions(banned=("scam",))).warn
    return cli


async def test_a_reply_is_sent_with_the_warning_before_the_way_to_recall_it(guarded: Line) -> None:
    await guarded.world.hear()

    plain = await guarded("reply", at(ASHA), "It is no scam")
    as_json = await guarded("reply", at(ASHA), "It is no scam", "--json")
    fine = await guarded("reply", at(ASHA), "It is fine")

    look, sent = plain.out.splitlines()
    assert look == f"Look again: {SCAM}"
    assert sent.startswith("Your reply is on its way; it leaves in 5 s. To stop it: recall ")
    assert as_json.json["warnings"] == [SCAM]
    assert "Look again" not in fine.out
    assert await guarded.world.store.outbox.open(DeliveryId(sent.rpartition(" ")[2]))


async def test_only_another_text_than_the_drafted_one_is_judged(guarded: Line) -> None:
    draft = await guarded.world.drafted("No scam")
    anew = await guarded("approve", draft, "--text", "A scam?")
    again = await guarded.world.drafted("No scam", id="m2")
    as_it_is = await guarded("approve", again, "--json")

    assert anew.out.startswith(f"Look again: {SCAM}\nApproved draft")
    assert as_it_is.json["warnings"] == []


async def test_a_dry_run_warns_too(guarded: Line) -> None:
    draft = await guarded.world.drafted()

    for words in (("reply", at(ASHA), "A scam", "--dry-run"), ("approve", draft, "--text", "A scam", "--dry-run")):
        plain, as_json = await guarded(*words), await guarded(*words, "--json")
        assert plain.out.endswith(f"Look again: {SCAM}\n")
        assert as_json.json["warnings"] == [SCAM]
        assert as_json.json["sent"] is False


async def test_what_was_told_stands_on_the_card_of_what_was_written(guarded: Line) -> None:
    await guarded.world.hear()
    sent = await guarded("reply", at(ASHA), "It is no scam", "--json")
    delivery = await guarded.world.store.outbox.open(DeliveryId(sent.json["delivery"]))
    assert delivery

    assert f"failed: {SCAM}" in (await guarded("show", delivery.draft)).out
