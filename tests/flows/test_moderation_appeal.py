"""From a hidden comment to its return: its author is told why, asks for another look, and somebody else decides."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from inbox.docket.shown import CaseView
from inbox.moderation import codes, figures
from tests.flows.appeal_stage import AppealStage, appeal_stage, code_in
from tests.flows.court import OLGA

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCAM, RUDE, AGAIN, PRIZES, LATE, END = (
    "I did win your airdrop, in your own draw",
    "You muppet, and I say so kindly",
    "Another airdrop for all of you",
    "Prizes by airdrop, for everybody",
    "My airdrop is art",
    "That was all, airdrop",
)
REASON, HURTS = "It reads like an offer of quick money.", "It calls somebody a name."
NOT_THEIRS = "This code does not belong to anything that we can look up for you here."
SORRY = "We hid that by mistake. It is back, and we are sorry."
MODERATION = f"""
rules:
  - {{id: scam, when: {{words: airdrop}}, do: {{hide: true, strike: 2}}, why: {{en: {REASON}}}}}
  - {{id: names, when: {{words: muppet}}, do: {{hold: true}}, why: {{en: {HURTS}}}}}
appeals:
  accounts: ['facebook:*']
  text: {{en: 'We took your comment out of sight. {{reason}} If that is wrong, tell us with the code {{code}}.'}}
  decide_within: 2s
apology: {{en: '{SORRY}'}}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AppealStage]:
    """One Sangam for all of this file."""
    async with appeal_stage(tmp_path_factory.mktemp("appeals"), MODERATION) as it:
        yield it


async def back(it: AppealStage, words: str) -> CaseView:
    """The case about these words, once all of it is taken back."""
    return await it.court.case(
        "facebook:main", words, lambda one: all(deed.state == "taken back" for deed in one.deeds) and one.deeds
    )


async def test_a_comment_that_a_rule_hid_comes_back_by_an_appeal_on_the_site(stage: AppealStage) -> None:
    comment = await stage.comment("asha", SCAM)
    told = await stage.told(comment)
    assert not await stage.facebook.seen(comment)
    assert told.text.startswith(f"We took your comment out of sight. {REASON} If that is wrong, tell us with the code ")
    before = await figures.tally(stage.court.brand, OLGA, stage.court.brand.now() - 60_000)

    await stage.site.say("asha", f"Hello, my comment is gone. The code is {code_in(told.text).lower()}")

    case = await stage.appealed(SCAM)
    number = str(case.case.number)
    page = await stage.court.desk.get("/moderation/appeals")
    assert page.shows(SCAM)
    assert page.shows("my comment is gone")
    card = await stage.card("appeal_grant", number, SCAM)
    assert "is undone, and they are told" in await stage.press("noor", card, "appeal_grant", number)

    undone = await back(stage, SCAM)
    assert await stage.facebook.seen(comment)
    assert (undone.case.undone_by, undone.appeal and undone.appeal.appeal.state) == ("noor", "granted")
    await stage.seen_on_site("asha", SORRY)
    after = await figures.tally(stage.court.brand, OLGA, stage.court.brand.now() - 60_000)
    assert (after.appeals, after.granted) == (before.appeals + 1, before.granted + 1)
    assert after.undone["scam"] == before.undone.get("scam", 0) + 1
    assert undone.points == 0


async def test_who_did_it_may_not_decide_and_somebody_else_does(stage: AppealStage) -> None:
    comment = await stage.comment("chen", RUDE)
    flag = await stage.card("flag_out", words=RUDE)
    assert "goes out of sight" in await stage.press("noor", flag, "flag_out")
    told = await stage.told(comment)
    assert not await stage.facebook.seen(comment)
    assert HURTS in told.text

    stage.writes("chen", f"That was meant kindly: {code_in(told.text)}")

    case = await stage.appealed(RUDE)
    number = str(case.case.number)
    assert (case.by, case.case.rule) == ("noor", "")
    card = await stage.card("appeal_grant", number)
    refused = await stage.press("noor", card, "appeal_grant", number)
    assert "An appeal is decided by somebody else than who did what it is about." in refused
    noor = await stage.court.tab("noor")
    assert not (await noor.get("/moderation/appeals")).shows("Bring it back")
    assert not await stage.facebook.seen(comment)

    await stage.press("meera", await stage.card("appeal_grant", number), "appeal_grant", number)

    await back(stage, RUDE)
    assert await stage.facebook.seen(comment)
    await stage.answered("chen", lambda text: text == SORRY)


async def test_a_stranger_with_the_code_is_refused_politely_and_learns_nothing(stage: AppealStage) -> None:
    comment = await stage.comment("bhavin", AGAIN)
    code = code_in((await stage.told(comment)).text)

    stage.writes("dolores", f"Why is this gone? {code}")

    await stage.approve("meera", await stage.card("approve", words=NOT_THEIRS))
    assert await stage.answered("dolores", lambda text: "code" in text) == NOT_THEIRS
    case = await stage.court.case("facebook:main", AGAIN)
    assert case.appeal is None
    assert not await stage.facebook.seen(comment)


async def test_what_is_declined_is_answered_and_stands(stage: AppealStage) -> None:
    told = await stage.told(await stage.comment("bhavin", PRIZES))
    case = await stage.court.case("facebook:main", PRIZES)
    number = str(case.case.number)
    stage.writes("bhavin", f"Please look again {code_in(told.text)}")
    card = await stage.card("appeal_decline", number)

    await stage.decline("meera", card, number, "It offers prizes that we do not give.")

    await stage.answered("bhavin", lambda text: text == "It offers prizes that we do not give.")
    decided = await stage.court.case("facebook:main", PRIZES, lambda one: one.appeal.appeal.state == "declined")
    assert decided.state == "done"
    assert decided.case.stands


async def test_an_appeal_that_waits_too_long_is_said(stage: AppealStage) -> None:
    comment = await stage.comment("dolores", LATE)
    await stage.site.say("dolores", f"Hello? {code_in((await stage.told(comment)).text)}")
    number = str((await stage.appealed(LATE)).case.number)

    await stage.card("appeal_grant", number, "Overdue")

    page = await stage.court.desk.get("/moderation/appeals")
    assert page.shows("for too long.")
    assert page.shows(LATE)


async def test_whoever_guesses_codes_is_heard_no_more_after_ten(stage: AppealStage) -> None:
    store = stage.court.brand.store
    code = code_in((await stage.told(await stage.comment("asha", f"{LATE} too"))).text)
    for number in range(12):
        await stage.site.say("chen", f"{number}: {codes.code()}")
    await stage.site.say("chen", f"And this one, by chance: {code}")
    await stage.site.say("chen", END)  # all that was said before it in this conversation is judged when it is

    end = await stage.court.case("webchat:site", END)
    drafted = [one for one in await store.log.newest(500) if one.what == "draft.new"]
    refusals = [one for one in drafted if one.conversation == end.case.conversation and one.by == "moderation"]
    assert len(refusals) == 10
    assert (await stage.court.case("facebook:main", f"{LATE} too")).appeal is None
