"""Gaps are filled with what is known, close where they may, and never go out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.models import Contact, RemoteId, Subject
from responders.hours import Hours
from responders.rules.gaps import VALUES, Facts, fill, gaps, is_address, pieces, well_formed
from responders.turn import Turn
from tests.turns import turn

SHOP = Hours.model_validate({"zone": "Asia/Kolkata", "weekly": {"mon-fri": "9:00-18:00"}})


def named(name: str, post: Subject | None = None) -> Turn:
    """A turn of somebody who is called so, under a post."""
    asked = turn("hello", contact=Contact(RemoteId("0000000101"), name))
    thread = replace(asked.conversation.thread, subject=post)
    return replace(asked, conversation=replace(asked.conversation, thread=thread))


def said(text: str, name: str = "Asha Patel", post: Subject | None = None, hours: Hours | None = SHOP) -> str:
    """The text with its gaps filled in."""
    return fill(text, Facts(named(name, post), "en", hours, "https://example.org/a")).text


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {name}!", "Hello Asha Patel!"),
        ("Hello, {first_name}!", "Hello, Asha!"),
        ("{network}, {account}", "Telegram, main"),
        ("See {link}.", "See https://example.org/a."),
        ("We are there {hours}.", "We are there Mon–Fri 9:00-18:00."),
        ("Back {next_opening}!", "Back today 9:00!"),
        ("No gap", "No gap"),
    ],
)
def test_a_gap_is_filled_with_what_is_known(text: str, filled: str) -> None:
    assert said(text) == filled


def test_the_post_is_told_by_its_first_line() -> None:
    post = Subject(RemoteId("1"), "Diwali {name}\u202e sale\nall week", "https://t.me/shop/5")

    assert said("{post} ({post_link})", post=post) == "Diwali name sale (https://t.me/shop/5)"
    assert said("{post}", post=replace(post, text="x" * 100)) == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("  asha   patel ", "asha patel"),
        ("🌸 Asha 🌸", "Asha"),
        ("O’Neill-Smith", "O’Neill-Smith"),
        ("આશા પટેલ", "આશા પટેલ"),
        ("李明", "李明"),
        ("free-money.example", ""),
        ("https://evil.example/x", ""),
        ("call 9876543210", ""),
        ("Kill Everybody", ""),
        ("{link}", "link"),
        ("x" * 41, ""),
        ("🌸🌸", ""),
        ("", ""),
        ("\u202eevil", "evil"),
        ("Asha\n\nsend money", "Asha send money"),
    ],
)
def test_a_name_is_only_letters_and_nothing_that_could_be_clicked(name: str, called: str) -> None:
    assert said("Hello {name}", name) == (f"Hello {called}" if called else "Hello")


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Thank you, {name}!", "Thank you!"),
        ("{first_name}, thanks", "thanks"),
        ("આભાર, {name}!", "આભાર!"),
        ("谢谢您，{name}！", "谢谢您！"),
    ],
)
def test_where_the_name_is_missing_what_leads_to_it_closes(text: str, closed: str) -> None:
    assert said(text, "") == closed


def test_what_else_is_missing_leaves_a_mark_and_is_told() -> None:
    made = fill("Back {next_opening}, see {post}", Facts(turn("x")))

    assert (made.text, made.missing) == ("Back …, see …", ("next_opening", "post"))


def test_a_language_that_has_no_words_for_hours_leaves_a_mark() -> None:
    assert fill("{hours}", Facts(turn("x"), "fi", SHOP)).missing == ("hours",)


def test_what_others_wrote_is_not_among_our_own_words() -> None:
    made = fill("{name}: {post} {link}", Facts(named("Asha", Subject(RemoteId("1"), "Win")), "", None, "https://a.org"))

    assert (made.text, made.ours) == ("Asha: Win https://a.org", "{name}: {post} https://a.org")


@pytest.mark.parametrize("text", ["{nam}", "{{name}}", "{}", "{name", "name}", "{ name }", "a { b", "{NAME}"])
def test_a_gap_that_nobody_fills_in_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"nobody fills in|belongs to no gap"):
        well_formed(text)


def test_the_known_gaps_are_named() -> None:
    with pytest.raises(ValueError, match=r"nobody fills in \{nam\}; known here: \{name\}, \{first_name\}, "):
        well_formed("Hello {nam}")
    assert well_formed("Hello {name}, {link}") == "Hello {name}, {link}"
    assert gaps("{name} {link} {name}") == ("name", "link")


def test_the_pieces_of_a_text_are_what_stands_between_its_gaps() -> None:
    assert pieces("Hello {name}, see {link}!", "https://a.org") == (" hello ", " see https a org ")
    assert pieces("{name}", "") == ()


@pytest.mark.parametrize(
    "text", ["example.org", "ftp://a.org", "https://", "https://a b", "https://[", "https://a/{x}"]
)
def test_an_address_is_one(text: str) -> None:
    with pytest.raises(ValueError, match="must be an address"):
        is_address(text)


@given(
    name=st.text(max_size=60),
    post=st.text(max_size=80),
    link=st.text(max_size=30),
    parts=st.lists(st.sampled_from([*(f"{{{name}}}" for name in VALUES), "hello", ", ", "!"]), max_size=8),
    hours=st.none() | st.just(SHOP),
)
def test_whatever_people_are_called_no_brace_and_no_new_line_goes_out(
    name: str, post: str, link: str, parts: list[str], hours: Hours | None
) -> None:
    text = "".join(parts)
    made = fill(well_formed(text), Facts(named(name, Subject(RemoteId("1"), post, link)), "", hours, "https://a.org"))

    assert not set("{}\n\r\u202e") & set(made.text)
    assert set(made.missing) <= set(gaps(text))
