"""Trying rules on what was said: each turn as it would have been asked, counted, and nothing changed."""

from dataclasses import replace

import pytest

from bot.trying import Counted, Setting, Typed, recent, try_turn, try_turns, typed
from inbox.capabilities import Capabilities
from inbox.errors import NotAllowed
from inbox.models import Actor, RemoteId, Thread, account_id
from inbox.policy import Autonomy
from responders.rules import Rules, RulesFile
from responders.turn import Turn
from tests.cast import ASHA, BHAVIN, MEERA
from tests.turns import turn
from tests.world import ACCOUNT, CAPABILITIES, HOUR, SECOND, World, at, said, thread_of, world

WRITTEN = [
    {"id": "upset", "when": {"sentiment": "negative"}, "labels": "upset", "priority": 7, "stop": False},
    {"id": "hello", "when": {"words": "hello"}, "text": "Hello, {name}!"},
    {"id": "link", "when": {"words": "look"}, "text": "See evil.example.com/{account}", "mode": "draft"},
    {"id": "new", "when": {"author": {"first": True}}, "assign": "meera", "snooze": "1h"},
    {"id": "person", "when": {"words": "human"}, "hand_off": "They ask."},
    {"id": "never", "when": {"words": "zebra"}, "text": "What?"},
]


def setting(
    autonomy: Autonomy = "auto", written: list[dict[str, object]] | None = None, can: Capabilities = CAPABILITIES
) -> Setting:
    """Rules, and how much may go out alone."""
    file = RulesFile.model_validate({"rules": WRITTEN if written is None else written})
    return Setting(Rules(file), {ACCOUNT: can}, lambda *_: autonomy)


@pytest.fixture
async def it(redis_url: str, brand: str) -> World:
    """A brand with a clock of its own."""
    async with world(redis_url, brand) as made:
        yield made  # type: ignore[misc]


async def turns(it: World, **more: int) -> list[Turn]:
    """The turns that came up, the newest first."""
    return await recent(it.brand, MEERA, setting(), **({"last": 100} | more))


async def test_every_turn_is_as_it_would_have_been_asked(it: World) -> None:
    start = it.clock.at
    await it.receive(
        said("hello", id="m1", at=start),
        said("hello?", id="m2", at=start + 100),
        said("majama", None, id="m3", at=start + HOUR),
        said("thanks", id="m4", at=start + 2 * HOUR),
        said("and you?", id="m5", at=start + 3 * HOUR),
    )

    found = await turns(it)

    assert [one.question for one in found] == ["thanks\nand you?", "thanks", "hello\nhello?"]
    assert [one.now for one in found] == [start + 3 * HOUR + SECOND, start + 2 * HOUR + SECOND, start + 100 + SECOND]
    assert [one.past.messages for one in found] == [2, 2, 0]
    assert found[0].past.since == start
    assert [len(one.messages) for one in found] == [5, 4, 2]
    assert {one.contact for one in found} == {ASHA}


async def test_the_newest_messages_are_looked_at_in_all_conversations(it: World) -> None:
    for number in range(6):
        it.clock.at += HOUR
        await it.hear(f"number {number}", (ASHA, BHAVIN)[number % 2], id=f"m{number}")

    assert [one.unanswered[-1].text for one in await turns(it, last=3)] == ["number 5", "number 4", "number 3"]
    assert [one.unanswered[-1].text for one in await turns(it, last=0, since=it.clock.at)] == ["number 5"]
    assert len(await turns(it, last=0, since=1)) == 6


async def test_who_wrote_elsewhere_before_what_is_read_is_no_stranger(it: World) -> None:
    start = it.clock.at
    await it.hear("hello", id="m1")
    it.clock.at += HOUR
    await it.receive(said("human?", id="m2", at=it.clock.at, thread=Thread(RemoteId("0000000901"), "group")))

    (found,) = await turns(it, last=0, since=it.clock.at)

    assert (found.past.messages, found.past.since) == (1, start)


async def test_more_messages_than_fit_on_a_page_are_read_since_a_time(it: World) -> None:
    start = it.clock.at
    await it.receive(*(said(f"n{n}", id=f"m{n:04}", at=start + n * 5 * SECOND) for n in range(450)))

    found = await turns(it, last=0, since=start)

    assert len(found) == 450
    assert (found[0].past.messages, len(found[0].unanswered)) == (420, 30)
    assert len(await turns(it, last=10)) == 10


