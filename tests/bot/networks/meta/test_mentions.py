"""Where somebody mentions our Instagram account."""

from __future__ import annotations

import pytest

from bot.networks._meta.mentions import Mention, mention_of
from bot.networks._meta.parse import mentions
from tests.bot.networks.meta.payloads import NADI, NADI_PICTURES, NOW, TOLD, payload

IN_COMMENT = Mention("17918195224117851", "17894227972186120", TOLD)
IN_CAPTION = Mention("17918195224117851", "", TOLD)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mention_in_comment", [IN_COMMENT]),
        ("mention_in_caption", [IN_CAPTION]),
        ("malformed_mention", []),  # told as Unreadable
        ("comment", []),
        ("message", []),
    ],
)
def test_an_entry_tells_where_we_are_mentioned(name: str, found: list[Mention]) -> None:
    assert mentions(payload("instagram", name)["entry"][0], NADI_PICTURES, NOW) == found


def test_one_that_cannot_be_read_holds_up_none_of_the_others() -> None:
    entry = payload("instagram", "malformed_mention")["entry"][0]
    entry["changes"] += [
        None,
        {"field": "mentions"},
        *payload("instagram", "mention_in_caption")["entry"][0]["changes"],
    ]
    assert mentions(entry, NADI_PICTURES, NOW) == [IN_CAPTION]


def test_a_page_has_no_mentions_to_look_up() -> None:
    assert mentions(payload("instagram", "mention_in_comment")["entry"][0], NADI, NOW) == []


def test_a_mention_out_of_the_mailbox_is_the_mention_again() -> None:
    for mention in (IN_COMMENT, IN_CAPTION):
        assert mention_of(mention.body) == mention
    assert IN_COMMENT.key != IN_CAPTION.key


def test_a_mention_told_again_is_the_same_thing_to_do() -> None:
    assert Mention(IN_COMMENT.media, IN_COMMENT.comment, TOLD + 1).key == IN_COMMENT.key


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"media": 1}', '{"media": "", "comment": "", "at": 1}'])
def test_what_is_no_mention_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="no mention"):
        mention_of(body)
