"""The command line shows what has earned to go out alone, gives it, declines it and takes it back."""

from __future__ import annotations

from typing import Any

from inbox.policy import Slice
from tests.bot.surfaces.cli_line import Line
from tests.inbox.test_earning import FEW, approved
from tests.world import ACCOUNT

FAQ = Slice("faq", ACCOUNT, "comments", "win\u202eter")
WHERE = "faq on telegram:main, comments labelled win‹202E›ter"


async def only(cli: Line) -> Any:
    """The one slice, as JSON has it."""
    (found,) = (await cli("autonomy", "--json")).json["slices"]
    return found


async def test_nothing_is_proven_at_first(cli: Line) -> None:
    ended = await cli("autonomy")

    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "Nothing is proven yet: approve, edit and reject drafts as they come.\n"


async def test_what_was_decided_is_counted_in_words_and_in_json(cli: Line) -> None:
    cli.world.earned = FEW
    await approved(cli.world, 3)

    shown, found = await cli("autonomy"), await only(cli)

    counted = "3 of 3 drafts sent unchanged; more than 36 % is proven"
    assert shown.out == f"{found['id']}  rules on telegram:main, direct: {counted}\n"
    assert (found["state"], found["decided"], found["unchanged"], found["label"]) == ("waits", 3, 3, None)
    assert 0.36 < found["proven"] < 0.38


async def test_a_proposal_is_accepted_once_and_taken_back(cli: Line) -> None:
    await cli.world.store.grants.ask(FAQ, "48 of 50", cli.world.clock.at)
    proposed = await cli("autonomy")
    id = (await only(cli))["id"]
    assert f"{id}  {WHERE}: " in proposed.out
    assert proposed.err == "autonomy accept ID   autonomy decline ID\n"

    accepted, again = await cli("autonomy", "accept", id), await cli("autonomy", "accept", id)

    assert accepted.out == f"{WHERE} goes out alone from now on. To take it back: autonomy withdraw {id}\n"
    assert again.code == 3
    assert "goes out alone since" in (await cli("autonomy")).out
    assert ((await only(cli))["state"], (await only(cli))["by"]) == ("alone", "meera")

    taken = await cli("autonomy", "withdraw", id, "--why", "new prices", "--json")

    assert taken.json == {"slice": id, "verb": "withdraw"}
    found = await only(cli)
    assert (found["state"], found["withdrawn_by"], found["withdrawn_why"]) == ("withdrawn", "meera", "new prices")
    assert "taken back" in (await cli("autonomy")).out
    assert (await cli("autonomy", "withdraw", id)).code == 3


async def test_a_declined_one_keeps_its_reason(cli: Line) -> None:
    await cli.world.store.grants.ask(FAQ, "48 of 50", cli.world.clock.at)
    id = (await only(cli))["id"]

    declined = await cli("autonomy", "decline", id, "--why", "too early")

    assert declined.out == f"{WHERE} waits for a person, and is proposed again when as much more was decided.\n"
    found = await only(cli)
    assert (found["state"], found["declined_by"], found["declined_why"]) == ("declined", "meera", "too early")
    assert "by meera: too early" in (await cli("autonomy")).out


async def test_what_is_not_understood_is_explained(cli: Line) -> None:
    assert (await cli("autonomy", "accept")).code == 2
    unknown = await cli("autonomy", "accept", "000000")
    assert (unknown.code, unknown.err) == (3, "There is no slice 000000: nothing of it was decided lately.\n")
