"""What keeps an answer from going out alone, however sure the match is."""

from dataclasses import replace

import pytest

from inbox.models import Media, MediaKind
from responders.faq.answer import Chosen
from responders.faq.doubts import ATTACHED, SEVERAL, YES_TO_WHAT
from responders.faq.doubts import doubts_of as doubts_about
from responders.faq.file import Entry
from responders.matching.matcher import Match
from responders.turn import Turn
from tests.turns import theirs, turn

OPEN = "When are you open?"


def doubts_of(asked: Turn, phrasing: str, language_doubt: str) -> tuple[str, ...]:
    """The doubts about an answer of an entry that is asked so, and about the shop in Lisbon."""
    asked_so = [phrasing, "Is the shop in Lisbon open?"]
    entry = Entry.model_validate({"id": "a", "questions": asked_so, "answer": "Yes."})
    match = Match("a", phrasing, 0.9, 0.5, 0.9)
    return doubts_about(asked, entry, match, Chosen("From nine.", "en", language_doubt))


@pytest.mark.parametrize(
    ("said", "phrasing"),
    [
        ("when are you open", OPEN),
        ("When are you open??!?", OPEN),
        ("Hi, could you please tell me when you are open? Thanks!", OPEN),
        ("See https://example.org/?a=b when are you open?", OPEN),
        ("Is it closed? Since when?", "Is it closed? Since when?"),
        ("My bag arrived broken, what now?", "It arrived broken, what can I do?"),
        ("દુકાન ક્યારે ખુલે છે?", "દુકાન ક્યારે ખુલે છે?"),
    ],
)
def test_a_plain_question_raises_none(said: str, phrasing: str) -> None:
    assert doubts_of(turn(said), phrasing, "") == ()


@pytest.mark.parametrize(
    "said",
    [
        "When are you open? And where?",
        "几点开门？在哪里？",
        "متى تفتحون؟ أين؟",
        " ".join(f"When are you open on day {day}?" for day in range(12)),
    ],
)
def test_several_questions_are_for_a_person(said: str) -> None:
    assert doubts_of(turn(said), OPEN, "") == (SEVERAL,)


def test_questions_in_several_messages_are_several() -> None:
    assert doubts_of(turn("When are you open?", "Where are you?"), OPEN, "") == (SEVERAL,)


@pytest.mark.parametrize(("kind", "doubts"), [("image", (ATTACHED,)), ("voice", (ATTACHED,)), ("sticker", ())])
def test_what_came_with_it_has_to_be_looked_at(kind: MediaKind, doubts: tuple[str, ...]) -> None:
    assert doubts_of(turn(theirs("When are you open?", media=(Media(kind, "ref"),))), OPEN, "") == doubts


@pytest.mark.parametrize(
    "said", ["When are you open or I will sue you", "I am bleeding, when are you open", "When are you open, you clowns"]
)
def test_who_speaks_of_harm_or_law_or_insults_us_gets_a_person(said: str) -> None:
    (doubt,) = doubts_of(turn(said), OPEN, "")

    assert doubt.startswith("they speak of what a person should look at (")


@pytest.mark.parametrize(
    ("said", "phrasing", "wanted"),
    [
        ("Do you take custom orders for free?", "Do you take custom orders?", "free"),
        ("¿Hacen piezas por encargo con descuento?", "¿Hacen piezas por encargo?", "descuento"),
        ("可以免费定制吗？", "可以定制吗？", "免费"),
    ],
)
def test_a_yes_to_the_rest_is_no_yes_to_what_they_want_besides(said: str, phrasing: str, wanted: str) -> None:
    (doubt,) = doubts_of(turn(said), phrasing, "")

    assert doubt.startswith(f"they ask for {wanted}, and neither")
    assert doubts_of(turn(said), said, "") == ()


def test_what_the_question_itself_is_about_alarms_nobody() -> None:
    assert doubts_of(turn("Is it allergy tested?"), "Is it allergy tested?", "") == ()


@pytest.mark.parametrize(
    "said",
    [
        "When are you open, you useless idiots",
        "WTF when are you open 😡",
        "this is the worst shop ever, when are you open",
    ],
)
def test_who_is_upset_gets_a_person(said: str) -> None:
    (doubt,) = doubts_of(turn(said), OPEN, "")

    assert doubt.startswith("they sound upset (")


@pytest.mark.parametrize(
    "said",
    [
        "Oh great, and when are you open, never 🙄",
        "when are you open /s",
        "yeah right, when are you open",
        "Thanks for nothing! When are you open?",
        "Wonderful, amazing service. When are you open?",
    ],
)
def test_what_may_be_irony_is_for_a_person(said: str) -> None:
    (doubt,) = doubts_of(turn(said), OPEN, "")

    assert "mean it" in doubt


def test_all_doubts_are_told_that_about_the_language_first() -> None:
    said = doubts_of(turn("When are you open, useless shop? Why?"), OPEN, "there is no answer in their language")

    assert [words.split(" ")[0] for words in said] == ["there", "they", "they"]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("is your shop in Berlin open", "Berlin"),
        ("how can I get that to India or Peru please", "India, Peru"),
        ("Hi Meera, is the shop in Lisbon open?", ""),
        ("Hello! When are you open?", ""),
        ("When Will You Be Open In Berlin", ""),
        ("Open? Berlin calls", ""),
    ],
)
def test_who_names_what_no_phrasing_names_gets_a_person(said: str, named: str) -> None:
    told = doubts_of(turn(said), OPEN, "")

    assert told == ((f"they name {named}, of which the ways to ask for this say nothing",) if named else ())


def test_in_german_every_noun_has_a_capital() -> None:
    asked = replace(turn("habt ihr am Montag in der Stadt offen"), language="de")

    assert doubts_of(asked, OPEN, "") == ()


@pytest.mark.parametrize(
    ("said", "answer", "doubts"),
    [
        ("Can I put my baby in the dishwasher?", "Yes, everything we make.", (YES_TO_WHAT,)),
        ("Can I put my baby in the dishwasher?", "可以，我们所有的作品。", (YES_TO_WHAT,)),
        ("Can I put my baby in the dishwasher?", "Up to 60 °C.", ()),
    ],
)
def test_nobody_says_yes_to_what_no_way_to_ask_speaks_of(said: str, answer: str, doubts: tuple[str, ...]) -> None:
    asked = "Can I put the cups in the dishwasher?"
    entry = Entry.model_validate({"id": "a", "questions": asked, "answer": answer})
    heard, unheard = (Match("a", asked, 0.95, 0.5, 0.9, unheard=weight) for weight in (0.0, 1.0))

    assert doubts_about(turn(said), entry, unheard, Chosen(answer, "en")) == doubts
    assert doubts_about(turn(said), entry, heard, Chosen(answer, "en")) == ()
