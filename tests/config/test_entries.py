"""Where a question goes in the FAQ, however its entries are written down."""

import io
from textwrap import dedent

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from config.entries import Wanted, put
from inbox.errors import AlreadyDecided, NotAllowed, Refused

ONE = "- {id: hours, questions: When are you open?, answer: From 9 to 6.}\n"
LISTED = """\
- id: hours
  questions:
    - When are you open?
    - Are you open?
  answer: From 9 to 6.

- id: returns
  questions: [Can I return it?]
  answer: Within 30 days.
"""
SPOKEN = """\
- id: hours
  questions:
    en: When are you open?
    gu: [ક્યારે ખુલ્લા છો?]
  answer:
    en: From 9 to 6.
    gu: ૯ થી ૬.

- id: returns
  questions: {en: Can I return it?}
  answer: {en: Within 30 days.}
"""


def after(text: str, question: str, answer: str = "", *, id: str = "", language: str = "") -> tuple[str, str, bool]:
    """The entries with a question more, the id of its entry, and whether that is new."""
    yaml = YAML()
    yaml.preserve_quotes = True
    entries = yaml.load(dedent(text))
    where, is_new = put(CommentedMap(entries=entries), Wanted(id, question, answer, language))
    out = io.StringIO()
    yaml.dump(entries, out)
    return out.getvalue(), where, is_new


def refused(text: str, question: str, answer: str = "", *, id: str = "", language: str = "") -> Refused:
    """Why a question is not taken."""
    with pytest.raises(Refused) as why:
        after(text, question, answer, id=id, language=language)
    return why.value


def test_a_question_goes_to_the_entry_that_is_named() -> None:
    text, where, is_new = after(LISTED, "Open on Sunday?", id="hours")

    assert (where, is_new) == ("hours", False)
    assert "  - Are you open?\n  - Open on Sunday?\n" in text


def test_a_question_goes_to_the_entry_that_answers_so() -> None:
    assert after(LISTED, "Can I send it back?", "Within 30 days.")[1:] == ("returns", False)
    assert after(SPOKEN, "Can I send it back?", "Within 30 days.")[1:] == ("returns", False)


def test_a_question_with_another_answer_becomes_an_entry_after_the_others() -> None:
    text, where, is_new = after(LISTED, "Do you gift-wrap?", "Yes.", id="gifts")

    assert (where, is_new) == ("gifts", True)
    assert text.endswith("\n\n- id: gifts\n  questions:\n  - Do you gift-wrap?\n  answer: Yes.\n")


def test_a_language_that_is_said_is_written_down() -> None:
    assert after(LISTED, "Packt ihr ein?", "Ja.", id="gifts", language="de")[0].endswith(
        "- id: gifts\n  questions:\n    de:\n    - Packt ihr ein?\n  answer:\n    de: Ja.\n"
    )


def test_one_question_becomes_a_list() -> None:
    assert "questions: [When are you open?, Open on Sunday?]" in after(ONE, "Open on Sunday?", id="hours")[0]
    assert (
        "    en:\n    - When are you open?\n    - Open on Sunday?\n"
        in after(SPOKEN, "Open on Sunday?", id="hours", language="en")[0]
    )


def test_an_entry_learns_a_language_and_the_blank_line_stays_behind_it() -> None:
    text, where, is_new = after(SPOKEN, "Wann offen?", "Von 9 bis 6.", id="hours", language="de")

    assert (where, is_new) == ("hours", False)
    assert "    de:\n    - Wann offen?\n  answer:" in text
    assert "    gu: ૯ થી ૬.\n    de: Von 9 bis 6.\n\n- id: returns" in text


def test_the_language_is_known_by_the_answer_or_by_being_the_only_one() -> None:
    assert "    gu: [ક્યારે ખુલ્લા છો?, કેટલા વાગે?]\n" in after(SPOKEN, "કેટલા વાગે?", "૯ થી ૬.", id="hours")[0]
    assert "{en: [Can I return it?, Return?]}" in after(SPOKEN, "Return?", id="returns")[0]


@pytest.mark.parametrize(
    ("question", "answer", "id", "language", "why"),
    [
        ("Open on Sunday?", "Never.", "hours", "en", "the entry hours answers something else"),
        ("Open on Sunday?", "", "hours", "", "answers in en, gu; say in which language"),
        ("Offen?", "", "hours", "de", "has no answer in de; give one"),
    ],
)
def test_what_does_not_fit_the_entry_is_refused(question: str, answer: str, id: str, language: str, why: str) -> None:
    words = refused(SPOKEN, question, answer, id=id, language=language)

    assert isinstance(words, NotAllowed)
    assert why in str(words)


@pytest.mark.parametrize("question", ["When are you open?", "when are you OPEN", "Can I return it?"])
def test_a_question_that_the_faq_has_is_refused(question: str) -> None:
    for text in (LISTED, SPOKEN):
        assert isinstance(refused(text, question, "Another answer.", id="new"), AlreadyDecided)


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("Do you ship to São Paulo, please?", "do-you-ship-to-sao"),
        ("Returns?", "returns-2"),
        ("可以退货吗？", "entry"),
        ("Größe?", "groe"),
        ("x" * 200, "x" * 44),
    ],
)
def test_an_id_is_made_of_the_question(question: str, id: str) -> None:
    assert after(LISTED, question, "An answer.")[1] == id


@pytest.mark.parametrize(
    "answer",
    [
        "Two\nlines: here",
        "Ends\n\nlate",
        "tab\there\nline",
        "yes",
        "12:30",
        "- a",
        "# b",
        "a\x85b",
        "a\u2028b",
        "\x07",
        "\u200dx\ny",
    ],
)
def test_an_answer_stays_what_it_is(answer: str) -> None:
    text = after(LISTED, "New?", answer, id="new")[0]

    assert YAML(typ="safe", pure=True).load(text)[-1]["answer"] == answer
