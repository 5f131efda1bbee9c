"""What a responder may look at."""

from inbox.models import RemoteId
from tests.turns import ours, theirs, turn


def test_the_question_is_what_they_said_since_we_last_spoke() -> None:
    asked = turn(theirs("Hello", 1), ours("Hi!", 2), theirs("When are you open?", 3), theirs("On Sunday?", 4))

    assert asked.question == "When are you open?\nOn Sunday?"
    assert asked.about == RemoteId("0000000004")


def test_what_they_removed_is_no_question() -> None:
    asked = turn(theirs("Are you open?", 1), theirs("forget it", 2, removed_at=3))

    assert asked.question == "Are you open?"
    assert asked.about == RemoteId("0000000001")


def test_after_our_own_word_there_is_nothing_to_answer() -> None:
    asked = turn(theirs("Hello", 1), ours("Hi!", 2))

    assert asked.question == ""
    assert asked.about is None
