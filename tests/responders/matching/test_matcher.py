"""The matcher as others use it: what it finds, when it is sure, and that nothing breaks it."""

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.matching.fitted import Example
from responders.matching.matcher import Match, Matcher, fit

SHOP = {
    "hours": [
        "When are you open?", "What are your opening hours?", "tame kyare khulo cho",
        "દુકાન ક્યારે ખુલે છે?", "दुकान कब खुलती है?", "你们几点开门？",
    ],
    "delivery": [
        "How long does delivery take?", "When will my parcel arrive?", "maru parcel kyare aavshe",
        "મારું પાર્સલ ક્યારે આવશે?", "मेरा पार्सल कब आएगा?", "我的包裹什么时候到？",
    ],
    "returns": [
        "How can I return something?", "I want my money back", "mare paisa pacha joie che",
        "મારે પૈસા પાછા જોઈએ છે", "मुझे पैसे वापस चाहिए", "我要退货",
    ],
}  # fmt: skip
EXAMPLES = [Example(entry, text) for entry, texts in SHOP.items() for text in texts]
MATCHER = fit(EXAMPLES)


def only(said: str, matcher: Matcher = MATCHER) -> Match | None:
    """What the matcher finds for one question."""
    (found,) = matcher.answer([said])
    return found


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("wen are you open??", "hours"),
        ("WHEN R YOU OPEN pls", "hours"),
        ("what r ur opening hors", "hours"),
        ("tme kyare khulo chho", "hours"),
        ("દુકાન કયારે ખુલે", "hours"),
        ("दुकान कब खुलति है", "hours"),
        ("你们几点开门呀", "hours"),
        ("how lnog does delivry take", "delivery"),
        ("parcel kyare aavse", "delivery"),
        ("મારું parcel ક્યારે આવશે", "delivery"),
        ("मेरा पारसल कब आयेगा", "delivery"),
        ("how do i retrun somthing", "returns"),
        ("paisa pacha joiye", "returns"),
        ("मुझे पैसे वापिस चाहिये", "returns"),
    ],
)
def test_typos_slang_mixed_scripts_and_romanised_words_find_their_entry(said: str, entry: str) -> None:
    found = only(said)

    assert found is not None
    assert found.entry == entry
    assert found.plausible


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.text))
def test_what_stands_in_the_file_is_answered_for_certain(example: Example) -> None:
    found = only(example.text)

    assert found is not None
    assert (found.entry, found.phrasing, found.sure) == (example.entry, example.text, True)
    assert found.nearest == pytest.approx(1)


@pytest.mark.parametrize(
    "said",
    [
        "do you sell shoes?", "how can I become a dealer", "I want my baby back", "how long does surgery take",
        "I do not want my money back", "thanks", "you are the worst", "આભાર", "धन्यवाद", "你好",
    ],
)  # fmt: skip
def test_what_has_no_entry_is_never_answered_for_certain(said: str) -> None:
    found = only(said)

    assert found is None or not found.sure


@pytest.mark.parametrize("said", ["", " ", "👍👍", "?!", "\ud800", "\x00", "\u200b", "zzzz"])
def test_what_says_nothing_finds_nothing(said: str) -> None:
    assert only(said) is None


def test_an_unpaired_surrogate_among_words_is_passed_over() -> None:
    found = only("When are you open?\ud83d")

    assert found is not None
    assert found.sure


def test_seventy_thousand_characters_are_cheap_and_never_certain() -> None:
    started = time.process_time()

    found = only("what about my order number 12345 then " * 1900)

    assert found is None or not found.sure
    assert time.process_time() - started < 0.1


def test_one_entry_only_still_tells_its_own_from_the_rest() -> None:
    matcher = fit([Example("hours", text) for text in SHOP["hours"]])

    known, other = only("When are you open?", matcher), only("do you sell open boats", matcher)

    assert known is not None
    assert known.sure
    assert (known.second, known.second_phrasing) == ("", "")
    assert other is None or not other.sure


def test_a_phrasing_that_two_entries_share_is_certain_for_neither() -> None:
    matcher = fit([*EXAMPLES, Example("twin", "When are you open?")])

    found = only("When are you open?", matcher)

    assert found is not None
    assert not found.sure
    assert {found.entry, found.second} == {"hours", "twin"}


def test_no_example_at_all_answers_nothing() -> None:
    assert fit([]).answer(["When are you open?", ""]) == [None, None]
    assert fit([], nothing=["hello"]).answer(["hello"]) == [None]


def test_an_entry_that_is_added_is_answered_at_once() -> None:
    before, after = MATCHER, fit([*EXAMPLES, Example("gift", "Can you wrap it as a present?")])

    was, now = only("can you wrap it as a present", before), only("can you wrap it as a present", after)

    assert was is None or not was.sure
    assert now is not None
    assert (now.entry, now.sure) == ("gift", True)


def test_a_question_that_was_told_to_have_no_entry_is_not_answered() -> None:
    told = fit(EXAMPLES, nothing=["How long does delivery to the moon take?"])

    found = only("How long does delivery to the moon take?", told)

    assert found is None or not found.sure


def test_entries_that_are_left_out_are_not_found() -> None:
    (found,) = MATCHER.answer(["When are you open?"], without={"hours"})
    (none,) = MATCHER.answer(["When are you open?"], without={example.entry for example in EXAMPLES})

    assert found is None or (found.entry != "hours" and not found.sure)
    assert none is None


@given(st.text(max_size=120))
def test_no_question_breaks_it_and_figures_stay_in_their_bounds(said: str) -> None:
    found = only(said)

    assert found is None or (0 <= found.probability <= 1 and found.margin >= 0 and 0 <= found.nearest <= 1)


WORDS = [
    "when",
    "open",
    "delivery",
    "take",
    "money",
    "back",
    "parcel",
    "શું",
    "સમય",
    "दुकान",
    "几",
    "开门",
    "not",
    "😀",
    "",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), TEXTS), max_size=8), TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_examples_changes_nothing(
    told: Sequence[tuple[str, str]], said: str, dice: random.Random
) -> None:
    examples = [Example(entry, text) for entry, text in told]
    shuffled = dice.sample(examples, len(examples))

    assert fit(examples).answer([said]) == fit(shuffled).answer([said]) == fit(examples * 2).answer([said])


def test_a_thousand_entries_are_told_apart() -> None:
    examples = [
        Example(f"e{n}", f"{ask} order {n} {n * 7919 % 1009}") for n in range(1000) for ask in ("where is", "track")
    ]
    matcher = fit(examples)

    found = matcher.answer([f"where is order {n} {n * 7919 % 1009}" for n in (3, 500, 999)])

    assert [match.entry if match else "" for match in found] == ["e3", "e500", "e999"]


def test_an_entry_of_one_or_two_phrasings_is_known_by_its_very_words_only() -> None:
    few = [Example("hours", "When are you open?"), Example("hours", "What are your opening hours?")]
    other = [Example("ship", text) for text in ("Do you ship abroad?", "Do you send it abroad?", "Delivery abroad?")]
    matcher = fit([*few, *other])

    verbatim, nearly = matcher.answer(["when are you open", "what are the opening hours"])

    assert verbatim
    assert (verbatim.sure, verbatim.entry) == (True, "hours")
    assert nearly
    assert (nearly.sure, nearly.entry) == (False, "hours")
    assert nearly.sure_from > matcher.answer(["do you send abroad"])[0].sure_from  # type: ignore[union-attr]
