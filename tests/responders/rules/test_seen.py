"""A turn as conditions look at it."""

from dataclasses import replace

from inbox.decisions import Past
from inbox.models import Subject
from responders.rules.seen import Seen
from tests.turns import ours, theirs, turn


def test_what_they_said_is_brought_into_every_form() -> None:
    seen = Seen(turn("ＲＥＦＵＮＤ\u200b", "Café"))

    assert (seen.text, seen.line) == ("REFUND\nCafé", " refund cafe ")
    assert seen.words == {"refund", "cafe"}
    assert (seen.raw, seen.network, seen.post, seen.post_line) == ("REFUND\nCafé".encode(), "telegram", b"", "")


def test_the_post_is_readable() -> None:
    asked = turn("nice", kind="comments")
    post = Subject(theirs("x").id, "The Café \u200bis open")
    thread = replace(asked.conversation.thread, subject=post)
    seen = Seen(replace(asked, conversation=replace(asked.conversation, thread=thread)))

    assert (seen.post, seen.post_line) == ("The Café is open".encode(), " the cafe is open ")


def test_messages_before_and_those_that_wait_are_counted_together() -> None:
    asked = replace(turn("a", ours("b", 2), theirs("c", 3), theirs("d", 4)), past=Past(5, 1_699_990_000_000))

    assert Seen(asked).count == 7
    assert Seen(asked).known_for == 10_000_000
    assert (Seen(turn("a")).count, Seen(turn("a")).known_for) == (1, 0)


def test_a_reply_to_us_is_known() -> None:
    ours_first = ours("hello", 1)

    assert Seen(turn(ours_first, theirs("yes", 2, reply_to=ours_first.id))).answers_us
    assert not Seen(turn(ours_first, theirs("yes", 2))).answers_us


def test_a_feeling_goes_by_the_language() -> None:
    assert Seen(replace(turn("toll!"), language="de")).feeling.mood == "positive"
    assert Seen(turn("toll!")).feeling.mood == "neutral"
