"""A message in the forms in which conditions look at it."""

from inbox.models import Kind
from responders.moderation.said import Text
from responders.moderation.seen import Arrived
from tests.arrivals import arrival

KINDS: tuple[Kind, Kind] = ("comments", "direct")


def seen(text: str) -> Arrived:
    """The message, looked at by nobody yet."""
    what = Text(text, lambda views: {len(views.plain): text}, lambda raw: frozenset({len(raw)}), lambda _: ())
    return Arrived(arrival(text), what)


def test_each_form_is_made_once() -> None:
    said = seen("Frее tea").what

    assert said.views is said.views
    assert said.listed is said.listed
    assert said.patterns == {len("Frее tea".encode())}


def test_the_language_is_theirs_where_the_text_does_not_tell() -> None:
    assert seen("¿Cuándo llega mi pedido a casa? Lo espero desde hace dos semanas").language == "es"
    assert seen("ok").language == ""  # Asha reads Gujarati, and this is no letter of it
    assert seen("👍").language == "gu"


def test_signs_are_counted_as_people_see_them() -> None:
    assert seen("👨‍👩‍👧 a👍🏽").what.emoji == (2, 3)
    assert seen("a©b 1").what.emoji == (0, 4)
    assert seen("ABc1").what.capitals == (2, 3)
    assert seen("@one, @two_three mail me@example.org https://x.com/@four").what.mentions == 2


def test_private_messages_are_judged_by_what_is_usual_in_private() -> None:
    text = "URGENT! You have won a 1 week FREE membership in our prize draw. Txt CLAIM to 81010"
    what = Text(text, lambda _: {}, lambda _: frozenset(), lambda _: ())
    said = [Arrived(arrival(text, kind=kind), what) for kind in KINDS]

    public, private = (one.spam for one in said)

    assert public != private
    assert private > 0.9


def test_why_it_is_spam_is_said_in_words() -> None:
    assert "a link that hides where it leads" in seen("win an iPhone here https://bit.ly/abc").what.spam_because
