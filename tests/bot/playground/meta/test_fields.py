"""What `fields` may say."""

from __future__ import annotations

import pytest

from bot.playground.meta.fields import Field, parse
from bot.playground.meta.refusals import Refusal


def test_names_children_modifiers_and_aliases_are_read() -> None:
    id_, comments, likes = parse("id,comments.filter(stream).limit(50){id, from{name}},likes.summary(true) as hearts")

    assert id_ == Field("id")
    assert (comments.name, comments.modifiers) == ("comments", {"filter": "stream", "limit": "50"})
    assert [child.name for child in comments.children] == ["id", "from"]
    assert [child.name for child in comments.children[1].children] == ["name"]
    assert comments.inner == "id, from{name}"
    assert (likes.key, likes.modifiers) == ("hearts", {"summary": "true"})


def test_an_alias_may_stand_in_parentheses() -> None:
    assert parse("message as(words)")[0].key == "words"
    assert parse("assets")[0].name == "assets"


def test_no_fields_are_none() -> None:
    assert parse("") == ()


@pytest.mark.parametrize("text", ["id,", "a{b", "a}b", "comments.limit(3", "a..b", "{id}", "a{}"])
def test_what_cannot_be_read_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(Refusal, match="at character") as refused:
        parse(text)
    assert refused.value.code == 2500
