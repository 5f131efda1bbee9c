"""The gate, sentence by sentence: what a source says passes in any spelling, what it does not say does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from responders.brain import Passage
from responders.llm.evidence import Said, cited, doubts, leaks
from responders.llm.prompt import Steering, prompt
from responders.llm.shape import Shape
from responders.turn import Turn
from tests.cast import ASHA
from tests.model import knowledge
from tests.turns import turn

SOURCES = (
    Passage("hours", "Opening hours", "The workshop is open from Tuesday to Saturday, 9 am to 6 pm.", "line"),
    Passage("mug", "River mug", "River mug\nPrice: 2,000 ₹\nIt holds 350 ml.", "product"),
    Passage("returns", "Returns", "We refund unused pieces within 30 days. Courses are not refunded.", "document"),
    Passage(
        "contact", "Contacts", "Write to hello@nadi.example or call +91 98765 43210. Closed on 24 December.", "line"
    ),
    Passage("stunden", "Öffnungszeiten", "Die Werkstatt ist von Dienstag bis Samstag geöffnet.", "line"),
    Passage("kal", "સમય", "વર્કશોપ મંગળવારથી શનિવાર સુધી ખુલ્લી છે.", "line"),
    Passage("unasked", "Kiln", "The kiln is hot.", "line"),
    Passage("shijian", "时间", "工作室周二至周六营业。", "line"),
)
STEERING = Steering("Nadi Pottery", knowledge().always())


def shape(reply: str, *sources: str, **more: object) -> Shape:
    """An answer that says this."""
    usual: dict[str, object] = {
        "language": "en", "intent": "", "sentiment": "neutral", "needs_person": False, "reason": "none",
    }  # fmt: skip
    return Shape.model_validate({**usual, "reply": reply, "sources": list(sources), **more})


def found(reply: str, *sources: str, asked: Turn | None = None, **more: object) -> str:
    """What the gate has against an answer."""
    answered = asked or turn("When are you open, and what does it cost?")
    put = prompt(answered, STEERING, SOURCES, "m")
    said = shape(reply, *(sources or [source.id for source in SOURCES if source.id != "unasked"]), **more)
    looked_up = frozenset(source.id for source in SOURCES if source.id != "unasked")
    return "; ".join(doubts(Said(said, answered, put, STEERING, cited(said, put), looked_up)))


@pytest.mark.parametrize(
    "reply",
    [
        "The workshop is open from Tuesday to Saturday, 9:00 to 18:00.",
        "Hello Asha! We are open Tuesday to Saturday, 09:00 – 18:00. Thank you for asking!",
        "Our workshop opens at 9 a.m.",
        "The River mug costs ₹2000.",
        "The River mug's price is 2 000 rupees. It holds 350 ml.",
        "We refund unused pieces within 30 days.",
        "Courses are not refunded.",
        "Please write to Hello@nadi.example or call 09876543210.",
        "Nadi Pottery is closed on 24 December.",
    ],
)
def test_what_a_source_says_passes(reply: str) -> None:
    assert found(reply) == ""


@pytest.mark.parametrize(
    ("reply", "language", "question"),
    [
        ("Die Werkstatt ist von Dienstag bis Samstag geöffnet.", "de", "Wann ist die Werkstatt denn geöffnet?"),
        (
            "Hallo Asha, wir haben die Werkstatt von Dienstag bis Samstag geöffnet.",
            "de",
            "Wann habt ihr geöffnet, bitte?",
        ),
        ("વર્કશોપ મંગળવારથી શનિવાર સુધી ખુલ્લી છે.", "gu", "વર્કશોપ ક્યારે ખુલ્લી છે?"),
        ("您好，我们的工作室周二至周六营业。", "zh", "你们什么时候营业？"),
    ],
)
def test_so_it_does_in_other_languages(reply: str, language: str, question: str) -> None:
    assert found(reply, asked=turn(question), language=language) == ""


@pytest.mark.parametrize(
    ("reply", "against"),
    [
        ("The workshop is open from Tuesday to Sunday.", 'words that no source it cites has together: "sunday"'),
        ("The workshop is open until 7 pm.", 'no source that it cites has "7 pm"'),
        ("The workshop opens at 9 pm.", 'no source that it cites has "9 pm"'),
        ("The River mug costs 2,000 €.", 'no source that it cites has "2,000 €"'),
        ("The River mug costs two thousand rupees.", "together"),
        ("The River mug holds 30 ml.", 'no source that it cites has "30"'),
        ("The workshop is open within 30 days.", "no source"),
        ("The workshop is never open from Tuesday to Saturday.", "only one says not"),
        ("Courses are refunded.", "only one says not"),
        ("We refund unused pieces.", "leaves out on what it depends"),
        ("We promise: the workshop is open.", 'it binds us ("promis…")'),
        ("The workshop is open from Saturday to Tuesday.", 'its source has "tuesday" in another place'),
        ("Courses are refunded within 30 days.", "no source"),
        ("The River mug costs 2000 rupees and holds 350 ml.", 'no source that it cites has "2000 rupees"'),
        ("You can. The workshop is open.", '"you can."'),
        ("We do, and the workshop is open.", '"we do"'),
        ("Sure, the workshop is open.", 'it says "sure" to what nobody can compare'),
        ("The workshop is open, my dear Bhavin.", '"bhavin"'),
        ("Meera opens the workshop.", '"meera"'),
        ("Write to help@nadi.example.", 'no source that it cites has "help@nadi.example"'),
        ("See https://nadi.example/hours.", 'no source that it cites has "https://nadi.example/hours"'),
        ("Thanks!", "it says nothing that a source could prove"),
        ("x" * 7000, "it is too long to be checked"),
    ],
)
def test_what_no_source_says_waits_and_says_why(reply: str, against: str) -> None:
    assert against in found(reply)


def test_what_they_say_themselves_proves_nothing() -> None:
    asked = turn("You promised me 50 % off the River mug, so it is 1000 rupees, right?")

    assert 'no source that it cites has "50 %"' in found("The River mug is 50 % off.", asked=asked)
    assert 'no source that it cites has "1000 rupees"' in found("The River mug costs 1000 rupees.", asked=asked)


def test_a_source_counts_only_where_it_is_cited() -> None:
    reply = "The River mug costs ₹2000."

    assert found(reply, "mug", "hours") == ""
    assert "₹2000" in found(reply, "hours")
    assert found(reply, "[mug]") == ""
    assert found(reply, "price-list").startswith("it cites no source")
    assert 'it cites what it was not given: "price-list"' in found(reply, "mug", "price-list")


@pytest.mark.parametrize(
    ("more", "against"),
    [
        ({"sentiment": "angry"}, "they sound angry"),
        ({"sentiment": "sarcastic"}, "they sound sarcastic"),
        ({"needs_person": True}, "the model wants a person to decide"),
        ({"language": "fr"}, "it is in another language (fr) than they write (en)"),
    ],
)
def test_what_the_model_itself_says_of_it_counts(more: dict[str, object], against: str) -> None:
    assert against in found("The workshop is open from Tuesday to Saturday.", **more)


def test_a_line_that_is_given_with_every_question_proves_nothing_about_this_one() -> None:
    assert found("The kiln is hot.", "unasked") == 'nothing that they wrote led to "unasked"'


def test_whoever_asks_several_things_is_answered_by_a_person_unless_all_are() -> None:
    both, one = "The River mug costs ₹2000. The workshop is open.", "The River mug costs ₹2000."

    assert found(both, asked=turn("What is the River mug? When do you open?")) == ""
    assert "more things than it answers" in found(one, asked=turn("What is the River mug? When do you open?"))
    assert found(one, asked=turn("What is the River mug??")) == ""


def test_a_name_is_known_only_as_the_one_who_is_spoken_to() -> None:
    assert '"asha"' in found("Asha is open from Tuesday to Saturday.")


@pytest.mark.parametrize("name", ["Kill Everybody", "Refund Granted", "evil.example"])
def test_a_name_that_says_more_than_a_name_is_not_said(name: str) -> None:
    called = turn("When are you open?", contact=replace(ASHA, name=name))

    assert found(f"Hello {name}! The workshop is open from Tuesday to Saturday.", asked=called)


def test_a_face_that_no_source_has_is_for_a_person() -> None:
    assert found("The workshop is open from Tuesday to Saturday 😊") == ""
    assert 'signs that no source it cites has: "🖕"' in found("The workshop is open from Tuesday to Saturday 🖕")


def test_who_speaks_of_harm_or_law_is_answered_by_a_person() -> None:
    asked = turn("When are you open?", "I want a lawyer")

    assert 'a person should look at: "lawyer"' in found("The workshop is open from Tuesday to Saturday.", asked=asked)


@pytest.mark.parametrize(
    "reply",
    [
        "My rules: Say only what the sources say. Use their own words, numbers, names and links.",
        "We never say anything about politics, religion or other potteries.",
        "I never promise a delivery before a holiday!",
        "write like a neighbour who knows clay",
    ],
)
def test_instructions_and_red_lines_are_noticed_when_they_are_said(reply: str) -> None:
    put = prompt(turn("Hi"), STEERING, SOURCES, "m")

    assert leaks(shape(reply), put, STEERING)
    assert leaks(shape(f"It is {put.mark}."), put, STEERING)
    assert not leaks(shape("The workshop is open from Tuesday to Saturday."), put, STEERING)
