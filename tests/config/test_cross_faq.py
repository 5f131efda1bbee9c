"""Questions that two entries of the FAQ share, and entries about accounts and networks that are not there."""

from pathlib import Path

import pytest

from tests.config_files import BRAND, loaded, problems

SITE = BRAND + "accounts: [{network: webchat, name: site}, {network: webchat, name: shop}]\n"


def test_a_question_of_two_entries_is_told_with_both_lines(tmp_path: Path) -> None:
    faq = """\
    entries:
      - id: a
        questions:
          - When are you open?
          - when are you OPEN
        answer: Now.
      - id: b
        questions: {en: [Hello, 'when are you open!']}
        answer: Never.
        accounts: webchat:nope
    """

    assert problems(tmp_path, SITE, faq=faq) == [
        "config/faq.yaml:8: entries.b.questions.en.2: another entry is asked the same on line 4",
        "config/faq.yaml:10: entries.b.accounts: no such account in bot.yaml; did you mean webchat:shop?",
    ]


def test_entries_of_different_accounts_may_be_asked_the_same(tmp_path: Path) -> None:
    faq = """\
    entries:
      - {id: a, questions: Open?, answer: Yes., accounts: 'webchat:site'}
      - {id: b, questions: Open?, answer: No., accounts: ['webchat:shop']}
    """

    assert len(loaded(tmp_path, SITE, faq=faq).faq.entries) == 2


def two(one: str, other: str) -> str:
    """A FAQ of two entries that are asked the same, each with more keys."""
    return f"""\
    entries:
      - {{id: a, questions: Open?, answer: Yes.{one}}}
      - {{id: b, questions: [Hi there, OPEN], answer: No.{other}}}
    """


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        (", accounts: 'webchat:site'", ""),
        (", accounts: 'webchat:*'", ", accounts: 'webchat:site'"),
        (", accounts: '*:site'", ", accounts: 'webchat:*'"),
        (", posts: summer sale", ", posts: [Winter, 'Summer SALE!']"),
        (", until: 2026-12-24", ", from: 2026-12-24 12:00"),
        (", from: 2026-12-01, until: 2026-12-24", ", until: 2026-12-01"),
        (", from: 2026-12-01", ", from: 2026-12-24"),
        (", answer_in: 5, until: [2026]", ", until: yesterday"),
    ],
)
def test_a_question_that_two_entries_could_answer_at_once_is_refused(tmp_path: Path, one: str, other: str) -> None:
    told = "config/faq.yaml:3: entries.b.questions.2: another entry is asked the same on line 2"

    assert told in problems(tmp_path, SITE, faq=two(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (", accounts: 'webchat:s*e'", ", accounts: 'webchat:shop'"),
        (", posts: summer sale", ", posts: winter sale"),
        (", posts: summer sale", ""),  # the one for the post goes before
        (", until: 2026-12-24", ", from: 2026-12-25"),
        (", until: 2026-12-24 18:00", ", from: 2026-12-24 18:00"),
        (", from: 2026-12-01, until: 2026-12-24", ", until: 2026-11-30"),
    ],
)
def test_entries_that_never_meet_may_be_asked_the_same(tmp_path: Path, one: str, other: str) -> None:
    assert len(loaded(tmp_path, SITE, faq=two(one, other)).faq.entries) == 2


def test_a_question_without_an_entry_that_has_one_is_told_with_both_lines(tmp_path: Path) -> None:
    faq = """\
    nothing:
      - Do you sell shoes?
      - When are you open
    entries:
      - {id: a, questions: When are you OPEN?, answer: Now.}
    """

    assert problems(tmp_path, SITE, faq=faq) == [
        "config/faq.yaml:3: nothing.2: an entry is asked this on line 5; keep one of the two",
    ]


def test_words_for_a_network_that_does_not_exist_are_told(tmp_path: Path) -> None:
    faq = """\
    entries:
      - id: a
        questions: Open?
        answer: Yes, we are.
        answer_on:
          telegram: Yes.
          telegarm: Yes.
    """

    assert problems(tmp_path, SITE, faq=faq) == [
        "config/faq.yaml:7: entries.a.answer_on.telegarm: no such network; did you mean telegram?"
    ]


@pytest.mark.parametrize("text", ["nothing: 5", "nothing: {a: b}", "entries: [{id: a, answer_on: x, posts: {a: [b]}}]"])
def test_data_of_another_shape_is_left_to_the_other_checks(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, faq=text)