async def test_removed_messages_and_accounts_that_are_gone_are_left_out(it: World) -> None:
    await it.hear("hello")
    elsewhere = replace(setting(), capabilities={account_id("telegram", "other"): CAPABILITIES})
    mute = replace(setting(), capabilities={ACCOUNT: replace(CAPABILITIES, actions={})})

    assert len(await turns(it)) == 1
    assert await recent(it.brand, MEERA, elsewhere, last=5) == []
    assert await recent(it.brand, MEERA, mute, last=5) == []


async def test_in_a_group_everybody_has_turns_of_their_own(it: World) -> None:
    group = thread_of(ASHA, "group")
    await it.receive(
        said("hello", ASHA, id="m1", at=it.clock.at, thread=group),
        said("human", BHAVIN, id="m2", at=it.clock.at + 10, thread=group),
    )

    assert [one.question for one in await turns(it)] == ["human", "hello"]


async def test_counting_says_what_every_rule_would_have_done(it: World) -> None:
    words = ("hello", "worst scam", "hello again", "human", "look")
    await it.receive(*(said(text, id=f"m{n}", at=it.clock.at + n * HOUR) for n, text in enumerate(words)))
    tried = await try_turns(setting(), reversed(await turns(it)))

    counted = {rule.id: {deed: n for deed, n in rule.counts.items() if n} for rule in tried.rules}
    assert tried.turns == 5
    assert counted["hello"] == {"matched": 5, "alone": 5}  # she was never answered, so each turn holds her hello
    assert counted["upset"] == {"matched": 4, "labelled": 4, "raised": 4}
    assert tried.never == ("link", "new", "person", "never")
    assert tried.end - tried.begin == 4 * HOUR


async def test_examples_name_what_was_said_and_found_and_stay_few(it: World) -> None:
    for number in range(5):
        person = replace(ASHA, remote=f"{number:010}")
        await it.hear("hello there", person, id=f"m{number}")

    (hello,) = [rule for rule in (await try_turns(setting(), await turns(it))).rules if rule.id == "hello"]

    assert isinstance(hello, Counted)
    assert hello.counts["matched"] == 5
    assert [(one.text, one.found) for one in hello.examples] == [("hello there", '"hello"')] * 3


async def test_nothing_is_changed_by_trying(it: World) -> None:
    await it.hear("hello")
    before = await it.store.log.last()

    await try_turns(setting(), await turns(it))

    assert await it.store.log.last() == before
    assert (await it.turn()).conversation.id == at(ASHA)


async def test_only_who_may_look_may_try(it: World) -> None:
    with pytest.raises(NotAllowed):
        await recent(it.brand, Actor("person", "nobody", ""), setting(), last=5)


@pytest.mark.parametrize(
    ("text", "autonomy", "does", "waits"),
    [
        ("hello", "auto", ("matched", "alone"), ""),
        ("hello", "draft", ("matched", "drafted"), "autonomy is draft here"),
        ("hello", "off", ("matched",), "autonomy is off here"),
        ("look", "auto", ("matched", "drafted"), "it needs a person's judgement"),
        ("who is there", "auto", ("matched", "assigned", "snoozed"), ""),
    ],
)
async def test_one_text_is_judged_as_it_would_be(text: str, autonomy: Autonomy, does: object, waits: str) -> None:
    outcome = await try_turn(setting(autonomy), typed(Typed(text, ACCOUNT), CAPABILITIES.text, 5))

    assert outcome.did(outcome.matched[0]) == does
    assert outcome.waits.startswith(waits)
    assert bool(outcome.waits) is bool(waits)


async def test_a_failed_check_is_told_where_it_alone_keeps_an_answer_back() -> None:
    long = setting(written=[{"id": "a", "when": {"words": "a"}, "text": "x " * 3000}])

    outcome = await try_turn(long, typed(Typed("a", ACCOUNT), CAPABILITIES.text, 5))

    assert outcome.waits.startswith("a check failed: Too long")


async def test_words_nobody_wrote_match_nothing() -> None:
    assert (await try_turn(setting(), turn(""))).matched == ()


def test_a_typed_text_is_a_turn_of_somebody_new() -> None:
    asked = typed(Typed("kyare khulshe dukan", ACCOUNT, "comments", name="Asha", labels=("vip",)), CAPABILITIES.text, 5)

    assert (asked.question, asked.language, asked.now) == ("kyare khulshe dukan", "gu-Latn", 5)
    assert asked.conversation.thread.kind == "comments"
    assert asked.conversation.labels == ("vip",)
    assert asked.past.messages == 0
