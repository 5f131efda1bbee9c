"""What `check` says about a FAQ that is right and could be better."""

import pytest

from responders.faq.file import FaqFile
from responders.faq.notes import notes

NOW = 1_764_201_600_000  # 2025-11-27 00:00 UTC
MANY = [f"When are you open on day {number}?" for number in range(5)]


def said(*entries: dict[str, object]) -> tuple[str, ...]:
    """The notes about these entries."""
    whole = [{"id": f"e{at}", "questions": MANY, "answer": "Yes."} | entry for at, entry in enumerate(entries)]
    return notes(FaqFile.model_validate({"entries": whole}), NOW)


def test_a_good_faq_and_an_empty_one_get_no_notes() -> None:
    assert said({}) == ()
    assert said() == ()


def test_entries_whose_time_is_over_are_named() -> None:
    assert said({"until": "2025-11-26"}) == ("The time of e0 is over: take them out of faq.yaml, or change until.",)
    assert said({"until": "2025-11-27"}) == ()


def test_entries_with_few_ways_to_ask_are_named_as_long_as_they_can_be_read() -> None:
    few = [
        {"questions": {"en": f"Question {at}?", "gu": f"પ્રશ્ન {at}?"}, "answer": {"en": "Yes.", "gu": "હા."}}
        for at in range(7)
    ]

    (note,) = said(*few)

    assert note.startswith("Fewer than 5 ways to ask are written down for e0, e1, e2, e3, e4 and 2 more: with ten")


@pytest.mark.parametrize(
    ("asked", "answered", "missing"),
    [
        ({"en": MANY, "gu-Latn": "kyare"}, {"en": "Yes.", "gu": "હા."}, "gu-Latn"),
        ({"pt": MANY}, {"pt-BR": "Sim."}, ""),
        ({"de": MANY}, "Yes.", ""),
        (MANY, {"en": "Yes."}, ""),
    ],
)
def test_languages_that_are_asked_in_and_not_answered_are_named(asked: object, answered: object, missing: str) -> None:
    found = said({"questions": asked, "answer": answered})

    assert found == (
        (f"The entry e0 is asked in {missing} and has no answer in it: these only get drafts.",) if missing else ()
    )


ONE = {"questions": ["are you open now", "open now", *MANY]}
OTHER = {"questions": ["now are you open", "now open", *[text.replace("open", "shut") for text in MANY]]}


def test_entries_asked_with_the_same_words_are_named_once() -> None:
    (note,) = said(ONE, OTHER)

    assert note == (
        'Asked with the same words: "are you open now" of e0 and "now are you open" of e1. '
        "Neither will be answered alone; make them one, or say more."
    )


@pytest.mark.parametrize("more", [{"accounts": "x:*"}, {"posts": "summer sale"}, {"from": "2025-12-01"}])
def test_entries_for_other_places_and_times_may_be_asked_alike(more: dict[str, object]) -> None:
    assert said(ONE, OTHER | more) == ()
