"""Which text a rule answers with, and when it has answered already."""

from dataclasses import replace

import pytest

from inbox.models import Contact, Kind, RemoteId
from responders.rules.file import Rule
from responders.rules.texts import answer, choose, said_before
from responders.turn import Turn
from tests.turns import ours, theirs, turn

HOUR = 3_600_000
NOW = turn("x").now


def rule(**said: object) -> Rule:
    """A rule that answers."""
    return Rule.model_validate({"id": "r", "when": {"words": "refund"}} | said)


def asked(text: str, language: str, theirs: str = "") -> Turn:
    """A turn of somebody who writes one language and, says the network, reads another."""
    contact = Contact(RemoteId("0000000101"), "Asha", language=theirs)
    return replace(turn(text, contact=contact), language=language)


@pytest.mark.parametrize(
    ("languages", "turn_", "chosen", "doubtful"),
    [
        (("en", "gu"), asked("ક્યારે?", "gu"), "gu", False),
        (("en", "gu"), asked("kyare khulshe", "gu-Latn"), "gu", True),
        (("en", "gu", "gu-Latn"), asked("kyare khulshe", "gu-Latn"), "gu-Latn", False),
        (("en", "pt"), asked("obrigado", "pt-BR"), "pt", False),
        (("en", "pt-BR"), asked("obrigado", "pt"), "pt-BR", False),
        (("en", "es"), asked("Où est-ce ?", "fr"), "en", True),
        (("", "es"), asked("Où est-ce ?", "fr"), "", False),
        (("",), asked("ક્યારે?", "gu"), "", True),
        (("en", "gu"), asked("ok", "", "gu"), "gu", False),
        (("en", "gu"), asked("ok", "", "fr"), "en", False),
        (("en", "es"), asked("ok", ""), "en", True),
        (("en", "gu"), asked("😀", ""), "en", True),
        (("en", "gu"), asked("??", "", "gu"), "gu", False),
    ],
)
def test_the_text_is_in_their_language_or_a_person_looks(
    languages: tuple[str, ...], turn_: Turn, chosen: str, *, doubtful: bool
) -> None:
    language, doubt = choose(dict.fromkeys(languages, "a"), turn_)

    assert (language, bool(doubt)) == (chosen, doubtful)


@pytest.mark.parametrize(
    ("text", "turn_", "fits"),
    [
        ("We are open from nine to five o’clock", asked("when are you open", "en"), True),
        ("We are open from nine to five o’clock", asked("¿Cuándo abren?", "es"), False),
        ("We are open from nine to five o’clock", asked("kyare khulshe", "gu-Latn"), False),
        ("Hi {name}!", asked("કેમ છો", "gu"), False),
        ("Hi {name}!", asked("hola", "es"), True),
        ("Hi {name}!", asked("હા", ""), False),
        ("👍 {link}", asked("કેમ છો", "gu"), True),
        ("営業時間は九時からです", asked("営業時間", ""), True),
    ],
)
def test_a_text_under_no_language_is_for_all_who_can_read_it(text: str, turn_: Turn, *, fits: bool) -> None:
    language, doubt = choose({"": text}, turn_)

    assert (language, not doubt) == ("", fits)


def test_a_network_may_have_a_text_of_its_own() -> None:
    texts = {"en": "long", "gu": "લાંબું"}
    on = rule(text=texts, text_on={"telegram": {"en": "short"}, "x": {"gu": "ટૂંકું"}})

    assert answer(on, texts, asked("refund", "en"), None).text == "short"
    assert answer(on, texts, asked("refund", "gu"), None).text == "લાંબું"


def test_a_link_stands_where_its_gap_is_or_at_the_end() -> None:
    inside, behind = rule(text="See {link}!", link="https://a.org"), rule(text="See!", link="https://a.org")

    assert answer(inside, {"": "See {link}!"}, turn("x"), None).text == "See https://a.org!"
    assert answer(behind, {"": "See!"}, turn("x"), None).text == "See!\nhttps://a.org"


def test_doubts_say_what_a_person_has_to_look_at() -> None:
    said = answer(rule(text={"en": "Back {next_opening}"}), {"en": "Back {next_opening}"}, asked("hola", "es"), None)

    assert said.doubts == (
        "there is no text in their language (es)",
        "nothing is known for next_opening, so a person has to fill it in",
    )


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("Hello Asha, we are closed. Back Mon 9:00!", True),
        ("Hello, we are closed. Back tomorrow 9:00!\n\nA program wrote this.", True),
        ("નમસ્તે Asha!", True),
        ("Short for X", True),
        ("Back, we are closed, hello", False),
        ("We are open", False),
        ("", False),
    ],
)
def test_what_was_said_before_is_known_however_it_was_filled_in(said: str, *, so: bool) -> None:
    texts = {"en": "Hello {name}, we are closed. Back {next_opening}!", "gu": "નમસ્તે {name}!"}
    away = rule(text=texts, text_on={"x": {"en": "Short for X"}}, cool_down="12h")

    assert said_before(away, turn("a", ours(said, NOW - HOUR), theirs("b", NOW))) is so


@pytest.mark.parametrize(
    ("more", "ago", "so"),
    [
        ({"cool_down": "2h"}, HOUR, True),
        ({"cool_down": "30m"}, HOUR, False),
        ({"once": True}, 100 * HOUR, True),
        ({"once": True, "cool_down": "1s"}, 100 * HOUR, True),
        ({}, 1, False),
    ],
)
def test_a_cool_down_ends_and_once_does_not(more: dict[str, object], ago: int, *, so: bool) -> None:
    hello = rule(text="Hello", **more)

    assert said_before(hello, turn("a", ours("Hello", NOW - ago), theirs("b", NOW))) is so


@pytest.mark.parametrize(("kind", "so"), [("direct", True), ("group", False), ("comments", False)])
def test_in_a_group_a_cool_down_is_about_one_person_and_once_about_all(kind: Kind, *, so: bool) -> None:
    other = theirs("x", 1, reply_to=None)
    elsewhere = replace(other, contact="telegram:main/0000000999")
    spoken = ours("Hello", NOW - HOUR, reply_to=elsewhere.id)
    heard = turn(elsewhere, spoken, theirs("b", NOW), kind=kind)

    assert said_before(rule(text="Hello", cool_down="2h"), heard) is so
    assert said_before(rule(text="Hello", once=True), heard)
    assert said_before(
        rule(text="Hello", cool_down="2h"), turn("a", ours("Hello", NOW - 1, reply_to=theirs("a").id), kind=kind)
    )
