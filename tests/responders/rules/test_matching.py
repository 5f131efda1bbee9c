"""What conditions match, and what they say they found."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.decisions import Past
from inbox.models import Media, RemoteId, Subject
from responders.hours import Hours
from responders.rules.conditions import Condition
from responders.rules.matching import NOWHERE, Place, compiled
from responders.rules.seen import Seen
from responders.turn import Turn
from tests.turns import ours, theirs, turn

DAY = 86_400_000
KOLKATA = ZoneInfo("Asia/Kolkata")
SHOP = Hours.model_validate({"zone": "Asia/Kolkata", "weekly": {"mon-fri": "9:00-18:00"}})


def hit(said: str | Turn, place: Place = NOWHERE, /, **when: object) -> str | None:
    """What a condition says it found in a text or a turn."""
    asked = turn(said) if isinstance(said, str) else said
    return compiled(Condition.model_validate(when), place)(Seen(asked))


def under(asked: Turn, **thread: object) -> Turn:
    """The turn in a thread that is otherwise."""
    changed = replace(asked.conversation.thread, **thread)  # type: ignore[arg-type]
    return replace(asked, conversation=replace(asked.conversation, thread=changed))


def at(shown: str) -> Turn:
    """A turn when the clocks of Kolkata show this."""
    when = datetime.fromisoformat(shown).replace(tzinfo=KOLKATA)
    return replace(turn("hello"), now=round(when.timestamp() * 1000))


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("opening hours", "What are your OPENING  hours?"),
        ("cafe", "Is the CAFÉ open"),
        ("año", "feliz ano nuevo"),
        ("ક્યારે", "દુકાન ક્યારે ખુલે છે?"),
        ("धनवापसी", "मुझे धनवापसी चाहिए।"),
        ("退款", "我想退款，谢谢"),
        ("refund", "ｒｅ\u200bｆｕｎｄ"),
    ],
)
def test_a_phrase_is_found_in_any_script_however_it_is_typed(phrase: str, said: str) -> None:
    assert hit(said, words=phrase) == f'"{phrase}"'


@pytest.mark.parametrize(("phrase", "said"), [("art", "start"), ("ખુલ", "ખુલે"), ("open now", "now open"), ("a", "")])
def test_a_part_of_a_word_is_not_the_word(phrase: str, said: str) -> None:
    assert hit(said, words=phrase) is None


def test_the_first_phrase_that_is_there_is_told() -> None:
    assert hit("my money back, a refund", words=["lawyer", "refund", "money back"]) == '"refund"'


def test_a_pattern_tells_what_it_matched_in_either_case() -> None:
    assert hit("Order AB-1234 is late", pattern=r"\b[a-z]{2}-\d{4}\b") == '"AB-1234" (a pattern)'
    assert hit("Order 1234", pattern=r"\b[a-z]{2}-\d{4}\b") is None


def test_a_long_match_is_shown_shortened() -> None:
    assert hit("x" * 500, pattern="x+") == f'"{"x" * 60}" (a pattern)'


def test_a_match_over_several_lines_is_shown_on_one() -> None:
    assert hit("a\n\u2028 b", pattern=r"a\s+b|(?s)a.*b") == '"a b" (a pattern)'


def test_half_a_character_does_not_break_a_pattern() -> None:
    assert hit("a\ud83db", pattern="ab") == '"ab" (a pattern)'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("refund please", '"refund" and nothing it excludes'),
        ("late order 12", '"late" and "12" (a pattern) and nothing it excludes'),
        ("late order", None),
        ("refund, thanks", None),
        ("hello", None),
    ],
)
def test_conditions_combine(said: str, found: str | None) -> None:
    either = [{"words": "refund"}, {"all": [{"words": "late"}, {"pattern": r"\d+"}]}]

    assert hit(said, **{"any": either, "not": {"words": "thanks"}}) == found


def test_several_keys_of_one_condition_must_all_hold() -> None:
    assert hit("late order 12", words="late", pattern=r"\d+") == '"late" and "12" (a pattern)'
    assert hit("order 12", words="late", pattern=r"\d+") is None


def test_what_is_excluded_by_several_is_told_once() -> None:
    thrice = [{"words": "refund"}, {"not": {"words": "a"}}, {"not": {"words": "b"}}]

    assert hit("refund", all=thrice) == '"refund" and nothing it excludes'


def test_a_pattern_built_to_take_for_ever_takes_no_time() -> None:
    started = time.process_time()

    assert hit("a" * 70_000 + "!", pattern=r"^(a+)+$") is None
    assert hit("a" * 70_000 + "!", pattern=r"(a|aa|aaa)*b") is None
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ({"accounts": "telegram:*"}, "the account telegram:main"),
        ({"accounts": ["webchat:site"]}, None),
        ({"networks": ["x", "telegram"]}, "the network telegram"),
        ({"networks": "x"}, None),
        ({"kinds": "direct"}, "a direct message"),
        ({"kinds": ["group", "comments"]}, None),
        ({"labels": "vip*"}, "the label vip-gold"),
        ({"labels": ["press"]}, None),
        ({"always": True}, "every message"),
    ],
)
def test_the_place_counts(when: dict[str, object], found: str | None) -> None:
    asked = turn("hello")

    assert hit(replace(asked, conversation=replace(asked.conversation, labels=("vip-gold",))), **when) == found


@pytest.mark.parametrize(
    ("spoken", "wanted", "fits"),
    [
        ("gu", "gu", True),
        ("gu-Latn", "gu", True),
        ("gu", "gu-Latn", False),
        ("gu-Latn", ["en", "gu-latn"], True),
        ("pt-BR", "pt", True),
        ("guj", "gu", False),
        ("", "gu", False),
    ],
)
def test_a_language_means_all_its_forms(spoken: str, wanted: object, *, fits: bool) -> None:
    assert (hit(replace(turn("x"), language=spoken), languages=wanted) is not None) is fits


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        ("2026-11-27 17:59", False),
        ("2026-11-27 18:00", True),
        ("2026-11-28 07:59", True),
        ("2026-11-28 08:00", False),
        ("2026-11-28 20:00", False),
        ("2026-11-30 03:00", False),
        ("2026-12-01 03:00", True),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(shown: str, *, fits: bool) -> None:
    night = {"from": "18:00", "to": "08:00", "weekdays": ["mon-thu", "fri"], "zone": "Asia/Kolkata"}

    assert (hit(at(shown), time=night) is not None) is fits


def test_times_go_by_their_zone_or_that_of_the_file() -> None:
    noon, asked = {"from": "12:00", "to": "13:00"}, at("2026-11-27 12:30")

    assert hit(asked, Place(KOLKATA), time=noon) == "the time (Fri 12:30)"
    assert hit(asked, time=noon) is None
    assert hit(asked, time={**noon, "zone": "Asia/Kolkata"}) == "the time (Fri 12:30)"
    assert hit(asked, Place(KOLKATA), time={"dates": ["12-25", "2026-11-20..2026-11-27"]}) == "the time (Fri 12:30)"
    assert hit(asked, Place(KOLKATA), time={"dates": "11-28"}) is None


def test_opening_hours_are_open_or_closed_and_without_any_neither() -> None:
    open_, closed = at("2026-11-27 12:00"), at("2026-11-28 12:00")

    assert hit(open_, Place(hours=SHOP), hours="open") == "we are open"
    assert hit(closed, Place(hours=SHOP), hours="closed") == "we are closed"
    assert hit(closed, Place(hours=SHOP), hours="open") is None
    assert hit(closed, hours="open") is hit(closed, hours="closed") is None


@pytest.mark.parametrize(
    ("past", "when", "fits"),
    [
        (Past(), {"first": True}, True),
        (Past(3, 1), {"first": True}, False),
        (Past(3, 1), {"first": False}, True),
        (Past(2, 1), {"at_least": 3}, True),
        (Past(1, 1), {"at_least": 3}, False),
        (Past(2, 1), {"at_most": 2}, False),
        (Past(), {"at_most": 1}, True),
        (Past(1, 1_700_000_000_000 - 31 * DAY), {"known_for": "30d"}, True),
        (Past(1, 1_700_000_000_000 - 29 * DAY), {"known_for": "30d"}, False),
        (Past(), {"known_for": "1s"}, False),
        (Past(), {"new_within": "1d"}, True),
        (Past(9, 1_700_000_000_000 - 2 * DAY), {"new_within": "1d"}, False),
        (Past(9, 1_700_000_000_000 - 2 * DAY), {"new_within": "3d", "at_least": 10}, True),
    ],
)
def test_what_somebody_wrote_before_counts(past: Past, when: dict[str, object], *, fits: bool) -> None:
    assert (hit(replace(turn("hello"), past=past), author=when) is not None) is fits


def test_what_is_known_of_somebody_is_told() -> None:
    known = replace(turn("x"), past=Past(4, 1_700_000_000_000 - 3 * DAY))

    assert hit(turn("x"), author={"first": True}) == "somebody new"
    assert hit(known, author={"at_least": 2}) == "5 messages so far, the first 3 d ago"


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ({"ids": "123"}, "the post 0000000123"),
        ({"ids": ["7", "0000000123"]}, "the post 0000000123"),
        ({"ids": "7"}, None),
        ({"links": "https://t.me/shop/*"}, "the post 0000000123"),
        ({"links": "https://t.me/shop/5/"}, "the post 0000000123"),
        ({"links": "https://t.me/sho"}, None),
        ({"words": "diwali sale"}, '"diwali sale" in the post'),
        ({"words": "eid sale"}, None),
        ({"pattern": r"\d+ ?%"}, '"50 %" in the post'),
        ({"ids": "123", "words": "eid"}, None),
        ({"ids": "123", "words": "sale"}, '"sale" in the post'),
    ],
)
def test_the_post_counts(when: dict[str, object], found: str | None) -> None:
    post = Subject(RemoteId("0000000123"), "DIWALI sale: 50 % off", "https://t.me/shop/5")

    assert hit(under(turn("nice", kind="comments"), subject=post), post=when) == found
    assert hit(turn("diwali sale 50 %"), post=when) is None


def test_files_count_by_their_kind() -> None:
    voice = turn(theirs("listen", media=(Media("voice", "a"), Media("image", "b"))))

    assert hit(voice, media=True) == "voice, image"
    assert hit(voice, media=["sticker", "image"]) == "image"
    assert hit(voice, media="sticker") is hit(voice, media=False) is None
    assert hit("listen", media=False) == "no file"
    assert hit("listen", media=True) is None


def test_replies_to_us_count() -> None:
    first = ours("hello", 1)
    answer = turn(first, theirs("yes", 2, reply_to=first.id), kind="group")

    assert hit(answer, reply_to_us=True) == "a reply to us"
    assert hit(answer, reply_to_us=False) is None
    assert hit("yes", reply_to_us=False) == "no reply to us"


def test_feelings_count_and_say_what_they_rest_on() -> None:
    assert hit("What a scam 😡", sentiment="negative") == "it sounds negative (scam, 😡)"
    assert hit("When do you open?", sentiment=["negative", "positive"]) is None


SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "words": st.sampled_from(["a", "refund", ["open now", "ક્યારે"]]),
    "pattern": st.sampled_from(["x+", r"\d{2}", "ક"]),
    "kinds": st.sampled_from(["direct", ["group", "comments"]]),
    "languages": st.sampled_from(["gu", "en"]),
    "hours": st.sampled_from(["open", "closed"]),
    "time": st.just({"from": "18:00", "to": "8:00"}),
    "author": st.sampled_from([{"first": True}, {"at_least": 2}]),
    "media": st.booleans(),
    "sentiment": st.sampled_from(["negative", ["neutral", "positive"]]),
}
CONDITIONS = st.recursive(
    st.fixed_dictionaries({}, optional=SIMPLE).filter(bool),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)


@given(when=CONDITIONS, said=st.text(max_size=80), place=st.sampled_from([NOWHERE, Place(KOLKATA, SHOP)]))
def test_any_condition_and_its_opposite_never_agree(when: dict[str, object], said: str, place: Place) -> None:
    found, opposite = hit(said, place, **when), hit(said, place, **{"not": when})

    assert (found is None) is not (opposite is None)
    assert hit(said, place, any=[when, {"not": when}]) is not None
    assert hit(said, place, all=[when, {"not": when}]) is None
