"""What may stand in faq.yaml, and where and when an entry answers."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from inbox.models import RemoteId, Subject
from responders.faq.file import Entry, FaqFile, expired, is_post
from tests.turns import turn

HOURS = {"id": "hours", "questions": "When are you open?", "answer": "From 9 to 6."}
KOLKATA = ZoneInfo("Asia/Kolkata")


def entry(**more: object) -> Entry:
    """An entry with these keys besides those that every entry has."""
    return Entry.model_validate(HOURS | more)


def at(text: str) -> int:
    """A moment in UTC as unix milliseconds."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_an_entry_of_three_keys_is_enough() -> None:
    made = entry()

    assert made.questions == {"": ("When are you open?",)}
    assert made.answer == {"": "From 9 to 6."}
    assert not made.is_limited


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"questions": []}, "nothing here"),
        ({"questions": {}}, "nothing here"),
        ({"questions": {"en": []}}, "nothing here"),
        ({"questions": "👍"}, "at least one letter"),
        ({"questions": {"english": ["Hi?"]}}, "language code"),
        ({"answer": {}}, "nothing here"),
        ({"answer": " "}, "no text"),
        ({"answer": {"en": ""}}, "no text"),
        ({"answer_on": {"x": {"de": "Kurz."}}}, "answer_on.x has a text in de, and answer has none"),
        ({"answer": {"en": "Yes."}, "answer_on": {"x": "Short."}}, "answer_on.x has a text in no language"),
        ({"answer": {"en": "Yes."}, "follow_up": {"gu": "બીજું?"}}, "follow_up has a text in gu, and answer has none"),
        ({"answer": "Look at {link}"}, "there is no link"),
        ({"answer_on": {"x": "See {link}"}}, "there is no link"),
        ({"link": "example.org"}, "must be an address such as https"),
        ({"link": "https://example.org/a b"}, "must be an address such as https"),
        ({"link": "javascript:alert(1)"}, "must be an address such as https"),
        ({"from": "tomorrow"}, "must be a day such as 2026-12-24"),
        ({"from": "2026-02-30"}, "no such day or time"),
        ({"until": "2026-12-24 25:00"}, "no such day or time"),
        ({"until": 20261224}, "must be a day"),
        ({"from": "2026-12-24", "until": "2026-12-23"}, "would never answer"),
        ({"nonsense": 1}, "Extra inputs"),
    ],
)
def test_an_entry_that_cannot_be_asked_or_answered_is_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        entry(**wrong)


def test_a_day_counts_from_its_first_to_its_last_minute_where_the_brand_is() -> None:
    christmas = entry(**{"from": "2026-12-24", "until": "2026-12-26"})

    assert not christmas.counts(at("2026-12-23 18:29"), KOLKATA)
    assert christmas.counts(at("2026-12-23 18:30"), KOLKATA)  # midnight there
    assert christmas.counts(at("2026-12-26 18:29"), KOLKATA)
    assert not christmas.counts(at("2026-12-26 18:30"), KOLKATA)


def test_a_time_counts_to_the_minute() -> None:
    sale = entry(**{"from": "2026-12-01 10:00", "until": "2026-12-01T18:00"})

    assert [sale.counts(at(f"2026-12-01 {clock}"), UTC) for clock in ("09:59", "10:00", "17:59", "18:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_entries_whose_time_is_over_are_named() -> None:
    file = FaqFile(entries=(entry(id="old", until="2026-11-01"), entry(id="new", until="2026-12-01"), entry(id="ever")))

    assert [old.id for old in expired(file, at("2026-11-15 12:00"))] == ["old"]


POST = Subject(RemoteId("0000004711"), "Our new SUMMER sale: 20 % off everything!", "https://example.org/p/4711/")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4711", True),
        ("0000004711", True),
        ("summer sale", True),
        ("https://example.org/p/4711", True),
        ("winter sale", False),
        ("sale summer", False),
        ("471", False),
        ("0", False),
        ("%", False),
    ],
)
def test_a_post_is_meant_by_its_id_its_link_or_words_of_it(said: str, meant: bool) -> None:
    assert is_post(said, POST) is meant
    assert not is_post(said, None)


def test_an_entry_for_posts_is_not_for_other_conversations() -> None:
    limited = entry(posts="summer sale")

    assert limited.is_limited
    assert not limited.concerns(turn("Hi", kind="direct").conversation)


def test_one_question_without_an_entry_need_not_be_a_list() -> None:
    assert FaqFile.model_validate({"nothing": "Do you sell shoes?"}).nothing == ("Do you sell shoes?",)
    with pytest.raises(ValidationError, match="at least one letter"):
        FaqFile.model_validate({"nothing": ["👍"]})
    with pytest.raises(ValidationError, match="no such time zone; did you mean Asia/Kolkata"):
        FaqFile.model_validate({"zone": "Asia/Kolkatta"})
