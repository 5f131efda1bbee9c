"""Every kind of line that the log can hold is said in words; so is every action and every medium."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot.surfaces.cli import words
from inbox.actions import ActionKind
from inbox.models import ContactId, Media, Message, RemoteId
from tests.bot.surfaces.cli_line import ROOT

WRITTEN = re.compile(r"\b(?:log|record|change)\((?:conv, id, )?'([a-z_]+(?:\.[a-z_]+)?)'")
MARKED = re.compile(r'_mark\(\s*brand, id, "([a-z_.]+)"|what = "([a-z_.]+)" if silent else "([a-z_.]+)"')


def kinds() -> set[str]:
    """Every `what` that a script or a use case writes whole."""
    scripts = "".join(file.read_text() for file in (ROOT / "inbox" / "store" / "lua").glob("*.lua"))
    marks = MARKED.findall((ROOT / "inbox" / "review.py").read_text())
    return set(WRITTEN.findall(scripts)) | {what for found in marks for what in found if what}


def test_every_kind_of_line_has_a_sentence() -> None:
    found = kinds()

    assert len(found) > 20
    assert sorted(found - words.DEEDS.keys()) == []


def test_an_unknown_kind_of_line_is_said_as_it_stands() -> None:
    assert words.deed("post.published", "7", "meera", "soon") == "post.published 7 soon"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("conversation.assigned", "", "meera", ""), "meera gave it to nobody"),
        (("conversation.labelled", "", "meera", ""), "meera labelled it nothing"),
        (("conversation.snoozed", "", "meera", "1893456000000"), "meera snoozed it until 2030-01-01 "),
        (("draft.rejected", "7", "meera", ""), "meera rejected draft 7"),
        (("delivery.recalled", "a-7", "", "they wrote again"), "Sangam took a-7 back: they wrote again"),
        (("mode.crisis", "", "olga", "a storm"), "olga set the mode to crisis: a storm"),
        (("note", "", "meera", "{who} {nobody}"), "meera noted: {who} {nobody}"),
    ],
)
def test_a_line_of_the_log_is_a_sentence(line: tuple[str, str, str, str], said: str) -> None:
    assert words.deed(*line).startswith(said)


def test_every_action_has_its_words() -> None:
    assert set(words.ACTIONS) == set(get_args(ActionKind))


@pytest.mark.parametrize(
    ("medium", "said"),
    [
        (Media("image", "r"), "[image]"),
        (Media("image", "r", size=10), "[image: 1 kB]"),
        (Media("file", "r", name="a\x1b.pdf", size=2_345_678), "[file: a␛.pdf 2.3 MB]"),
        (Media("voice", "r", alt="hello"), "[voice: hello]"),
    ],
)
def test_a_medium_is_said_in_words(medium: Media, said: str) -> None:
    assert words.medium(medium) == said


def test_what_became_of_a_message_stands_below_it() -> None:
    message = Message(
        RemoteId("1"),
        "Kem cho?\n",
        5,
        ContactId("x"),
        media=(Media("image", "r"),),
        edited_at=6,
        removed_at=7,
        hidden=True,
    )

    assert words.body(message) == "Kem cho?\n[image]\n(edited, removed, hidden)"
