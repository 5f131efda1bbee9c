"""Which text of an entry is said: their language, their network, the link, and what follows up."""

from dataclasses import replace

import pytest

from inbox.capabilities import TextLimit
from inbox.models import Contact
from responders.faq.answer import NO_LANGUAGE, Chosen, choose
from responders.faq.file import Entry
from responders.turn import Turn
from tests.cast import ASHA
from tests.turns import turn

HOURS = {"en": "From 9 to 6, Monday to Saturday.", "es": "De 9 a 18, de lunes a sábado.", "gu": "સવારે ૯ થી સાંજે ૬."}


def entry(answer: object = HOURS, **more: object) -> Entry:
    """An entry about opening hours that answers so."""
    return Entry.model_validate({"id": "hours", "questions": "When are you open?", "answer": answer} | more)


def asked(text: str, language: str = "", contact_language: str = "", account: str = "telegram:main") -> Turn:
    """The turn of somebody who asks this."""
    contact = Contact(ASHA.remote, "Dolores", language=contact_language)
    return replace(turn(text, contact=contact, account=account), language=language)


def answer(text: str, phrasing: str = "When are you open?", language: str = "en", **more: str) -> Chosen:
    """What is said to somebody who asks this."""
    return choose(entry(), phrasing, language, asked(text, **more))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when will you be open", "en"),
        ("a qué hora abren ustedes", "es"),
        ("તમે ક્યારે ખુલ્લા છો", "gu"),
    ],
)
def test_what_they_write_in_decides(text: str, language: str) -> None:
    assert answer(text) == Chosen(HOURS[language], language)


def test_the_language_that_the_turn_knows_goes_before_our_own_guess() -> None:
    assert answer("ok abren?", phrasing="when", language="es") == Chosen(HOURS["es"], "es")
    assert answer("si?", phrasing="hours", language="en", contact_language="de") == Chosen(HOURS["en"], "en")
    heard = choose(entry(), "opening hours", "en", asked("atencion hoy", language="es"))
    assert heard == Chosen(HOURS["es"], "es")


def test_typos_do_not_make_it_another_language() -> None:
    said = choose(entry({"en": "Two days."}), "When will my parcel arrive?", "", asked("When wil my parcel arive"))

    assert said == Chosen("Two days.", "en")


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("Wann habt ihr geöffnet?", "de", "en"),
        ("tame kyare khulla cho?", "gu-Latn", "gu"),
        ("आप कब खुलते हैं?", "hi", "en"),
    ],
)
def test_without_an_answer_in_their_language_a_person_looks(text: str, code: str, start: str) -> None:
    assert answer(text) == Chosen(HOURS[start], start, f"{NO_LANGUAGE} ({code})")


def test_gujarati_in_latin_letters_has_answers_of_its_own() -> None:
    said = choose(entry(HOURS | {"gu-Latn": "Savare 9 thi 6."}), "kyare", "", asked("tame kyare khulla cho?"))

    assert said == Chosen("Savare 9 thi 6.", "gu-Latn")


def test_a_country_makes_no_other_language_and_a_script_does() -> None:
    assert choose(entry({"pt-BR": "Das 9."}), "x", "", asked("quando vocês abrem a loja?")).doubt == ""
    assert choose(entry({"zh-Hant": "九點。"}), "x", "", asked("你们几点开门")).doubt == ""
    assert choose(entry({"sr-Latn": "Od 9."}), "x", "", asked("када радите у суботу?", language="sr")).doubt


@pytest.mark.parametrize(
    ("text", "one_answer", "alone"),
    [
        ("I want my money back", "Send us your order number.", True),
        ("👍 ok?", "Send us your order number.", True),
        ("મારે પૈસા પાછા જોઈએ છે", "Send us your order number.", False),
        ("mane paisa pacha joie che", "Send us your order number.", False),
        ("મારે પૈસા પાછા જોઈએ છે", "https://example.org/12345", True),
        ("我要退款", "订单号是多少？", True),
    ],
)
def test_one_answer_for_all_is_for_those_who_can_read_it(text: str, one_answer: str, alone: bool) -> None:
    said = choose(entry(one_answer), "money", "", asked(text))

    assert said.text == one_answer
    assert (said.doubt == "") is alone


def test_the_contact_counts_where_the_words_say_nothing() -> None:
    two = entry({"en": "Yes.", "es": "Sí."})

    assert choose(two, "OK 123", "", asked("ok 123", contact_language="es")) == Chosen("Sí.", "es")
    assert choose(two, "OK 123", "", asked("ok 123", contact_language="gu")).doubt == NO_LANGUAGE
    assert choose(two, "OK 123", "", asked("ok 123")) == Chosen("Yes.", "en", NO_LANGUAGE)


def test_a_network_has_words_of_its_own_in_the_languages_it_was_given() -> None:
    short = entry(answer_on={"x": {"en": "9 to 6."}})

    assert choose(short, "", "en", asked("when will you be open", account="x:main")).text == "9 to 6."
    assert choose(short, "", "en", asked("when will you be open")).text == HOURS["en"]
    assert choose(short, "", "es", asked("a qué hora abren ustedes", account="x:main")).text == HOURS["es"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("From 9 to 6.", "From 9 to 6.\nhttps://example.org/hours"),
        ("See {link} for all.", "See https://example.org/hours for all."),
        ("See https://example.org/hours", "See https://example.org/hours"),
    ],
)
def test_the_link_stands_where_it_is_wanted_or_last(text: str, said: str) -> None:
    linked = entry(text, link="https://example.org/hours", answer_on={"x": "9-6: {link}"})

    assert choose(linked, "", "", asked("when will you be open")).text == said
    assert choose(linked, "", "", asked("when are you", account="x:main")).text == "9-6: https://example.org/hours"


def test_what_follows_up_is_in_the_same_language_and_the_first_to_be_left_out() -> None:
    more = entry(HOURS, follow_up={"en": "Shall we keep a place for you?"})
    whole = HOURS["en"] + "\n\nShall we keep a place for you?"
    english, spanish = asked("when will you be open"), asked("a qué hora abren ustedes")

    assert choose(more, "", "en", english).text == whole
    assert choose(more, "", "es", spanish).text == HOURS["es"]
    assert choose(more, "", "en", replace(english, limit=TextLimit(len(whole)))).text == whole
    assert choose(more, "", "en", replace(english, limit=TextLimit(len(whole) - 1))).text == HOURS["en"]
    assert (
        choose(more, "", "en", replace(english, limit=TextLimit(len(whole)), disclosure="A bot.")).text == HOURS["en"]
    )
