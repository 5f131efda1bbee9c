"""Lessons from what was asked and sent: nothing that the FAQ has, nothing about one person, the same every day."""

from __future__ import annotations

from dataclasses import replace

from inbox.models import ConversationId
from responders.masking import BLANK
from responders.mining import (
    Answered,
    Asked,
    Known,
    book,
    new_entries,
    nothing,
    phrasing_for,
    phrasings,
    unanswered,
)

HOURS = "We are open from nine to six."
RETURNS = "You can return anything within two weeks."
FAQ = book(
    [
        Known("hours", ("When do you open?", "opening hours"), (HOURS, "Wir haben von neun bis sechs offen.")),
        Known("returns", ("Can I return this?",), (RETURNS,)),
    ]
)


def asked(text: str, number: int = 1, *names: str) -> Asked:
    """Asked in a conversation of its own, at a time of its own."""
    return Asked(text, ConversationId(f"telegram:main/{number}"), number, "en", names)


def by_faq(
    question: str, text: str = HOURS, number: int = 1, *, entry: str = "hours", drafted: str = HOURS
) -> Answered:
    """What came of a draft of the FAQ."""
    return Answered(asked(question, number), text, entry, drafted, by_person=text != drafted)


# ---------------------------------------------------------------------------------------------------- ways to ask


def test_an_answer_that_was_sent_unchanged_teaches_its_question() -> None:
    lesson = phrasing_for(FAQ, by_faq("wen r u open"))

    assert lesson
    assert (lesson.what, lesson.entry, lesson.question, lesson.language) == ("phrasing", "hours", "wen r u open", "en")


def test_so_does_one_that_a_person_wrote_in_the_words_of_the_entry() -> None:
    own = Answered(asked("bis wann ist jemand da"), "Hallo! Wir haben von neun bis sechs offen")

    assert (lesson := phrasing_for(FAQ, own))
    assert lesson.entry == "hours"


def test_nothing_is_taught_that_is_known_long_about_more_or_answered_otherwise() -> None:
    known = by_faq("WHEN do you open")
    of_another = by_faq("can i return this")
    long = by_faq("when " * 60)
    two = by_faq("When do you open? And where?")
    otherwise = by_faq("do you open on sunday", "No, on sundays we are closed, sorry.")
    unread = replace(by_faq("wen r u open"), approved=False)
    gone = by_faq("wen r u open", entry="gone", drafted="Something that nobody says any more.", text="Something else.")

    assert [phrasing_for(FAQ, it) for it in (known, of_another, long, two, otherwise, unread, gone)] == [None] * 7


def test_one_way_to_ask_is_proposed_once_with_how_often_it_came() -> None:
    lessons = phrasings(FAQ, [by_faq("wen r u open", number=n) for n in range(4)] + [by_faq("hours?", number=9)])

    assert [(one.question, one.count, one.last, len(one.conversations)) for one in lessons] == [
        ("wen r u open", 4, 3, 3),
        ("hours?", 1, 9, 1),
    ]


def test_a_question_that_two_entries_answered_is_left_to_people() -> None:
    both = [by_faq("what about this"), by_faq("What about this?", RETURNS, entry="returns", drafted=RETURNS)]

    assert phrasings(FAQ, both) == ()


def test_a_name_and_a_number_are_left_out_of_a_way_to_ask() -> None:
    exchange = Answered(asked("I am Asha, order 55512, when open", 1, "Asha"), HOURS, "hours", HOURS)

    assert (lesson := phrasing_for(FAQ, exchange))
    assert lesson.question == f"I am {BLANK}, order {BLANK}, when open"


# ------------------------------------------------------------------------------------------------- missing entries


def parking(number: int, name: str = "Asha", more: str = "") -> Answered:
    """A person's answer about something that the FAQ does not know."""
    question = asked(f"is there parking {more}".strip(), number, name)
    return Answered(question, f"Hi {name}! Parking is free behind the house, gate {number + 100}. Call 0281 234567.")


def test_what_people_wrote_in_three_conversations_is_a_missing_entry() -> None:
    (lesson,) = new_entries(FAQ, [parking(1), parking(2, "Bhavin", "near you"), parking(3, "Chen")])

    assert lesson.what == "entry"
    assert lesson.answer == f"Hi {BLANK}! Parking is free behind the house, gate {BLANK}. Call 0281 234567."
    assert lesson.questions == ("is there parking", "is there parking near you")
    assert lesson.conversations == ("telegram:main/1", "telegram:main/2", "telegram:main/3")
    assert lesson.count == 3


def test_twice_or_in_two_conversations_only_is_none() -> None:
    assert new_entries(FAQ, [parking(1), parking(2)]) == ()
    assert new_entries(FAQ, [parking(1), parking(1), parking(2), parking(2)]) == ()


def test_what_an_entry_says_a_responder_wrote_or_is_only_polite_is_none() -> None:
    theirs = [Answered(asked("when", n), HOURS) for n in range(4)]
    machine = [Answered(asked("when", n), "Something else altogether here.", by_person=False) for n in range(4)]
    polite = [Answered(asked("thanks", n), "You're welcome") for n in range(4)]

    assert new_entries(FAQ, [*theirs, *machine, *polite[:0]]) == ()
    assert new_entries(FAQ, [Answered(asked("ok", n), "Thank you!") for n in range(4)]) == ()


# ---------------------------------------------------------------------------------------- what nothing answers


def test_unanswered_questions_come_together_and_the_most_frequent_first() -> None:
    lessons = unanswered(
        [
            asked("Do you sell shoes?", 1),
            asked("is the shop wheelchair accessible", 2),
            asked("do you sell shoes", 3),
            asked("do u sell shoes??", 4),
            asked("❤️❤️", 5),
            asked("hello good morning", 6),
            asked("Thanks a lot!!", 7),
        ]
    )

    assert [(one.question, one.count, one.last) for one in lessons] == [
        ("Do you sell shoes?", 3, 4),
        ("is the shop wheelchair accessible", 1, 2),
    ]
    assert lessons[0].conversations == ("telegram:main/1", "telegram:main/3", "telegram:main/4")


def test_one_person_asking_often_is_not_many() -> None:
    lessons = unanswered([*(asked("why", 1) for _ in range(9)), asked("shoes?", 2), asked("shoes", 3)])

    assert [one.question for one in lessons] == ["shoes?", "why"]


def test_refused_and_look_alike_questions_are_proposed_for_nothing() -> None:
    left = unanswered([asked("when do you open next year", 7), asked("I love you all", 8)])
    lessons = nothing(
        FAQ, [(asked("When do you open a branch?", 1), "hours"), (asked("when do you open"), "hours")], left
    )

    assert [(one.what, one.question, one.entry) for one in lessons] == [
        ("nothing", "when do you open next year", "hours"),
        ("nothing", "When do you open a branch?", "hours"),
    ]


def test_ids_are_the_same_tomorrow_and_differ_from_one_another() -> None:
    first = [*unanswered([asked("shoes?", 1), asked("hats?", 2)]), *phrasings(FAQ, [by_faq("wen r u open")])]
    later = unanswered([asked("hats?", 12), asked("shoes?", 13), asked("SHOES", 14)])

    assert len({one.id for one in first}) == 3
    assert {one.id for one in later} < {one.id for one in first}
